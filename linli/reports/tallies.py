"""What every tally counts: rows of a population that satisfy a condition. Figures are sums of tallies.

A tally is something that can be added up case by case: a rate is divided only when it is read. What cannot be added up
(distinct persons) has no tally and is counted anew from the rows; medians are read from counters kept by the minute.
"""

from django.db.models import Q

from linli.cases.models import NOT_HANDLED_HERE, UNHAPPY, BreachReason, Channel, Promise, Satisfaction

from .models import TALLIES
from .populations import ARRIVALS, CALLBACKS, CASES, CONTACTS, MISSED_CASES, PROMISES, Population, Standing

_ARRIVE, _RESOLVE = Q(kind=Promise.Kind.ARRIVE), Q(kind=Promise.Kind.RESOLVE)
_REACHED = Q(reached=True)
_HAPPY = tuple(each for each in Satisfaction if each not in UNHAPPY)


def _stands(standing: str) -> Q:
    return Q(standing=standing)


MEANS: dict[str, tuple[Population, Q]] = {
    "received": (CASES, Q()),
    "ended": (CASES, ~Q(ending="")),
    "hotline_ended": (CASES, Q(channel=Channel.HOTLINE) & ~Q(ending="")),
    "letters_and_visits": (CASES, Q(channel__in=(Channel.LETTER, Channel.VISIT)) & ~Q(ending__in=NOT_HANDLED_HERE)),
    "missed": (MISSED_CASES, Q()),
    "missed_unfinished": (MISSED_CASES, Q(ending="")),
    "arrive_kept": (PROMISES, _ARRIVE & _stands(Standing.KEPT)),
    "arrive_missed": (PROMISES, _ARRIVE & _stands(Standing.MISSED)),
    "arrive_excluded": (PROMISES, _ARRIVE & _stands(Standing.EXCLUDED)),
    "arrive_waived": (PROMISES, _ARRIVE & _stands(Standing.WAIVED)),
    "arrive_waiting": (PROMISES, _ARRIVE & _stands(Standing.WAITING)),
    "arrive_corrected": (PROMISES, _ARRIVE & _stands(Standing.KEPT) & Q(corrected_at__isnull=False)),
    "resolve_kept": (PROMISES, _RESOLVE & _stands(Standing.KEPT)),
    "resolve_missed": (PROMISES, _RESOLVE & _stands(Standing.MISSED)),
    "resolve_waiting": (PROMISES, _RESOLVE & _stands(Standing.WAITING)),
    **{
        f"told_{outcome.value}": (PROMISES, _RESOLVE & _stands(Standing.EXCLUDED) & Q(ending=outcome))
        for outcome in NOT_HANDLED_HERE
    },
    "contact_kept": (CONTACTS, _stands(Standing.KEPT)),
    "contact_missed": (CONTACTS, _stands(Standing.MISSED)),
    "contact_excluded": (CONTACTS, _stands(Standing.EXCLUDED)),
    "contact_waiting": (CONTACTS, _stands(Standing.WAITING)),
    "said_nothing": (CALLBACKS, Q(reached=False)),
    "said_resolved": (CALLBACKS, _REACHED & Q(resolved=True)),
    "said_unresolved": (CALLBACKS, _REACHED & Q(resolved=False)),
    "said_happy": (CALLBACKS, _REACHED & Q(satisfaction__in=_HAPPY)),
    "said_unhappy": (CALLBACKS, _REACHED & Q(satisfaction__in=UNHAPPY)),
    "said_no_opinion": (CALLBACKS, _REACHED & Q(satisfaction="")),
    "arrivals_added": (ARRIVALS, Q(was_added_later=True)),
    **{
        f"late_{code}": (PROMISES, _stands(Standing.MISSED) & Q(breach_reason__code=code))
        for code in BreachReason.Code.values
    },
    "late_unexplained": (PROMISES, _stands(Standing.MISSED) & Q(breach_reason=None)),
}
TOLD = tuple(f"told_{outcome.value}" for outcome in NOT_HANDLED_HERE)

if tuple(MEANS) != TALLIES:
    raise RuntimeError("every column of a counter needs its meaning here, in the same order")
