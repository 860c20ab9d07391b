"""What the clock finds to do. It looks every second, so that each look is one statement, put together once."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from itertools import chain
from typing import Any

from django.db.models import F, QuerySet

from linli.fence.asking import ask

from ..models import OPEN, Case, CoHandling, Offer, Promise, Status
from .within import within

Look = Callable[[datetime], list[tuple[QuerySet[Any], str]]]
"""Questions about a moment, each with the column in which the case stands; what waits longest comes first."""

_WHENEVER = datetime.max.replace(tzinfo=UTC)
"""Stands for the moment where a look is put together."""


def cases_to_note(at: datetime, *, most: int) -> list[int]:
    """Return the cases of promises that are broken, or to be warned of, by `at`: `most` of each."""
    return _found(_promises, at, most)


def cases_to_pass_on(at: datetime, *, most: int) -> list[int]:
    """Return the cases somebody else is to be asked for, or whose helpers are late: `most` of each."""
    return _found(_people, at, most)


def _promises(at: datetime) -> list[tuple[QuerySet[Any], str]]:
    return [
        (Promise.objects.due(at).order_by("due_at"), "case_id"),
        (Promise.objects.to_warn(at).order_by("warn_at"), "case_id"),
    ]


def _people(at: datetime) -> list[tuple[QuerySet[Any], str]]:
    helped = CoHandling.objects.late(at).filter(case__status__in=OPEN, round=F("case__round"))
    return [
        (Offer.objects.filter(answer="", answer_by__lte=at).order_by("answer_by"), "case_id"),
        (helped.order_by("due_at"), "case_id"),
        (Case.objects.filter(status=Status.REGISTERED).order_by("?"), "pk"),  # any: some may have nobody for ever
    ]


def _found(look: Look, at: datetime, most: int) -> list[int]:
    statement, values = _statement(look, most)
    (lists,) = ask(statement, [at if value == _WHENEVER else value for value in values])
    return list(dict.fromkeys(chain.from_iterable(lists)))


@cache
def _statement(look: Look, most: int) -> tuple[str, list[Any]]:
    parts = [within(cases[:most], column) for cases, column in look(_WHENEVER)]
    arrays = ", ".join(f"ARRAY({text})" for text, _values in parts)
    return f"SELECT {arrays}", [value for _text, values in parts for value in values]
