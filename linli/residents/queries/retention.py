"""保存期限: what is older than it may be kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from linli.worktime.arithmetic import BEIJING

from ..models import (
    Consent,
    HouseholdMember,
    Person,
    Population,
    Reading,
    RetentionItem,
    RetentionRule,
    RetentionRun,
    RightsRequest,
    Sharing,
)
from .removal import named, named_elsewhere, why_kept
from .requests import shipped

Outcome = RetentionItem.Outcome


@dataclass(frozen=True)
class Kept:
    """How long something is kept in a community: months, the least that may be chosen, where the number is from."""

    population: Population
    months: int
    least: int
    source: str
    is_own: bool
    last_run: RetentionRun | None = None


def kept_in(community_id: int) -> list[Kept]:
    """Return how long everything is kept, with the last run of each; the community's own numbers come first."""
    own = {each.population: each for each in RetentionRule.objects.filter(community=community_id)}
    runs = RetentionRun.objects.filter(community=community_id).order_by("population", "-begun_at", "-pk")
    last = {each.population: each for each in runs.distinct("population")}
    return [_kept(population, own.get(population), last.get(population)) for population in Population]


def kept(community_id: int, population: Population) -> Kept:
    own = RetentionRule.objects.filter(community=community_id, population=population).first()
    runs = RetentionRun.objects.filter(community=community_id, population=population)
    return _kept(population, own, runs.order_by("-begun_at", "-pk").first())


def _kept(population: Population, own: RetentionRule | None, last: RetentionRun | None) -> Kept:
    given = shipped()["retention"][population.value]
    if own is None:
        return Kept(population, given["months"], given["least"], given["source"], is_own=False, last_run=last)
    return Kept(population, own.months, given["least"], own.why or given["source"], is_own=True, last_run=last)


def before(months: int, at: datetime) -> date:
    """Return the day before which something is too old when it is kept for `months`."""
    return timezone.localdate(at) - relativedelta(months=months)


def people_too_old(run: RetentionRun) -> QuerySet[Person]:
    """Return whom a run about people is about."""
    here = Person.objects.filter(community=run.community_id, merged_into=None, anonymised_on=None)
    if run.population == Population.DIED:
        return here.filter(died_on__lt=run.before_on)
    lived = HouseholdMember.objects.filter(person=OuterRef("pk"))
    still = lived.filter(Q(until_on=None) | Q(until_on__gte=run.before_on))
    return here.filter(Exists(lived), ~Exists(still), died_on=None)


def rows_too_old(run: RetentionRun) -> QuerySet[Any]:
    """Return the rows a run about something else is about."""
    day, here = run.before_on, {"community": run.community_id}
    moment = datetime.combine(day, time.min, BEIJING)
    match run.population:
        case Population.READINGS:
            return Reading.objects.filter(**here, last_at__lt=moment)
        case Population.CONSENTS:
            return Consent.objects.filter(**here, withdrawn_on__lt=day).exclude(
                pk__in=_rested_on(run.community_id, day)
            )
        case Population.REQUESTS:
            return RightsRequest.objects.filter(**here, closed_at__lt=moment)
    return Sharing.objects.filter(**here, at__lt=moment)


def _rested_on(community_id: int, day: date) -> set[int]:
    """Return the old consents other rooms' rows rest on: they say why something could be done."""
    old = Consent.objects.filter(community=community_id, withdrawn_on__lt=day)
    return named(Consent, list(old.values_list("pk", flat=True)))


def foreseen(people: Sequence[int], on: date) -> dict[int, tuple[str, str]]:
    """Return, by key, what would become of these people, and why the kept are kept."""
    held, named = why_kept(people, on), named_elsewhere(people)
    return {key: _outcome(held.get(key), is_named=key in named) for key in people}


def _outcome(reasons: list[str] | None, *, is_named: bool) -> tuple[str, str]:
    if reasons:
        return Outcome.KEEP, "；".join(reasons)[:200]
    return (Outcome.ANONYMISE if is_named else Outcome.DELETE), ""
