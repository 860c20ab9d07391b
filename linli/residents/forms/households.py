"""Households: who comes, who goes, and when."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from linli.web.widgets import DayInput

from ..fields import PersonField
from ..models import Household, HouseholdMember, Person
from .places import PlaceField

HERE = (("", _("不清楚")), ("yes", _("在这里")), ("no", _("不在这里")))


class DayForm(forms.Form):
    """The day something happened or ended."""

    on = forms.DateField(label=_("哪天"), widget=DayInput)


class TenureForm(forms.Form):
    """How a household lives where it does."""

    tenure = forms.ChoiceField(label=_("住所"), choices=[("", _("不清楚")), *Household.Tenure.choices], required=False)
    registered = forms.ChoiceField(label=_("户口"), choices=HERE, required=False)

    @property
    def facts(self) -> dict[str, Any]:
        said = {"yes": True, "no": False}.get(self.cleaned_data["registered"])
        return {"tenure": self.cleaned_data["tenure"], "is_registered_here": said}


class HouseholdForm(TenureForm):
    """A household that begins: its head, where, since when."""

    head = PersonField(label=_("户主"))
    place = PlaceField(label=_("住哪里"))
    from_on = forms.DateField(label=_("哪天住进来的"), widget=DayInput, help_text=_("记不清就写个大概的日子"))

    field_order = ("head", "place", "from_on")

    def __init__(self, *args: Any, people: QuerySet[Person], community_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("PersonField", self.fields["head"]).people = people
        cast("PlaceField", self.fields["place"]).community_id = community_id


class JoinForm(forms.Form):
    """Somebody moves in with a household."""

    person = PersonField(label=_("谁搬进来"))
    relation = forms.ChoiceField(
        label=_("是户主的"), required=False,
        choices=[("", _("不清楚")), *(each for each in HouseholdMember.ToHead.choices if each[0] != "01")],
    )  # fmt: skip
    from_on = forms.DateField(label=_("哪天住进来的"), widget=DayInput)

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("PersonField", self.fields["person"]).people = people


class MoveForm(DayForm):
    """All of them move: to another door of the community, or away."""

    place = PlaceField(label=_("搬到哪里"), required=False)

    def __init__(self, *args: Any, community_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = cast("PlaceField", self.fields["place"])
        place.community_id = community_id
        place.help_text = _("搬到本社区别处就写，例如“建安街 38 号 302”；搬出本社区就空着")
