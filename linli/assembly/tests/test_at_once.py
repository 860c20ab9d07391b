"""Two clerks in the same moment: one chair, one hand-over, one term of each span of days."""

import threading
from datetime import date, datetime

import pytest
from django.db import connection, transaction

from linli.assembly.actions import hand_over, plan_terms
from linli.assembly.models import ChairTerm, Handover
from linli.fence.rows import open_fence
from linli.web.refusal import Refusal
from tests.cast import BEIJING, build_town

from .builders import a_conference, pass_on

AT = datetime(2026, 3, 2, 9, 30, tzinfo=BEIJING)


@pytest.fixture
def standing(committed_db):
    with transaction.atomic():
        town = build_town()
        body = a_conference(town, AT, count=3, terms=3)
        pass_on(body, AT, by=town.secretary_liao)
    return town, body


def at_once(town, *deeds):
    begin, refused = threading.Barrier(len(deeds)), []

    def do(deed):
        try:
            begin.wait(timeout=10)
            with transaction.atomic():
                open_fence([town.guihua.pk])
                deed()
        except Refusal as why:
            refused.append(type(why).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return refused


def test_two_clerks_hand_over_once_and_plan_without_overlap(standing):
    town, body = standing
    with transaction.atomic():
        open_fence([town.guihua.pk])
        second = ChairTerm.objects.get(number=2)

    def hand():
        hand_over(body, after=second, note="交接", by=town.secretary_liao, at=AT)

    assert at_once(town, hand, hand) == ["HandedOverAlready"]
    at_once(town, *[lambda: plan_terms(body, months=6, count=1, by=town.worker_mo, at=AT)] * 2)

    with transaction.atomic():
        open_fence([town.guihua.pk])
        assert Handover.objects.count() == 2
        assert list(ChairTerm.objects.order_by("number").values_list("status", flat=True)) == [
            "done", "active", "planned", "planned", "planned",
        ]  # fmt: skip
        assert list(ChairTerm.objects.order_by("number").values_list("starts_on", flat=True)[3:]) == [
            date(2027, 7, 1), date(2028, 1, 1),
        ]  # fmt: skip
