"""一表: 社区党员基本情况一览表 as a ledger: the sixteen items of the national collection first, more to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.residents import codes, phones, strokes
from linli.residents.dates import age_on, say_day
from linli.residents.models import HouseholdMember, Person, Work
from linli.residents.queries import homes_of
from linli.sheets.models import ExportRun
from linli.sheets.registry import Asked, Filters, LedgerColumn, LedgerKind, declare_ledger
from linli.web.masks import mask_phone

from .actions.paper import note_copies
from .models import Belonging, From, Member, MobileRecord, Organisation, Standing, Status
from .queries.access import branch_of
from .queries.listing import MemberFilter, members_found, organisation_of, posts_said, with_here
from .queries.reading import free_times_said, skills_said, works_of


@dataclass(frozen=True)
class Line:
    """One member as a line of the ledger, on a day."""

    member: Member
    home: HouseholdMember | None
    work: Work | None
    away: str
    on: date

    @property
    def person(self) -> Person:
        return self.member.person

    @property
    def organisation(self) -> Organisation | None:
        return organisation_of(self.member)


class MemberFilters(Filters):
    q = forms.CharField(label=_("姓名、拼音或手机后四位"), max_length=50, required=False)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("党组织"), required=False, empty_label=_("全部")
    )
    standing = forms.ChoiceField(label=_("人员类别"), choices=[("", _("全部")), *Standing.choices], required=False)
    relation = forms.ChoiceField(label=_("来源类型"), choices=[("", _("全部")), *From.choices], required=False)
    status = forms.ChoiceField(label=_("党籍状态"), choices=[("", _("现在的党员")), *Status.choices], required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Organisation.objects.filter(community=self.community)


def keys(asked: Asked) -> list[int]:
    """Return the keys of the members meant, in the order wanted."""
    given = asked.filters
    organisation = given.get("organisation")
    wanted = MemberFilter(
        q=given.get("q", ""), standing=given.get("standing", ""), relation=given.get("relation", ""),
        status=given.get("status", ""), organisation=str(organisation.pk) if organisation else "",
    )  # fmt: skip
    found = members_found(asked.user, wanted, asked.as_of).filter(community=asked.community)
    if not wanted.organisation and not wanted.status:
        found = found.filter(_in_some_branch(asked.as_of))
    return in_order(found, asked.sort, asked.as_of)


def _in_some_branch(on: date) -> Q:
    """On an earlier day a list holds who belonged somewhere then."""
    return Q(pk__in=Belonging.objects.in_force(on).values("member"))


def in_order(members: Any, sort: str, on: date) -> list[int]:
    """Return the keys of members by strokes, by reading, by branch, or by the number of their card: one question."""
    rows = members.order_by("number").prefetch_related(None)
    if sort == "branch":
        here = Belonging.objects.in_force(on).values_list("member_id", "organisation__order", "organisation_id")
        places = {key: (order, organisation) for key, order, organisation in here}
        plain = rows.values_list("pk", "number")
        return [pk for pk, number in sorted(plain, key=lambda row: (places.get(row[0], (9999, 0)), row[1]))]
    if sort == "number":
        return list(rows.values_list("pk", flat=True))
    named = list(rows.values_list("pk", "person__name", "person__pinyin"))
    if sort == "strokes":
        return [pk for pk, name, pinyin in sorted(named, key=lambda row: strokes.key(row[1]))]
    return [pk for pk, name, pinyin in sorted(named, key=lambda row: (row[2], row[1]))]


def rows(asked: Asked, some: Sequence[int]) -> list[Line]:
    """Return the lines of these members in this order; sealed numbers are opened only where they may be shown."""
    return lines_of(some, asked.as_of, opened=asked.is_personal)


def lines_of(some: Sequence[int], on: date, *, opened: bool) -> list[Line]:
    members = with_here(Member.objects.filter(pk__in=list(some)), on)
    if not opened:
        members = members.defer("person__id_number", "person__phone", "person__landline")
    known = {member.pk: member for member in members}
    people = [member.person_id for member in known.values()]
    homes, works, away = homes_of(people, on), works_of(people, on), _away(known, on)
    return [
        Line(known[key], homes.get(known[key].person_id), works.get(known[key].person_id), away.get(key, ""), on)
        for key in some
        if key in known
    ]


def _away(known: dict[int, Member], on: date) -> dict[int, str]:
    records = MobileRecord.objects.filter(member__in=known, direction="out", left_on__lte=on)
    records = records.filter(Q(returned_on=None) | Q(returned_on__gt=on))
    return dict(records.values_list("member_id", "destination"))


def note_taken(run: ExportRun, some: Sequence[int]) -> None:
    """Whoever's numbers left the house may ask who read them."""
    members = Member.objects.filter(pk__in=list(some))
    note_copies(members, community_id=run.community_id, reason=run.reason, by=run.by, at=run.begun_at)


def _branch(line: Line) -> str:
    return branch_of(line.organisation).name if line.organisation else ""


def _group(line: Line) -> str:
    return str(line.organisation) if line.organisation and not line.organisation.is_branch else ""


def _status(line: Line) -> str:
    said = str(line.member.get_status_display())
    if line.member.lost_since:
        return str(_("{status}，{day} 起失联").format(status=said, day=line.member.lost_since))
    return said


def _mobile(line: Line) -> str:
    return str(_("是，{where}").format(where=line.away) if line.away else _("否"))


def _years(line: Line) -> int | None:
    return age_on(line.member.joined_on, line.on)


COLUMNS = [
    LedgerColumn("name", _("姓名"), 10, lambda line: line.person.name),
    LedgerColumn(
        "id_number", _("公民身份号码"), 20, lambda line: line.person.id_number, is_personal=True,
        words=("身份证号", "身份证号码"),  # catalogue: data
    ),
    LedgerColumn("sex", _("性别"), 6, lambda line: str(line.person.get_sex_display())),
    LedgerColumn("ethnicity", _("民族"), 8, lambda line: codes.ETHNICITY.label(line.person.ethnicity)),
    LedgerColumn(
        "birth", _("出生日期"), 12,
        lambda line: say_day(
            line.member.archive_birth_on or line.person.birth_on,
            line.member.archive_birth_precision if line.member.archive_birth_on else line.person.birth_precision,
        ),
        words=("出生年月",),  # catalogue: data
    ),
    LedgerColumn("education", _("学历"), 10, lambda line: codes.EDUCATION.label(line.person.education)),
    LedgerColumn("standing", _("人员类别"), 10, lambda line: str(line.member.get_standing_display())),
    LedgerColumn("branch", _("所在党支部"), 24, _branch),
    LedgerColumn(
        "joined", _("加入党组织日期"), 12, lambda line: say_day(line.member.joined_on, line.member.joined_precision),
        words=("入党日期", "入党时间"),  # catalogue: data
    ),
    LedgerColumn(
        "confirmed", _("转为正式党员日期"), 12,
        lambda line: say_day(line.member.confirmed_on, line.member.confirmed_precision),
        words=("转正日期", "转正时间"),  # catalogue: data
    ),
    LedgerColumn(
        "work", _("工作岗位"), 20, lambda line: str(line.work or ""),
        words=("工作单位", "工作单位及职务"),  # catalogue: data
    ),
    LedgerColumn(
        "phone", _("手机号码"), 14, lambda line: phones.dialled(line.person.phone), is_personal=True,
        covered=lambda line: mask_phone(line.person.phone_tail), words=("手机", "联系电话"),  # catalogue: data
    ),
    LedgerColumn(
        "landline", _("固定电话"), 14, lambda line: phones.dialled(line.person.landline), is_personal=True
    ),
    LedgerColumn(
        "home", _("家庭住址"), 24, lambda line: str(line.home.household.dwelling) if line.home else "",
        is_personal=True, covered=lambda line: line.home.household.dwelling.door.lane.name if line.home else "",
        words=("住址", "现住址"),  # catalogue: data
    ),
    LedgerColumn("status", _("党籍状态"), 12, _status),
    LedgerColumn("mobile", _("是否流动党员"), 14, _mobile),
    LedgerColumn("number", _("编号"), 14, lambda line: line.member.card_number, is_usual=False),
    LedgerColumn("former_name", _("曾用名"), 10, lambda line: line.person.former_name, is_usual=False),
    LedgerColumn("native_place", _("籍贯"), 16, lambda line: line.person.native_place, is_usual=False),
    LedgerColumn("age", _("年龄"), 6, lambda line: age_on(line.person.birth_on, line.on), is_usual=False),
    LedgerColumn("party_age", _("党龄"), 6, _years, is_usual=False),
    LedgerColumn("group", _("党小组"), 12, _group, is_usual=False),
    LedgerColumn("posts", _("党内职务"), 16, lambda line: posts_said(line.member), is_usual=False),
    LedgerColumn("relation", _("来源类型"), 12, lambda line: str(line.member.get_relation_display()), is_usual=False),
    LedgerColumn(
        "applied", _("递交入党申请书"), 12, lambda line: say_day(line.member.applied_on, line.member.applied_precision),
        is_usual=False,
    ),
    LedgerColumn("sponsors", _("入党介绍人"), 14, lambda line: line.member.sponsors, is_usual=False),
    LedgerColumn("skills", _("特长"), 16, lambda line: skills_said(line.member), is_usual=False),
    LedgerColumn("free_times", _("什么时候能帮忙"), 16, lambda line: free_times_said(line.member), is_usual=False),
]  # fmt: skip

MEMBERS = declare_ledger(
    LedgerKind(
        code="members",
        label=_("社区党员基本情况一览表"),
        permission="party.export_members",
        personal_permission="party.export_members",
        columns=COLUMNS,
        keys=keys,
        rows=rows,
        sorts=[
            ("strokes", _("按姓氏笔画")), ("pinyin", _("按拼音")), ("branch", _("按支部")), ("number", _("按编号")),
        ],
        filters=MemberFilters,
        legend=[
            (_("出生日期"), _("档案上的和居民登记的不一样时，写档案上的。")),
            (_("公民身份号码、电话、住址"), _("要看全的，写明原因再导出；谁导出过、为什么，都记着。")),
        ],
        note_taken=note_taken,
        about=_("全国党员信息采集的 16 项，另有十几项可选。姓名、电话、住址、单位都读居民登记，不另存一份。"),
        order=20,
    )
)  # fmt: skip
