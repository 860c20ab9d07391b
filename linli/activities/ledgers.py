"""活动台账 and 参加活动台账: one row an activity, one row a person and activity, up to a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.residents.actions.readings import note_copies
from linli.sheets.models import ExportRun
from linli.sheets.registry import Asked, Filters, LedgerColumn, LedgerKind, declare_ledger
from linli.web.masks import mask_name
from linli.web.widgets import DayInput

from .models import Activity, Attendance
from .models.kinds import kinds
from .queries import Counts, counts_of
from .queries.lists import midnight, seen_by


@dataclass(frozen=True)
class ActivityLine:
    activity: Activity
    counts: Counts
    standing: str


class ActivityFilters(Filters):
    """Since when, of which kind, held or all."""

    since = forms.DateField(label=gettext_lazy("从哪天起"), required=False, widget=DayInput)
    kind = forms.ChoiceField(label=gettext_lazy("类别"), required=False)
    only_held = forms.BooleanField(label=gettext_lazy("只要办过的"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(kind.code, kind.label) for kind in kinds().values()]
        cast("forms.ChoiceField", self.fields["kind"]).choices = [("", _("全部类别")), *choices]


WORDS = {  # catalogue: data
    "on": ("活动日期", "时间"),  # catalogue: data
    "title": ("活动名称", "主题"),  # catalogue: data
    "place": ("活动地点",),  # catalogue: data
    "came": ("参加人数", "实到"),  # catalogue: data
    "summary": ("活动内容",),  # catalogue: data
}
"""Other words people write over these columns."""


def _column(code: str, label: Any, width: int, read: Any, **more: Any) -> LedgerColumn:
    return LedgerColumn(code, label, width, read, words=WORDS.get(code, ()), **more)


def _wanted(asked: Asked) -> QuerySet[Activity]:
    rows = seen_by(asked.user).filter(community=asked.community)
    rows = rows.filter(starts_at__lt=midnight(asked.as_of + timedelta(days=1)))
    since = asked.filters.get("since") or date(asked.as_of.year, 1, 1)
    rows = rows.filter(starts_at__gte=midnight(since))
    if asked.filters.get("kind"):
        rows = rows.filter(kinds__contains=[asked.filters["kind"]])
    return rows.filter(started_at__isnull=False) if asked.filters.get("only_held") else rows


def activity_keys(asked: Asked) -> list[int]:
    order = ("-starts_at", "-pk") if asked.sort == "newest" else ("starts_at", "pk")
    return list(_wanted(asked).order_by(*order).values_list("pk", flat=True))


def activity_lines(asked: Asked, keys: Sequence[int]) -> list[ActivityLine]:
    rows = {row.pk: row for row in Activity.objects.filter(pk__among=keys).select_related("door__lane", "host")}
    counted = counts_of(keys)
    until = midnight(asked.as_of + timedelta(days=1))
    return [
        ActivityLine(rows[key], counted[key], str(rows[key].standing_at(until).label)) for key in keys if key in rows
    ]


def attendance_keys(asked: Asked) -> list[int]:
    rows = Attendance.objects.filter(activity__in=_wanted(asked).filter(started_at__isnull=False).values("pk"))
    order = ("person__pinyin", "person__name") if asked.sort == "person" else ("activity__started_at", "activity")
    return list(rows.order_by(*order, "pk").values_list("pk", flat=True))


def attendance_lines(asked: Asked, keys: Sequence[int]) -> list[Attendance]:
    rows = Attendance.objects.filter(pk__among=keys).select_related("activity__door__lane", "person")
    found = {row.pk: row for row in rows}
    return [found[key] for key in keys if key in found]


def note_people(run: ExportRun, keys: Sequence[int]) -> None:
    """Let each of these people find who took their data away, and what for."""
    people = Attendance.objects.filter(pk__in=list(keys)).values_list("person_id", flat=True)
    note_copies(sorted(set(people)), run)


def _day(activity: Activity) -> date:
    return timezone.localdate(activity.started_at or activity.starts_at)


def _hours(activity: Activity) -> str:
    since, until = activity.started_at or activity.starts_at, activity.ended_at or activity.ends_at
    return f"{timezone.localtime(since):%H:%M}–{timezone.localtime(until):%H:%M}"


ACTIVITIES = declare_ledger(
    LedgerKind(
        code="activities",
        label=gettext_lazy("活动台账"),
        permission="activities.take_ledger",
        personal_permission="activities.take_ledger",
        columns=(
            _column("on", gettext_lazy("日期"), 12, lambda row: _day(row.activity)),
            LedgerColumn("hours", gettext_lazy("时间"), 14, lambda row: _hours(row.activity)),
            _column("title", gettext_lazy("名称"), 26, lambda row: row.activity.title),
            LedgerColumn("kinds", gettext_lazy("类别"), 18, lambda row: _("、").join(row.activity.kind_labels)),
            _column("place", gettext_lazy("地点"), 18, lambda row: row.activity.where),
            LedgerColumn("origin", gettext_lazy("谁组织的"), 18, lambda row: row.activity.origin_label, is_usual=False),
            LedgerColumn("host", gettext_lazy("主持人"), 10, lambda row: str(row.activity.host or ""), is_usual=False),
            LedgerColumn("standing", gettext_lazy("办没办"), 10, lambda row: row.standing),
            LedgerColumn(
                "sessions", gettext_lazy("场次"), 6, lambda row: row.activity.sessions if row.activity.is_held else 0
            ),
            LedgerColumn("expected", gettext_lazy("应到"), 6, lambda row: row.counts.expected, is_usual=False),
            _column("came", gettext_lazy("人次"), 6, lambda row: row.counts.came),
            LedgerColumn("guests", gettext_lazy("其中来客"), 8, lambda row: row.counts.guests, is_usual=False),
            LedgerColumn("excused", gettext_lazy("请假"), 6, lambda row: row.counts.excused, is_usual=False),
            LedgerColumn("helped", gettext_lazy("帮助了多少人"), 8, lambda row: row.activity.helped, is_usual=False),
            _column("summary", gettext_lazy("主要内容"), 40, lambda row: row.activity.summary),
            LedgerColumn("decisions", gettext_lazy("决议"), 30, lambda row: row.activity.decisions, is_usual=False),
        ),
        keys=activity_keys,
        rows=activity_lines,
        sorts=(("oldest", gettext_lazy("先办的在前")), ("newest", gettext_lazy("后办的在前"))),
        filters=ActivityFilters,
        legend=(
            (gettext_lazy("场次"), gettext_lazy("办过并写了记录的才算；连办几天、每天都算的，按写的场数。")),
            (gettext_lazy("人次"), gettext_lazy("到场的居民和来客，一人一场算一次。")),
        ),
        about=gettext_lazy("一次活动一行；不写从哪天起，就是当年一月一日起。"),
        order=60,
    )
)

ATTENDANCE = declare_ledger(
    LedgerKind(
        code="attendance",
        label=gettext_lazy("参加活动台账"),
        permission="activities.take_ledger",
        personal_permission="residents.take_personal",
        columns=(
            LedgerColumn("on", gettext_lazy("日期"), 12, lambda row: _day(row.activity)),
            LedgerColumn("title", gettext_lazy("活动"), 26, lambda row: row.activity.title),
            LedgerColumn(
                "person",
                gettext_lazy("姓名"),
                10,
                lambda row: row.person.name,
                is_personal=True,
                covered=lambda row: mask_name(row.person.name),
            ),
            LedgerColumn("state", gettext_lazy("到没到"), 8, lambda row: row.get_state_display()),
            LedgerColumn("how", gettext_lazy("怎么记的"), 10, lambda row: row.get_how_display(), is_usual=False),
            LedgerColumn("reason", gettext_lazy("请假原因"), 20, lambda row: row.reason, is_personal=True),
        ),
        keys=attendance_keys,
        rows=attendance_lines,
        sorts=(("activity", gettext_lazy("按活动")), ("person", gettext_lazy("按姓名拼音"))),
        filters=ActivityFilters,
        note_taken=note_people,
        about=gettext_lazy("一个人参加一次一行，只有办过的；来客不在里面。"),
        order=61,
    )
)
