"""What a theme asks for, who took on what, and the records that keep it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.accounts.models import User
from linli.activities.models import Activity
from linli.activities.queries.lists import seen_by
from linli.care.models import Visit
from linli.cases.models import Case
from linli.residents.models import Unit
from linli.residents.queries import unit_ids_of
from linli.web.paging import Leaf

from .models import RECORDS, Item, Kept, Pledge, Theme
from .shipped import Shipped, shipped

A_PAGE = 20
KIND_NAMES = {"visit": gettext_lazy("看望"), "activity": gettext_lazy("活动"), "case": gettext_lazy("诉求")}


@dataclass(frozen=True)
class Group:
    sign: str
    items: list[Item]


@dataclass(frozen=True)
class Line:
    """A record as a pledge shows it. `url` is blank for who may not open it; its text then says only what it is."""

    kind: str
    label: str
    text: str
    on: date | None
    url: str
    key: int


def themes_of(user: User) -> list[Theme]:
    """Return the themes of the communities of `user`, newest first, with how many pledges are running."""
    running = Count("pledges", filter=Q(pledges__ended_on=None))
    return list(Theme.objects.visible_to(user).annotate(running=running).select_related("community"))


def not_begun(community_id: int) -> list[Shipped]:
    begun = set(Theme.objects.filter(community=community_id).exclude(code="").values_list("code", flat=True))
    return [each for code, each in shipped().items() if code not in begun]


def groups_of(theme: Theme) -> list[Group]:
    """Return the items of a theme by their group, each with how many pledges there are for it."""
    counted = Count("pledges", filter=Q(pledges__ended_on=None))
    found: dict[str, list[Item]] = {}
    for item in theme.items.annotate(running=counted).order_by("pk"):
        found.setdefault(item.group, []).append(item)
    return [Group(sign, items) for sign, items in found.items()]


def pledges_of(theme: Theme, user: User, *, show: str = "", item: str = "", number: int = 1) -> Leaf[Pledge]:
    """Return a page of pledges: running, ended, or those of `user` (`show` ended | mine), newest first."""
    rows = Pledge.objects.visible_to(user).filter(theme=theme)
    if show == "mine":
        rows = rows.of(user)
    else:
        rows = rows.filter(ended_on__isnull=show != "ended")
    if item.isdigit():
        rows = rows.filter(item=int(item))
    rows = rows.select_related("item", "unit", "person").annotate(times=Count("kept"))
    begin = (number - 1) * A_PAGE
    found = list(rows[begin : begin + A_PAGE + 1])
    return Leaf(found[:A_PAGE], number, len(found) > A_PAGE)


def units_for(user: User, community_id: int) -> QuerySet[Unit]:
    """Return the units `user` may pledge for: all for who keeps the campaign, else those they sign in for."""
    units = Unit.objects.filter(community=community_id, left_on=None)
    return units if user.has_perm("programmes.begin_theme") else units.filter(pk__in=unit_ids_of(user))


def _records(kind: str, user: User) -> QuerySet[Any]:
    """Return the records of a kind that `user` may see."""
    if kind == "visit":
        return Visit.objects.visible_to(user).that_count()
    return seen_by(user).filter(started_at__isnull=False) if kind == "activity" else Case.objects.visible_to(user)


def _line(record: Any, *, may_open: bool = True) -> Line:
    """Return how a record reads. Of a visit no name and no word is shown here: they stand behind its own door."""
    if isinstance(record, Visit):
        url = reverse("care:visit", args=[record.pk])
        text, on, kind = record.get_mode_display(), record.visited_at, "visit"
    elif isinstance(record, Activity):
        url = reverse("activities:activity", args=[record.pk])
        text, on, kind = record.title, record.started_at or record.starts_at, "activity"
    else:
        url = reverse("cases:detail", args=[record.number])
        text, on, kind = f"{record.number} {record.title if may_open else ''}".strip(), record.received_at, "case"
    return Line(kind, str(KIND_NAMES[kind]), text, _day(on), url if may_open else "", record.pk)


def _day(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None


def lines_of(pledge: Pledge, user: User) -> list[tuple[Kept, Line]]:
    """Return the records that keep a pledge, newest first; each opens for who may see it where it stands."""
    kept = list(pledge.kept.select_related("visit", "activity", "case"))
    open_to = {
        kind: set(_records(kind, user).filter(pk__in=keys).values_list("pk", flat=True))
        for kind in RECORDS
        if (keys := [each.record.pk for each in kept if each.kind == kind])
    }
    return [(each, _line(each.record, may_open=each.record.pk in open_to[each.kind])) for each in kept]


def to_join(pledge: Pledge, user: User, *, kind: str, words: str = "") -> list[Line]:
    """Return the newest records of a kind since the pledge began that may be joined to it; `words` narrow them."""
    rows = _records(kind, user).filter(community=pledge.community_id)
    if kind == "visit":
        rows = rows.filter(visited_at__date__gte=pledge.from_on).order_by("-visited_at", "-pk")
        rows = rows.filter(pairing__helper_unit=pledge.unit) if pledge.unit_id else rows
        if words:
            rows = rows.filter(person__name__contains=words)
    elif kind == "activity":
        rows = rows.filter(starts_at__date__gte=pledge.from_on).order_by("-starts_at", "-pk")
        rows = rows.filter(title__contains=words) if words else rows
    else:
        rows = rows.filter(received_at__date__gte=pledge.from_on).order_by("-received_at", "-pk")
        rows = rows.filter(Q(number__contains=words) | Q(title__contains=words)) if words else rows
    already = Kept.objects.filter(pledge=pledge, **{f"{kind}__isnull": False}).values(kind)
    return [_line(row) for row in rows.exclude(pk__in=already)[:A_PAGE]]


def record_for(user: User, kind: str, key: int) -> Any:
    """Return the record of a kind and key, or None where `user` may not see it."""
    return _records(kind, user).filter(pk=key).first() if kind in RECORDS else None


def sign_names(signs: Iterable[tuple[str, int]]) -> str:
    """Return groups in words: 包 4 项、帮 4 项."""
    return "、".join(_("{group} {many} 项").format(group=sign, many=many) for sign, many in signs)
