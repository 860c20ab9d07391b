"""我的责任区: what a keeper opens in the morning."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from linli.accounts.models import Duty, User
from linli.cases.models import Case
from linli.residents.models import Household
from linli.territory.models import Door, Zone
from linli.web.paging import Leaf

from .due import Due, visits_due
from .people import people_of_groups, zone_totals
from .whom import Whom

RECENT = 6
IN_A_MONTH = 12


@dataclass(frozen=True)
class ZoneHome:
    zone: Zone
    places: list[str]
    households: int
    keepers: list[Duty]
    open_cases: int
    dues: Leaf[Due]
    groups: list[tuple[str, str, int]]
    people: list[Whom]
    recent: list[Case]


def zone_home(zone: Zone, user: User, today: date) -> ZoneHome:
    """Return the keeper's page of a zone; a fixed number of queries."""
    cases = Case.objects.visible_to(user).filter(zone=zone)
    keepers = Duty.objects.in_force(today).filter(zone=zone, user__is_active=True).select_related("user")
    homes = Household.objects.visible_to(user).filter(until_on=None, dwelling__door__zone=zone)
    return ZoneHome(
        zone=zone,
        places=places_of(zone),
        households=homes.count(),
        keepers=list(keepers),
        open_cases=cases.open().count(),
        dues=visits_due(user, today, until=end_of_month(today), size=IN_A_MONTH),
        groups=zone_totals(zone.pk, user),
        people=people_of_groups(user, today, zone=zone.pk).rows[:IN_A_MONTH],
        recent=list(cases.whole_matters().order_by("-received_at", "-pk")[:RECENT]),
    )


def end_of_month(today: date) -> date:
    return today.replace(day=monthrange(today.year, today.month)[1])


def places_of(zone: Zone) -> list[str]:
    """Return the lanes of a zone with the numbers that lie in it: 建安街 1—88."""
    doors = Door.objects.filter(zone=zone, community=zone.community_id).order_by("lane__name", "lane", "number")
    numbers = doors.values_list("lane__name", "number")
    said = []
    for lane, found in groupby(numbers, key=lambda line: line[0]):
        known = [number for _lane, number in found]
        said.append(f"{lane} {known[0]}—{known[-1]}" if len(known) > 1 else f"{lane} {known[0]}")
    return said
