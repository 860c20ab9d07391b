"""What a reader asked for, out of an address: whose figures, of which days, as of when."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from linli.accounts.doors import SignedInRequest
from linli.accounts.models import User
from linli.cases.models import Category, Channel, Urgency
from linli.territory.models import Community, Lane, Zone

from ..forms import PeriodForm
from ..rules import readable_community_ids
from ..scope import NO_ZONE, Scope, Window


@dataclass(frozen=True)
class Asked:
    """`communities` are all the reader may choose from, `chosen` those asked for; no scope: the days were wrong."""

    form: PeriodForm
    communities: list[Community]
    chosen: list[Community]
    scope: Scope | None
    narrowed: dict[str, str] = field(default_factory=dict)
    person_id: int | None = None

    @property
    def place(self) -> str:
        return _("、").join(community.name for community in self.chosen)

    def rows_url(self, code: str, scope: Scope, part: str = "", **narrows: Any) -> str:
        """Return where the rows of a number stand: the same days and communities, as of the very same moment."""
        window = Window(narrows.pop("from", scope.window.from_on), narrows.pop("to", scope.window.to_on))
        query = f"{window.from_on:from=%Y-%m-%d}&{window.to_on:to=%Y-%m-%d}&{self._same_for_all}"
        named = {**self.narrowed, **narrows, **({"part": part} if part else {})}
        more = f"&{urlencode(named)}" if named else ""
        return f"{self._rows_of(code)}?{query}{more}"

    @cached_property
    def _same_for_all(self) -> str:
        """What every address of the page ends with; a page has more than a hundred of them."""
        query: dict[str, Any] = {"community": self.chosen[0].pk} if len(self.chosen) < len(self.communities) else {}
        if self.scope:
            query["as_of"] = self.scope.as_of.isoformat()
        return urlencode(query)

    def _rows_of(self, code: str) -> str:
        if self.person_id:
            return reverse("reports:person_rows", args=[self.person_id, code])
        return _rows_address(code)


def asked(request: SignedInRequest, *, may_narrow: bool = False, person: User | None = None) -> Asked:
    """Read the address. Somebody else's community raises Http404.

    Of a `person` only what they handle is asked about, in the communities the reader acts in.

    With `may_narrow` it may also name a zone, channel, category, urgency, hour or weekday (a line of a table); one that
    is not there raises Http404.
    """
    now = timezone.localtime()
    readable = request.user.community_ids if person else readable_community_ids(request.user)
    communities = list(Community.objects.filter(pk__in=readable).order_by("pk"))
    chosen = _chosen(communities, request.GET.get("community", "").strip())
    query = request.GET.copy()
    if len(chosen) < len(communities):
        query["community"] = str(chosen[0].pk)  # it may have been named by its name
    form = PeriodForm(query, communities=communities, today=now.date())
    scope, narrowed = None, {}
    if form.is_valid():
        ids = frozenset(community.pk for community in chosen)
        narrows = narrows_of(request.GET, ids) if may_narrow else {}
        if person:
            narrows["handler_id"] = person.pk
        scope = Scope(ids, form.window, _moment(request.GET.get("as_of", ""), now), **narrows)
        narrowed = {name: request.GET[name] for name in NARROWING if may_narrow and request.GET.get(name)}
    return Asked(form, communities, chosen, scope, narrowed, person.pk if person else None)


def _chosen(communities: list[Community], named: str) -> list[Community]:
    """Return the community named by key or name; all of them when none is named."""
    if not named:
        return communities
    found = [community for community in communities if named in (str(community.pk), community.name)]
    if not found:
        raise Http404
    return found


def _moment(text: str, now: datetime) -> datetime:
    """Return the moment in `text`; now, when there is none or it has not come."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return now
    return min(moment if timezone.is_aware(moment) else timezone.make_aware(moment), now)


def narrows_of(given: Mapping[str, str], community_ids: frozenset[int]) -> dict[str, Any]:
    """Return what an address narrows a scope to; whatever is not there raises Http404."""
    narrows: dict[str, Any] = {}
    for name, read in _READ.items():
        if value := given.get(name, ""):
            narrows |= read(value, community_ids)
    return narrows


def _zone(value: str, community_ids: frozenset[int]) -> dict[str, Any]:
    pk = _number(value, NO_ZONE)
    if pk != NO_ZONE and not Zone.objects.filter(community__in=community_ids, pk=pk).exists():
        raise Http404
    return {"zone_id": pk}


def _category(value: str, _community_ids: frozenset[int]) -> dict[str, Any]:
    pk = _number(value)
    ids = frozenset(Category.objects.filter(Q(pk=pk) | Q(parent=pk)).values_list("pk", flat=True))
    if pk not in ids:
        raise Http404
    return {"category_ids": ids}


def _lane(value: str, community_ids: frozenset[int]) -> dict[str, Any]:
    pk = _number(value)
    if not Lane.objects.filter(community__in=community_ids, pk=pk).exists():
        raise Http404
    return {"lane_id": pk}


def _one_of(name: str, known: list[str]) -> Callable[[str, frozenset[int]], dict[str, Any]]:
    def read(value: str, _community_ids: frozenset[int]) -> dict[str, Any]:
        if value not in known:
            raise Http404
        return {name: value}

    return read


def _number(text: str, first: int = 1, last: int = 10**9) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10 and first <= int(text) <= last):
        raise Http404
    return int(text)


_READ: dict[str, Callable[[str, frozenset[int]], dict[str, Any]]] = {
    "zone": _zone,
    "channel": _one_of("channel", Channel.values),
    "category": _category,
    "urgency": _one_of("urgency", Urgency.values),
    "hour": lambda value, _ids: {"hour": _number(value, 0, 23)},
    "weekday": lambda value, _ids: {"weekday": _number(value, 1, 7)},
    "lane": _lane,
    "place": lambda value, _ids: {"place": value[:200]},
}
NARROWING = tuple(_READ)


@cache
def _rows_address(code: str) -> str:
    return reverse("reports:rows", args=[code])


def narrowed_to(scope: Scope) -> list[str]:
    """Say what a scope is narrowed to, one sentence for each."""
    said = []
    if scope.zone_id == NO_ZONE:
        said.append(_("只看不在责任区里的"))
    elif scope.zone_id is not None:
        zone = Zone.objects.get(pk=scope.zone_id)
        said.append(_("只看责任区「{number} {name}」").format(number=zone.number, name=zone.name))
    if scope.channel:
        said.append(_("只看来路「{what}」").format(what=Channel(scope.channel).label))
    if scope.category_ids:
        named = Category.objects.filter(pk__in=scope.category_ids).select_related("parent").order_by("parent_id", "pk")
        top = next((each for each in named if each.parent_id not in scope.category_ids), None)
        said.append(_("只看归类「{what}」").format(what=top))
    if scope.urgency:
        said.append(_("只看「{what}」").format(what=Urgency(scope.urgency).label))
    if scope.hour is not None:
        said.append(_("只看 {first}–{last} 时接到的").format(first=scope.hour, last=scope.hour + 1))
    if scope.lane_id is not None:
        said.append(_("只看「{what}」").format(what=Lane.objects.get(pk=scope.lane_id)))
    if scope.place:
        said.append(_("只看「{what}」").format(what=scope.place))
    if scope.weekday is not None:
        said.append(_("只看{day}接到的").format(day=WEEKDAYS[scope.weekday - 1]))
    return said
