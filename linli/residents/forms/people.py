"""Entering and changing somebody: three lines first, everything else folded away, nothing compulsory but the name."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.territory.models import Community, Door
from linli.web.widgets import PhoneInput

from .. import codes, dates, numbers, phones
from ..models import Person
from .places import PlaceField


class PersonForm(forms.Form):
    """What may be known of a person. `facts` are what an action takes."""

    name = forms.CharField(label=_("姓名"), max_length=50)
    phone = forms.CharField(label=_("电话"), max_length=40, required=False, widget=PhoneInput)
    sex = forms.ChoiceField(label=_("性别"), choices=Person.Sex.choices, required=False)
    birth = forms.CharField(
        label=_("出生日期"), max_length=40, required=False,
        help_text=_("知道多少写多少：1953-08-01、1953年8月、1953。以档案为准"),
    )  # fmt: skip
    lunar = forms.CharField(
        label=_("农历生日"), max_length=20, required=False, help_text=_("过农历生日的写，例如“三月初五”")
    )
    id_kind = forms.ChoiceField(label=_("证件种类"), choices=codes.ID_KIND.choices[1:], required=False)
    id_number = forms.CharField(
        label=_("证件号码"), max_length=40, required=False, help_text=_("不是必须的；写了会加密保存"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    ethnicity = forms.ChoiceField(label=_("民族"), choices=codes.ETHNICITY.choices, required=False)
    education = forms.ChoiceField(label=_("学历"), choices=codes.EDUCATION.choices, required=False)
    native_place = forms.CharField(label=_("籍贯"), max_length=60, required=False)
    former_name = forms.CharField(label=_("曾用名"), max_length=50, required=False)
    pinyin = forms.CharField(
        label=_("拼音"), max_length=160, required=False, help_text=_("读得不对才改，例如“覃”读 qin；空着就自动填")
    )
    landline = forms.CharField(label=_("固定电话"), max_length=40, required=False, widget=PhoneInput)

    FIRST: tuple[str, ...] = ("name", "phone")

    def first_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.FIRST]

    def other_fields(self) -> list[forms.BoundField]:
        return [each for each in self.visible_fields() if each.name not in self.FIRST]

    @property
    def has_trouble_below(self) -> bool:
        """Whether something folded away is wrong: then it is not folded."""
        return any(name not in self.FIRST for name in self.errors)

    def clean_phone(self) -> str:
        return self._phone("phone")

    def clean_landline(self) -> str:
        return self._phone("landline")

    def _phone(self, name: str) -> str:
        typed = str(self.cleaned_data[name]).strip()
        try:
            return phones.normalise(typed) if typed else ""
        except phones.WrongPhone as why:
            raise forms.ValidationError(str(why)) from why

    def clean_birth(self) -> dates.Known:
        try:
            return dates.read_day(str(self.cleaned_data["birth"]))
        except dates.WrongDate as why:
            raise forms.ValidationError(str(why)) from why

    def clean_lunar(self) -> dates.Known:
        typed = str(self.cleaned_data["lunar"]).strip()
        says_so = typed.startswith(("农历", "阴历", "旧历"))  # catalogue: data
        try:
            return dates.read_day(typed if not typed or says_so else f"农历{typed}")  # catalogue: data
        except dates.WrongDate as why:
            raise forms.ValidationError(str(why)) from why

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        kind, typed = given.get("id_kind") or "111", str(given.get("id_number", "")).strip()
        given["id_kind"] = kind
        if typed and kind in {"111", "112"}:
            try:
                given["id_number"] = numbers.normalise_identity_number(typed)
            except numbers.WrongNumber as why:
                self.add_error("id_number", str(why))
        return given

    @property
    def facts(self) -> dict[str, Any]:
        """What the form says of the person, as `enter_person` and `change_person` take it."""
        given = dict(self.cleaned_data)
        born, lunar = given.pop("birth"), given.pop("lunar")
        for name in ("place", "is_new"):
            given.pop(name, None)
        keeps_lunar = lunar if lunar.lunar_month else born
        return given | {
            "sex": given["sex"] or Person.Sex.UNKNOWN,
            "birth_on": born.on,
            "birth_precision": born.precision,
            "lunar_month": keeps_lunar.lunar_month,
            "lunar_day": keeps_lunar.lunar_day,
        }

    @property
    def doubt(self) -> str:
        """What to warn of, though it is kept: a birth that differs from the identity number."""
        given = self.cleaned_data
        if not given.get("id_number") or given["id_kind"] not in {"111", "112"}:
            return ""
        return numbers.birth_doubt(given["id_number"], given["birth"].on, given["birth"].precision)


class EntryForm(PersonForm):
    """Somebody new. `place` is where they live, in words; `is_new` says that nobody shown before was meant."""

    place = PlaceField(label=_("住哪里"), required=False)
    is_new = forms.BooleanField(required=False, widget=forms.HiddenInput)

    field_order = ("name", "phone", "place")
    FIRST = ("name", "phone", "place")

    def __init__(self, *args: Any, community: Community, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].community_id = community.pk  # type: ignore[attr-defined]

    @property
    def home(self) -> tuple[Door, str] | None:
        found: tuple[Door, str] | None = self.cleaned_data["place"]
        return found


class ChangeForm(PersonForm):
    """Somebody known, with what is known of them. Sealed numbers are shown only where their reader may see them: left
    blank, a number stays as it is."""

    drop_id_number = forms.BooleanField(label=_("去掉登记的证件号码"), required=False)
    drop_phone = forms.BooleanField(label=_("去掉登记的电话"), required=False)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        known = {
            name: getattr(person, name)
            for name in ("name", "sex", "id_kind", "ethnicity", "education", "native_place", "former_name")
        }
        known |= {
            "pinyin": person.pinyin if person.pinyin_is_by_hand else "",
            "birth": dates.say_day(person.birth_on, person.birth_precision),
            "lunar": dates.say_lunar(person.lunar_month, person.lunar_day),
            "landline": phones.dialled(person.landline),
        }
        super().__init__(*args, **{"initial": known, **kwargs})
        self.person = person
        if person.phone:
            self.fields["phone"].help_text = _("登记的尾号 {tail}；空着就不变").format(tail=person.phone_tail)
        if person.id_number:
            masked = numbers.identity_mask(person.id_number)
            self.fields["id_number"].help_text = _("登记的是 {number}；空着就不变").format(number=masked)
        for name in ("id_number", "phone"):
            if not getattr(person, name):
                del self.fields[f"drop_{name}"]

    @property
    def facts(self) -> dict[str, Any]:
        """What was changed: a number left blank is not."""
        found = super().facts
        for name in ("id_number", "phone"):
            if not found[name] and not found.pop(f"drop_{name}", False):
                del found[name]
            found.pop(f"drop_{name}", None)
        return found


class RevealForm(forms.Form):
    """What a full number is wanted for."""

    reason = forms.CharField(label=_("看来做什么"), max_length=200, help_text=_("例如“打电话约上门时间”。本人查得到"))
