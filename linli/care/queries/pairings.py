"""Pairings as a list."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from linli.accounts.models import User
from linli.residents.models import HouseholdMember, Person
from linli.web.paging import Leaf

from ..models import Pairing
from .people import called
from .whom import Whom, key_of, whom

A_PAGE = 40


@dataclass(frozen=True)
class PairingLine:
    pairing: Pairing
    whom: Whom
    is_late: bool


def pairings_page(
    user: User, today: date, *, ended: bool = False, words: str = "", number: int = 1
) -> Leaf[PairingLine]:
    """Return a page of pairings, those due soonest first, or those that ended, the last first."""
    pairings = Pairing.objects.visible_to(user).filter(ends_on__isnull=not ended)
    if words := words.strip():
        meant = Person.objects.filter(called(words)).values("pk")
        living = HouseholdMember.objects.filter(person__in=meant, until_on=None).values("household")
        found = Q(person__in=meant) | Q(household__in=living) | Q(helper_person__in=meant)
        pairings = pairings.filter(found | Q(helper_unit__name__contains=words) | Q(helper_team__contains=words))
    order = ("-ends_on", "-pk") if ended else ("next_visit_on", "pk")
    begin = (number - 1) * A_PAGE
    wanted = pairings.select_related("helper_person", "helper_unit", "consent").order_by(*order)
    rows = list(wanted[begin : begin + A_PAGE + 1])
    named = whom(rows[:A_PAGE], user, today)
    lines = [PairingLine(row, named[key_of(row)], row.is_late(today)) for row in rows[:A_PAGE]]
    return Leaf(lines, number, len(rows) > A_PAGE)
