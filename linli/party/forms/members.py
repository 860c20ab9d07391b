"""Members: entered, changed, moved, given posts. Names and numbers are the person's and are not asked here."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from linli.residents.fields import PersonField
from linli.residents.models import Person

from ..models import FreeTime, From, Lost, Member, Organisation, PostCode, Skill, Standing, Status
from .fields import Day, KnownDay, day_field, say_known

DAYS = ("applied", "activist", "candidate", "joined", "confirmed", "archive_birth")


class OrganisationChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.parent.short_name} · {obj.short_name}" if obj.parent and not obj.is_branch else str(obj)


class MemberForm(forms.Form):
    """What the Party knows of a member; `facts` is what the action takes."""

    standing = forms.ChoiceField(label=_("人员类别"), choices=Standing, widget=forms.RadioSelect)
    relation = forms.ChoiceField(label=_("来源类型"), choices=From)
    joined = KnownDay(label=_("入党日期"))
    confirmed = KnownDay(label=_("转正日期"))
    applied = KnownDay(label=_("递交入党申请书"))
    activist = KnownDay(label=_("列为入党积极分子"))
    candidate = KnownDay(label=_("列为发展对象"))
    sponsors = forms.CharField(label=_("入党介绍人"), max_length=60, required=False)
    archive_birth = KnownDay(
        label=_("档案上的出生日期"), help_text=_("和居民登记的一样就不用写；不一样，照档案写，两个都留着")
    )
    skills = forms.MultipleChoiceField(
        label=_("特长"), choices=Skill, required=False, widget=forms.CheckboxSelectMultiple
    )
    free_times = forms.MultipleChoiceField(
        label=_("什么时候能帮忙"), choices=FreeTime, required=False, widget=forms.CheckboxSelectMultiple
    )
    willing = forms.CharField(label=_("想做的事"), max_length=120, required=False)

    @staticmethod
    def initial_of(member: Member) -> dict[str, Any]:
        known: dict[str, Any] = {
            name: getattr(member, name)
            for name in ("standing", "relation", "sponsors", "skills", "free_times", "willing")
        }
        for name in DAYS:
            known[name] = say_known(getattr(member, f"{name}_on"), getattr(member, f"{name}_precision"))
        return known

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed, by the columns of a member."""
        given = {name: value for name, value in self.cleaned_data.items() if name in MemberForm.base_fields}
        for name in DAYS:
            day = cast("Day", given.pop(name))
            given[f"{name}_on"], given[f"{name}_precision"] = day
        return given

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        joined, confirmed = given.get("joined"), given.get("confirmed")
        if confirmed and confirmed.on and given.get("standing") == Standing.PROBATIONARY:
            self.add_error("confirmed", _("预备党员还没有转正日期。已经转正的，上面选“正式党员”。"))
        if joined and confirmed and joined.on and confirmed.on and confirmed.on < joined.on:
            self.add_error("confirmed", _("转正日期要在入党日期之后。"))
        return given


class NewMemberForm(MemberForm):
    """A person of the register becomes a member here: who, where and since when come first."""

    person = PersonField(label=_("谁"), help_text=_("写姓名、拼音或手机后四位；居民登记里有的不用再填"))
    organisation = OrganisationChoice(Organisation.objects.none(), label=_("所在支部或党小组"), empty_label=_("请选"))
    from_on = day_field(_("从哪天起在这里"))
    came_from = forms.CharField(
        label=_("从哪里转来"), max_length=100, required=False, help_text=_("原来的党组织；一直在这里的不用写")
    )

    field_order = ["person", "organisation", "from_on", "came_from"]

    def __init__(
        self, *args: Any, people: QuerySet[Person], organisations: QuerySet[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        cast("PersonField", self.fields["person"]).people = people
        cast("forms.ModelChoiceField", self.fields["organisation"]).queryset = organisations


class TransferForm(forms.Form):
    """To a branch or group of ours, or out to an organisation elsewhere."""

    to = OrganisationChoice(
        Organisation.objects.none(), label=_("转到本社区的"), required=False, empty_label=_("不在本社区，转出去")
    )
    where = forms.CharField(
        label=_("转出到哪个党组织"), max_length=100, required=False, help_text=_("在本社区里转的不用写")
    )
    on = day_field(_("从哪天起"))

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField", self.fields["to"]).queryset = organisations

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not given.get("to") and not given.get("where"):
            self.add_error("where", _("转出去的，请写转到哪个党组织。"))
        return given


class PostForm(forms.Form):
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("在哪个党组织"), empty_label=None)
    code = forms.ChoiceField(label=_("职务"), choices=PostCode)
    from_on = day_field(_("从哪天起"))

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField", self.fields["organisation"]).queryset = organisations


class ConfirmForm(forms.Form):
    on = day_field(_("支部大会通过的日子"))


class StatusForm(forms.Form):
    status = forms.ChoiceField(
        label=_("党籍状态"),
        choices=[choice for choice in Status.choices if choice[0] != Status.TRANSFERRED],
        widget=forms.RadioSelect,
    )
    on = day_field(_("从哪天起"))


class LostForm(forms.Form):
    since = day_field(_("从哪天起失去联系"), help_text=_("最后一次参加活动或交党费的日子"))
    reason = forms.ChoiceField(label=_("属于哪种情形"), choices=Lost)
