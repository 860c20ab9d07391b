from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from linli.web.widgets import DayInput

from ..models import Organisation, OrganisationKind


class OrganisationForm(forms.ModelForm):
    class Meta:
        model = Organisation
        fields = ["kind", "name", "short_name", "parent", "founded_on", "elected_on", "place", "order"]
        widgets = {"founded_on": DayInput, "elected_on": DayInput}
        help_texts = {
            "name": _("和公章上一样，例如：中共八步街道灵峰社区支部委员会"),
            "short_name": _("平常怎么叫，例如：第一支部"),
        }

    def __init__(self, *args: Any, parents: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent = cast("forms.ModelChoiceField", self.fields["parent"])
        parent.queryset = parents.exclude(kind=OrganisationKind.GROUP)
        parent.empty_label = _("没有（在本社区是最高的）")
        self.fields["order"].required = False
        if self.instance.pk:
            del self.fields["kind"]

    def clean_order(self) -> int:
        return int(self.cleaned_data["order"] or 0)

    def _post_clean(self) -> None:
        """The action writes the row, not the form."""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("kind") == OrganisationKind.GROUP and not given.get("parent"):
            self.add_error("parent", _("党小组要设在一个支部下面，请选上级党组织。"))
        return given
