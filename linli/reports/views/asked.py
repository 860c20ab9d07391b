"""What a reader asked for, out of an address: whose figures, of which days, as of when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.accounts.doors import SignedInRequest
from linli.cases.models import Channel
from linli.territory.models import Community, Zone

from ..forms import PeriodForm
from ..rules import readable_community_ids
from ..scope import NO_ZONE, Scope


@dataclass(frozen=True)
class Asked:
    """`communities` are all the reader may choose from, `chosen` those asked for; no scope: the days were wrong."""

    form: PeriodForm
    communities: list[Community]
    chosen: list[Community]
    scope: Scope | None

    @property
    def place(self) -> str:
        return _("、").join(community.name for community in self.chosen)

    def rows_url(self, code: str, scope: Scope, part: str = "", **narrows: Any) -> str:
        """Return where the rows of a number stand: the same days and communities, as of the very same moment."""
        query: dict[str, Any] = {"from": scope.window.from_on, "to": scope.window.to_on, **narrows}
        if len(self.chosen) < len(self.communities):
            query["community"] = self.chosen[0].pk
        if part:
            query["part"] = part
        query["as_of"] = scope.as_of.isoformat()
        return f"{reverse('reports:rows', args=[code])}?{urlencode(query)}"


def asked(request: SignedInRequest, *, may_narrow: bool = False) -> Asked:
    """Read the address. Somebody else's community raises Http404.

    With `may_narrow` it may also name one zone or channel (a line of a table); one that is not there raises Http404.
    """
    now = timezone.localtime()
    communities = list(Community.objects.filter(pk__in=readable_community_ids(request.user)).order_by("pk"))
    chosen = _chosen(communities, request.GET.get("community", "").strip())
    query = request.GET.copy()
    if len(chosen) < len(communities):
        query["community"] = str(chosen[0].pk)  # it may have been named by its name
    form = PeriodForm(query, communities=communities, today=now.date())
    scope = None
    if form.is_valid():
        ids = frozenset(community.pk for community in chosen)
        narrows = _narrows(request, ids) if may_narrow else {}
        scope = Scope(ids, form.window, _moment(request.GET.get("as_of", ""), now), **narrows)
    return Asked(form, communities, chosen, scope)


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


def _narrows(request: SignedInRequest, community_ids: frozenset[int]) -> dict[str, Any]:
    narrows: dict[str, Any] = {}
    if zone := request.GET.get("zone", ""):
        known = zone.isascii() and zone.isdigit() and len(zone) < 10
        if not known or not (int(zone) == NO_ZONE or _zones(community_ids).filter(pk=int(zone)).exists()):
            raise Http404
        narrows["zone_id"] = int(zone)
    if channel := request.GET.get("channel", ""):
        if channel not in Channel.values:
            raise Http404
        narrows["channel"] = channel
    return narrows


def _zones(community_ids: frozenset[int]) -> Any:
    return Zone.objects.filter(community__in=community_ids)
