"""Things tests begin with, made by the room's own actions; and how to ask whether anything changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from linli.cases.actions import Appeal, accept_case, pause_case, record_arrival, register_case, resolve_case
from linli.cases.models import Case, Category, Channel, Outcome, Pause, Promise
from linli.fence.rows import open_fence
from linli.journal.models import Event
from linli.notices.jobs import tell_waiting
from linli.notices.models import Notice, Untold
from linli.residents.models import LiaisonOfficer, Unit
from linli.territory.models import Community

JOBS = ProcrastinateJob._meta.db_table
ROOMS_LOOKED_AT = ("accounts", "journal", "notices", "files", "residents", "rota", "cases", "sheets")


def category(code: str = "municipal.drain") -> Category:
    """Return a category of the reference content (loaded into the template database)."""
    return Category.objects.get(code=code)


def an_appeal(**but) -> Appeal:
    given = {
        "content": "门口水沟堵了，污水漫到路面。",
        "category": category(),
        "channel": Channel.HOTLINE,
        "place_text": "建安街38号门口",
        "name": "黄女士",
        "phone": "+8613800000001",
    }
    return Appeal(**{**given, **but})


def a_case(town, *, at: datetime, by=None, **but) -> Case:
    """Return a drain case at 建安街 38 号, received at `at` and offered to the lead keeper."""
    return register_case(town.guihua, an_appeal(**but), by=by or town.operator_lin, at=at)


def a_case_in_hand(town, *, at: datetime, by=None, **but) -> Case:
    """Return a case received at `at` and accepted a minute later by the lead keeper."""
    case = a_case(town, at=at, **but)
    return accept_case(case, by=by or town.keeper_wei, at=at + timedelta(minutes=1))


def a_case_on_site(town, *, at: datetime, **but) -> Case:
    """Return a case received at `at` where the lead keeper arrived five minutes later."""
    case = a_case_in_hand(town, at=at, **but)
    record_arrival(case, by=town.keeper_wei, at=at + timedelta(minutes=5))
    return fresh(case)


def a_resolved_case(town, *, at: datetime, **but) -> Case:
    """Return a case received at `at` and settled by the lead keeper twenty minutes later."""
    case = a_case_on_site(town, at=at, **but)
    return resolve(case, by=town.keeper_wei, at=at + timedelta(minutes=20))


def resolve(case: Case, *, by, at: datetime, **but) -> Case:
    given = {"outcome": Outcome.DONE, "done": "掏通了水沟", "answer": "水沟通了，请您看看。"}
    return resolve_case(case, by=by, at=at, **{**given, **but})


def pause(case: Case, *, by, at: datetime, until: datetime) -> Pause:
    return pause_case(case, reason="等配件", resume_by=until, told_requester_at=at, by=by, at=at)


def a_unit(town, *, liaison=None, at: datetime, name: str = "八步区市政局") -> Unit:
    unit = Unit.objects.create(community=town.guihua, name=name, short_name=name[-3:], kind=Unit.Kind.OFFICE)
    if liaison is not None:
        LiaisonOfficer.objects.create(community=town.guihua, unit=unit, user=liaison, from_on=at.date())
    return unit


# What happened


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def promise(case: Case, kind: str, nth_round: int = 1) -> Promise:
    return Promise.objects.get(case=case, kind=kind, round=nth_round)


def journal(case: Case) -> list[str]:
    """Return the verbs of a case's journal in the order they were written, without the room's name."""
    events = Event.objects.filter(subject_type=ContentType.objects.get_for_model(Case), subject_id=case.pk)
    return [verb.removeprefix("cases.") for verb in events.order_by("pk").values_list("verb", flat=True)]


def offers(case: Case) -> list[tuple[str, str, str]]:
    """Return who was asked, on which rung, and what they answered, in order."""
    return list(case.offers.order_by("round", "seq").values_list("to__username", "rung", "answer"))


def deliver(town) -> None:
    """Tell of everything that waits, as the worker would, and open the fence of both communities again."""
    tell_waiting()
    open_fence([town.guihua.pk, town.yinxing.pk])
    assert not Untold.objects.exists(), "somebody could not be told"


def heard(verb: str) -> list[str]:
    """Return who was told of `verb`, in alphabetical order."""
    return sorted(Notice.objects.filter(event__verb=f"cases.{verb}").values_list("reader__username", flat=True))


def everything() -> dict[str, Any]:
    """Return every row an action may touch, the waiting jobs among them; of all communities. One statement asks all."""
    open_fence(Community.objects.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(_every_row())
        return dict(cursor.fetchall())


@cache
def _every_row() -> str:
    tables = {
        model._meta.label: model._meta.db_table
        for room in ROOMS_LOOKED_AT
        for model in apps.get_app_config(room).get_models()
    }
    return " UNION ALL ".join(
        f"SELECT '{label}', array_agg(found::text ORDER BY found::text) FROM {connection.ops.quote_name(table)} found"
        for label, table in (tables | {"jobs": JOBS}).items()
    )


@contextmanager
def refused(refusal: type[Exception], match: str | None = None) -> Iterator[None]:
    """Expect a refusal whose sentence contains `match`, and that it changed nothing at all."""
    before = everything()
    with pytest.raises(refusal, match=match), transaction.atomic():
        yield
    assert everything() == before


@contextmanager
def impossible(match: str, error: type[Exception]) -> Iterator[None]:
    """Expect that the database itself refuses, whoever writes the row."""
    with pytest.raises(error, match=match), transaction.atomic(), _asked_at_once():
        yield


@contextmanager
def _asked_at_once() -> Iterator[None]:
    """Let triggers that wait for the end of the transaction speak at the end of the block."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
