"""The rows there are to count, each named with the words metrics choose among them by.

Everything that comes of a case belongs to the day the case was received (按接到时间统计), so that numerators,
denominators and exclusions of one page speak of the same appeals. Deeds belong to the day they were done.

Every row has `counted_at`, the moment lists are ordered by. `ending` is how a case (or one round of it) had ended by
`as_of`, blank while it was open. `standing` puts every promise in exactly one place, see Standing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case as Choose
from django.db.models import (
    CharField,
    DateTimeField,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce

from linli.cases.models import (
    NOT_HANDLED_HERE,
    Arrival,
    Callback,
    Case,
    Closure,
    GoodDeed,
    NotCounted,
    Promise,
    Reopening,
    Status,
)
from linli.worktime.arithmetic import BEIJING

from .scope import NO_ZONE, Scope


class Standing:
    """Where a promise stands at `as_of`: exactly one of these."""

    KEPT = "kept"
    MISSED = "missed"  # the due moment passed, whether or not the sweep has written it down
    EXCLUDED = "excluded"  # the round ended as one of the six kinds of matter not handled here
    WAIVED = "waived"  # nobody had to come, and that was clear before the due moment
    WAITING = "waiting"  # not due yet, or paused


@dataclass(frozen=True)
class Population:
    """`name` says it in the program's words; `rows` gives everything there is to count in a scope."""

    name: str
    rows: Callable[[Scope], QuerySet[Any]]


def cases(scope: Scope) -> QuerySet[Any]:
    """Cases received in the window."""
    reopened = Reopening.objects.filter(case=OuterRef("case"), round=OuterRef("round") + 1, at__lte=scope.as_of)
    last_word = Closure.objects.filter(~Exists(reopened), case=OuterRef("pk"), at__lte=scope.as_of)
    ending = Coalesce(Subquery(last_word.values("outcome")[:1]), Value(""), output_field=CharField())
    return Case.objects.filter(_received(scope)).annotate(counted_at=F("received_at"), ending=ending)


def missed_cases(scope: Scope) -> QuerySet[Any]:
    """Cases received in the window of which a promise was missed."""
    missed = promises(scope).filter(standing=Standing.MISSED)
    return cases(scope).filter(pk__in=missed.values("case"))


def promises(scope: Scope) -> QuerySet[Any]:
    """Promises made to cases received in the window, both kinds; a case reopened has been promised anew."""
    as_of, judged_at = scope.as_of, scope.judged_at
    broken_or_running = Q(broken_at__isnull=False) | Q(kept_at=None, waived_at=None, paused_at=None)
    return _with_standing(
        _made(scope),
        When(kept_at__lte=as_of, then=Value(Standing.KEPT)),
        When(broken_or_running & Q(due_at__lt=judged_at), then=Value(Standing.MISSED)),
        When(waived_at__lte=as_of, then=Value(Standing.WAIVED)),
    )


def contacts(scope: Scope) -> QuerySet[Any]:
    """The first resolution promise of each case, standing by whether the resident had been answered when it was due."""
    as_of, judged_at = scope.as_of, scope.judged_at
    answered = Q(case__contacted_at__lte=as_of) & Q(case__contacted_at__lte=F("due_at"))
    rests = Q(paused_at__isnull=False, kept_at=None, broken_at=None)
    return _with_standing(
        _made(scope).filter(kind=Promise.Kind.RESOLVE, round=1),
        When(answered, then=Value(Standing.KEPT)),
        When(~rests & Q(due_at__lt=judged_at), then=Value(Standing.MISSED)),
    )


def _made(scope: Scope) -> QuerySet[Any]:
    closed = Q(case__closures__round=F("round"), case__closures__at__lte=scope.as_of)
    rows = Promise.objects.filter(_received(scope, "case__"), made_at__lte=scope.as_of)
    rows = rows.annotate(closure=FilteredRelation("case__closures", condition=closed))
    return rows.annotate(counted_at=F("case__received_at"), ending=Coalesce(F("closure__outcome"), Value("")))


def _with_standing(rows: QuerySet[Any], *whens: When) -> QuerySet[Any]:
    """The first of `whens` that is true; before all of them comes how the round ended, after them that it goes on."""
    told = When(ending__in=NOT_HANDLED_HERE, then=Value(Standing.EXCLUDED))
    standing = Choose(told, *whens, default=Value(Standing.WAITING), output_field=CharField())
    return rows.annotate(standing=standing)


def callbacks(scope: Scope) -> QuerySet[Any]:
    """The last attempt to call back for each round: the answered one, where one was answered."""
    same_round = Callback.objects.filter(case=OuterRef("case"), round=OuterRef("round"), at__lte=scope.as_of)
    answered = Q(reached__gt=OuterRef("reached"))  # an answered one stands before any attempt nobody answered
    later = same_round.filter(answered | Q(reached=OuterRef("reached"), attempt__gt=OuterRef("attempt")))
    rows = Callback.objects.filter(_received(scope, "case__"), ~Exists(later), at__lte=scope.as_of)
    return rows.annotate(counted_at=F("case__received_at"))


def arrivals(scope: Scope) -> QuerySet[Any]:
    """Everybody's arrivals at cases received in the window."""
    rows = Arrival.objects.filter(_received(scope, "case__"), at__lte=scope.as_of)
    return rows.annotate(counted_at=F("case__received_at"))


def deeds(scope: Scope) -> QuerySet[Any]:
    """Good deeds done in the window."""
    today = scope.as_of.astimezone(BEIJING).date()
    rows = GoodDeed.objects.filter(
        _narrowed(scope, "case__"),
        community__in=scope.community_ids,
        done_on__range=(scope.window.from_on, min(scope.window.to_on, today)),
    )
    return rows.annotate(counted_at=Cast("done_on", DateTimeField()))


CASES = Population("cases", cases)
MISSED_CASES = Population("missed_cases", missed_cases)
PROMISES = Population("promises", promises)
CONTACTS = Population("contacts", contacts)
CALLBACKS = Population("callbacks", callbacks)
ARRIVALS = Population("arrivals", arrivals)
DEEDS = Population("deeds", deeds)


def _received(scope: Scope, path: str = "") -> Q:
    """Received in the window and by `as_of`, and counted; `path` leads from the row to its case.

    Served by cases_by_arrival. A wrong number or a test counts nowhere. One 件 a matter (`whole_matters`): what was
    merged is counted where it went, a part with its whole.
    """
    window = scope.window
    uncounted = NotCounted.objects.filter(
        case=OuterRef(f"{path.removesuffix('__')}_id" if path else "pk"), undone_at=None
    )
    is_one = Q(**{f"{path}part_of": None}) & ~Q(**{f"{path}status": Status.MERGED})
    return (
        is_one
        & _narrowed(scope, path)
        & ~Exists(uncounted)
        & Q(
            **{
                f"{path}community__in": scope.community_ids,
                f"{path}received_at__gte": window.begins,
                f"{path}received_at__lt": window.ends,
                f"{path}received_at__lte": scope.as_of,
            }
        )
    )


def _narrowed(scope: Scope, path: str) -> Q:
    zone = {"zone": None if scope.zone_id == NO_ZONE else scope.zone_id} if scope.zone_id is not None else {}
    place = {"lane": None, "place_text": scope.place} if scope.place else {}
    asked = {
        "channel": scope.channel or None,
        "category__in": scope.category_ids or None,
        "urgency": scope.urgency or None,
        "received_at__hour": scope.hour,
        "received_at__iso_week_day": scope.weekday,
        "lane": scope.lane_id,
        "handler": scope.handler_id,
        "pk__among": scope.case_ids,
    }
    wanted = {name: value for name, value in asked.items() if value is not None} | zone | place
    return Q(**{f"{path}{name}": value for name, value in wanted.items()})
