"""An exception for a zone's keepers runs out: whoever answers for it is told before, and when it has, once each."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from linli.accounts.actions import end_duty, grant_duty, override_keepers, warn_of_overrides
from linli.accounts.models import Duty
from linli.fence.rows import open_fence
from linli.notices.jobs import tell_waiting
from linli.notices.models import Notice
from linli.notices.queries import read_out

DAY = timedelta(days=1)


def heard(town, verb: str) -> list[str]:
    tell_waiting()
    open_fence([town.guihua.pk, town.yinxing.pk])
    return sorted(Notice.objects.filter(event__verb=f"accounts.{verb}").values_list("reader__username", flat=True))


@pytest.fixture
def short_of_keepers(db, town, at):
    """A zone with one keeper from today on, by an exception of ten days that 郑 approved."""
    from django.utils import timezone

    now = timezone.now()
    today = localdate(now)
    override_keepers(
        town.zone, reason="李春芳调走", from_on=today, until_on=today + 10 * DAY, by=town.officer_zheng, at=now
    )
    end_duty(town.keeper_li.duties.get(), until_on=today + DAY, by=town.secretary_liao, at=now)
    return now


def test_told_a_week_before_and_when_it_is_over_once_each(town, short_of_keepers):
    now = short_of_keepers

    assert warn_of_overrides(by=None, at=now + 2 * DAY) == 0
    assert [warn_of_overrides(by=None, at=now + 3 * DAY + n * DAY) for n in range(3)] == [1, 0, 0]
    assert heard(town, "override_ending") == ["liao", "zheng"]
    assert [warn_of_overrides(by=None, at=now + 10 * DAY + n * DAY) for n in range(3)] == [1, 0, 0]
    assert heard(town, "override_ended") == ["liao", "zheng"]
    mine = Notice.objects.filter(reader=town.secretary_liao).select_related("event").order_by("pk")
    (told, *_rest) = read_out(list(mine))
    assert "到时只有 1 名党员负责" in told.sentence
    assert told.notice.link == f"/cases/?zone={town.zone.pk}"


def test_nobody_is_told_where_keepers_are_enough_again(town, short_of_keepers):
    now = short_of_keepers
    grant_duty(
        town.worker_mo, Duty.Role.ZONE_KEEPER, by=town.secretary_liao, at=now, from_on=localdate(now) + 2 * DAY,
        community=town.guihua, zone=town.zone,
    )  # fmt: skip

    assert [warn_of_overrides(by=None, at=now + n * DAY) for n in (4, 10, 11)] == [0, 0, 0]
    assert heard(town, "override_ending") == []


def test_nobody_is_told_while_another_exception_holds(town, short_of_keepers):
    now = short_of_keepers
    today = localdate(now)
    override_keepers(
        town.zone, reason="还没有人", from_on=today + 9 * DAY, until_on=today + 40 * DAY, by=town.officer_zheng, at=now
    )

    assert [warn_of_overrides(by=None, at=now + n * DAY) for n in (4, 11)] == [0, 0]
