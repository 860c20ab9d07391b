"""What is to be done to the cases chosen."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from linli.accounts.models import User

from ..models import BulkRun, Case
from ..queries.bulk import Given
from .choosing import choices_of
from .intake import CategoryChoice
from .joining import OtherCaseForm

Verb = BulkRun.Verb


class BulkForm(forms.Form):
    """The questions of one verb; the others are left out."""

    to = forms.ChoiceField(label=_("给谁"), required=False)
    reason = forms.CharField(label=_("原因"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    other = forms.CharField(label=_("关联到哪一件（编号）"), max_length=24)
    category = CategoryChoice(label=_("归到哪一类"))
    words = forms.CharField(
        label=_("对诉求人说什么"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("每一件的诉求人凭查询码都能看到同一句话，请不要写某一户的私事"),
    )  # fmt: skip

    ASKED = {
        Verb.HAND_ON: ("to", "reason"),
        Verb.LINK: ("other",),
        Verb.RECATEGORISE: ("category",),
        Verb.TELL: ("words",),
        Verb.ARCHIVE: (),
    }

    clean_other = OtherCaseForm.clean_other

    def __init__(self, *args: Any, verb: str, people: list[User], seen: QuerySet[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seen = seen
        self.people = {str(person.pk): person for person in people}
        choices_of(self, "to").choices = [
            ("", _("下一位该接的人")), *[(pk, person.name) for pk, person in self.people.items()]
        ]  # fmt: skip
        for name in set(self.fields) - set(self.ASKED[Verb(verb)]):
            del self.fields[name]

    def clean_to(self) -> User | None:
        return self.people.get(self.cleaned_data["to"])

    @property
    def given(self) -> Given:
        return Given(**self.cleaned_data)
