"""Events wait until whoever should hear is told: together, once, and one that cannot be told keeps no other waiting."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext

from linli.cases.actions import register_case
from linli.fence.rows import open_fence
from linli.notices import actions, registry
from linli.notices.jobs import tell_waiting
from linli.notices.models import Notice, Untold

from .builders import a_case, an_appeal

pytestmark = pytest.mark.django_db


def told_now(town) -> int:
    """Tell of what waits, also of what was put off, and open the fence of both communities again."""
    open_fence([town.guihua.pk, town.yinxing.pk])
    Untold.objects.update(tell_at=Now())
    told = tell_waiting()
    open_fence([town.guihua.pk, town.yinxing.pk])
    return told


def statements() -> int:
    with CaptureQueriesContext(connection) as asked:
        tell_waiting()
    return len(asked)


def test_thirty_cost_as_many_statements_as_one(town, at):
    a_case(town, at=at)
    one = statements()
    open_fence([town.guihua.pk])
    for _one in range(30):
        a_case(town, at=at)

    assert statements() == one == 11
    open_fence([town.guihua.pk])
    assert Notice.objects.count() == 31


def test_each_community_is_told_inside_its_own_fence(town, at, monkeypatch):
    a_case(town, at=at)
    register_case(town.yinxing, an_appeal(), by=town.operator_zhao, at=at)
    seen = []
    write = actions.write_notices

    def watched(events, *, at):
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('linli.communities')")
            seen.append((cursor.fetchone()[0], {str(event.community_id) for event in events}))
        write(events, at=at)

    monkeypatch.setattr(actions, "write_notices", watched)
    told_now(town)

    assert {fence for fence, _theirs in seen} == {str(town.guihua.pk), str(town.yinxing.pk)}
    assert all(theirs == {fence} for fence, theirs in seen)
    assert not [each for each in Notice.objects.select_related("event") if each.community_id != each.event.community_id]


@pytest.fixture
def broken(town, at, monkeypatch):
    """Two cases offered to 魏, of which one cannot be told of."""
    good, bad = a_case(town, at=at), a_case(town, at=at)
    rule = registry._rules["cases.offered"][None]

    def stumbles(told):
        if bad.pk in {event.subject_id for event in told}:
            raise ValueError("a room above has a fault")
        return rule.readers(told)

    monkeypatch.setitem(registry._rules["cases.offered"], None, registry.Rule(stumbles, rule.links, rule.urgency))
    return good, bad


def test_one_that_cannot_be_told_keeps_no_other_waiting(town, broken, caplog):
    good, bad = broken

    assert tell_waiting() == 1
    open_fence([town.guihua.pk])

    assert [notice.event.subject_id for notice in Notice.objects.all()] == [good.pk]
    (left,) = Untold.objects.all()
    assert (left.event.subject_id, left.tries) == (bad.pk, 1)
    assert f"nobody could be told of event {left.pk}" in caplog.text


def test_and_is_tried_again_with_growing_pauses_until_it_can(town, broken, monkeypatch):
    pauses = []
    for _try in range(15):
        told_now(town)
        with connection.cursor() as cursor:
            cursor.execute("SELECT tell_at - clock_timestamp() FROM notices_untold")
            pauses.append(cursor.fetchone()[0])
    assert [round(pause.total_seconds()) for pause in pauses[:4]] == [2, 4, 8, 16]
    assert timedelta(minutes=59) < pauses[-1] <= timedelta(hours=1)
    assert tell_waiting() == 0, "it is not time yet"

    monkeypatch.undo()
    assert told_now(town) == 1

    assert (Untold.objects.count(), Notice.objects.count()) == (0, 2)


def test_while_the_database_is_away_nothing_is_put_off(town, at, monkeypatch):
    a_case(town, at=at)

    def away(_events, *, at):
        raise OperationalError("the server closed the connection")

    with monkeypatch.context() as patch:
        patch.setattr(actions, "write_notices", away)
        with pytest.raises(OperationalError):
            tell_waiting()
    open_fence([town.guihua.pk])

    assert [waiting.tries for waiting in Untold.objects.all()] == [0]
    assert told_now(town) == 1


def test_what_nobody_hears_of_any_more_waits_for_nobody(town, at, monkeypatch):
    """A release may drop a rule while events wait."""
    a_case(town, at=at)
    monkeypatch.delitem(registry._rules, "cases.offered")

    told_now(town)

    assert (Untold.objects.count(), Notice.objects.count()) == (0, 0)
