from django import forms


class DutyInUseForm(forms.Form):
    """Which of one's own duties is meant from now on; anything else is not a choice."""

    duty = forms.ChoiceField()

    def __init__(self, *args, duties, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["duty"].choices = [(str(duty.pk), duty.label) for duty in duties]
