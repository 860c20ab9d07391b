"""关怀类别、结对、看望 as ledgers: the office alone takes them, names whole only with a reason.

Words under seal (what illness, what somebody needs, what a visit heard) are no column of any of them and are not even
read; support behind the third wall is in none. A group that says something of health or hardship stands here without a
reason as a row that names nobody.
"""

from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext

from linli.residents import phones
from linli.residents.dates import age_on
from linli.sheets.registry import LedgerColumn, LedgerKind, declare_ledger
from linli.web.masks import mask_name, mask_phone

from ..groups import name_of
from ..models import GroupEntry, Pairing, Visit
from .rows import (
    GroupFilters,
    Line,
    PairingFilters,
    VisitFilters,
    group_keys,
    group_lines,
    noting,
    pairing_keys,
    pairing_lines,
    visit_keys,
    visit_lines,
)


def _name(line: Line) -> str:
    return line.whose.called(line.whose.person.name if line.whose.person else "")


def _covered_name(line: Line) -> str:
    return line.whose.called(mask_name(line.whose.person.name) if line.whose.person else "")


def _helper(line: Line) -> str:
    return str(line.thing.helper)


def _covered_helper(line: Line) -> str:
    return mask_name(line.thing.helper) if line.thing.helper_person_id else _helper(line)


def _zone(line: Line) -> str:
    zone = line.whose.dwelling.door.zone if line.whose.dwelling else None
    return str(zone) if zone else ""


def _phone(line: Line) -> str:
    return phones.dialled(line.whose.person.phone) if line.whose.person else ""


def _covered_phone(line: Line) -> str:
    return mask_phone(line.whose.person.phone_tail) if line.whose.person else ""


def _covered_group(line: Line) -> str:
    return name_of(line.thing.group) if line.whose.person else ""


WHO = (
    LedgerColumn(
        "name", gettext_lazy("谁"), 12, _name, is_personal=True, covered=_covered_name, words=("姓名",)
    ),  # catalogue: data
    LedgerColumn(
        "age", gettext_lazy("年龄"), 6, lambda line: line.whose.person and age_on(line.whose.person.birth_on, line.on)
    ),
    LedgerColumn(
        "phone", gettext_lazy("联系电话"), 14, _phone, is_personal=True, covered=_covered_phone, is_usual=False
    ),
    LedgerColumn("address", gettext_lazy("住址"), 24, lambda line: str(line.whose.dwelling or ""), is_personal=True),
    LedgerColumn("zone", gettext_lazy("责任区"), 14, _zone),
)
NOT_HERE = (gettext_lazy("病情、需要、打算、看望时说的话"), gettext_lazy("不在台账里，写明原因也不出去。"))
PERMISSION, PERSONAL = "care.take_ledgers", "residents.take_personal"

GROUPS = declare_ledger(
    LedgerKind(
        code="care_groups",
        label=gettext_lazy("关怀对象台账"),
        permission=PERMISSION,
        personal_permission=PERSONAL,
        columns=(
            *WHO,
            LedgerColumn(
                "group",
                gettext_lazy("哪一类"),
                22,
                lambda line: name_of(line.thing.group),
                is_personal=True,
                covered=_covered_group,
            ),
            LedgerColumn("from_on", gettext_lazy("从哪天起"), 12, lambda line: line.thing.from_on),
            LedgerColumn(
                "reason",
                gettext_lazy("为什么列入"),
                20,
                lambda line: line.thing.entry_reason,
                is_personal=True,
                is_usual=False,
            ),
            LedgerColumn(
                "source",
                gettext_lazy("依据的文件"),
                20,
                lambda line: line.thing.source_document,
                is_personal=True,
                is_usual=False,
            ),
        ),
        keys=group_keys,
        rows=group_lines,
        sorts=(("group", gettext_lazy("按类别")), ("pinyin", gettext_lazy("按姓名拼音"))),
        filters=GroupFilters,
        legend=(
            (gettext_lazy("空着的行"), gettext_lazy("看得出健康、困难的类别，不写明原因，不写是谁、哪一类。")),
            NOT_HERE,
        ),
        note_taken=noting(GroupEntry),
        about=gettext_lazy("一人一类一行：那一天列着的。"),
        order=70,
    )
)

PAIRINGS = declare_ledger(
    LedgerKind(
        code="pairings",
        label=gettext_lazy("结对台账"),
        permission=PERMISSION,
        personal_permission=PERSONAL,
        columns=(
            LedgerColumn("helper", gettext_lazy("谁来帮"), 18, _helper, is_personal=True, covered=_covered_helper),
            *WHO,
            LedgerColumn(
                "cause", gettext_lazy("致困原因"), 10, lambda line: line.thing.get_cause_display(), is_personal=True
            ),
            LedgerColumn("starts_on", gettext_lazy("从哪天起"), 12, lambda line: line.thing.starts_on),
            LedgerColumn("ends_on", gettext_lazy("到哪天止"), 12, lambda line: line.thing.ends_on, is_usual=False),
            LedgerColumn(
                "end_reason",
                gettext_lazy("为什么结束"),
                12,
                lambda line: line.thing.get_end_reason_display(),
                is_personal=True,
                is_usual=False,
            ),
            LedgerColumn("visits", gettext_lazy("看望次数"), 8, lambda line: line.visits),
            LedgerColumn("last", gettext_lazy("上次看望"), 12, lambda line: line.last),
            LedgerColumn(
                "next", gettext_lazy("下次看望最晚"), 12, lambda line: line.thing.next_visit_on, is_usual=False
            ),
        ),
        keys=pairing_keys,
        rows=pairing_lines,
        sorts=(("newest", gettext_lazy("后结对的在前")), ("due", gettext_lazy("该先看望的在前"))),
        filters=PairingFilters,
        legend=(
            (gettext_lazy("撤回同意的"), gettext_lazy("从撤回那天起，哪一天的台账里都没有。")),
            NOT_HERE,
        ),
        note_taken=noting(Pairing),
        about=gettext_lazy("一对一行：谁帮谁，看望过几次。"),
        order=71,
    )
)

VISITS = declare_ledger(
    LedgerKind(
        code="care_visits",
        label=gettext_lazy("看望台账"),
        permission=PERMISSION,
        personal_permission=PERSONAL,
        columns=(
            LedgerColumn("on", gettext_lazy("哪天"), 12, lambda line: timezone.localdate(line.thing.visited_at)),
            *WHO,
            LedgerColumn("by", gettext_lazy("谁去的"), 10, lambda line: line.thing.visited_by.name),
            LedgerColumn("mode", gettext_lazy("怎样看望的"), 10, lambda line: line.thing.get_mode_display()),
            LedgerColumn(
                "unchanged",
                gettext_lazy("情况没变"),
                8,
                lambda line: pgettext("表格", "是") if line.thing.is_unchanged else "",
            ),
            LedgerColumn("case", gettext_lazy("由此登记的事"), 16, lambda line: line.thing.number or ""),
        ),
        keys=visit_keys,
        rows=visit_lines,
        sorts=(("oldest", gettext_lazy("先去的在前")), ("newest", gettext_lazy("后去的在前"))),
        filters=VisitFilters,
        legend=(NOT_HERE,),
        note_taken=noting(Visit),
        about=gettext_lazy("一次看望一行，撤回的不算；不写从哪天起，就是当年一月一日起。"),
        order=72,
    )
)
