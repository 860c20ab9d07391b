"""What people type, made clean. Forms never save."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import FilesPolicy


class PolicyForm(forms.Form):
    originals = forms.ChoiceField(
        label=_("照片涂黑以后，原来那一张"), choices=FilesPolicy.Originals.choices, widget=forms.RadioSelect
    )

    def clean_originals(self) -> FilesPolicy.Originals:
        return FilesPolicy.Originals(self.cleaned_data["originals"])
