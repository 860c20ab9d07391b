"""Who keeps a zone: two or three, changed in one step, excepted for a while."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from linli.accounts.actions import ZoneNeedsTwoOrThreeKeepers, change_keepers, end_override, override_keepers
from linli.accounts.models import KeeperOverride
from linli.accounts.queries import keepers_of
from tests.visiting import inside

TODAY = timezone.localdate()
LATER = TODAY + timedelta(days=10)


@pytest.fixture
def say(town):
    return {"by": town.secretary_liao, "at": timezone.now()}


def test_one_takes_anothers_place_in_one_step(town, land, say):
    leaving = [land.xiande.duties.get(user=land.keepers[1])]

    change_keepers(
        land.xiande, leaving=leaving, joining=[land.keepers[2]], lead=land.keepers[0], from_on=LATER, **say
    )  # fmt: skip

    assert keepers_of(land.xiande.pk, TODAY) == land.keepers[:2]
    assert keepers_of(land.xiande.pk, LATER) == [land.keepers[0], land.keepers[2]]


def test_the_lead_changes_hands(town, land, say):
    change_keepers(land.xiande, leaving=[], joining=[], lead=land.keepers[1], from_on=LATER, **say)

    assert keepers_of(land.xiande.pk, TODAY) == land.keepers[:2]
    assert keepers_of(land.xiande.pk, LATER) == [land.keepers[1], land.keepers[0]]


def test_whoever_leads_may_leave_when_another_leads_then(town, land, say):
    leaving = [land.xiande.duties.get(user=land.keepers[0])]

    change_keepers(
        land.xiande, leaving=leaving, joining=[land.keepers[2]], lead=land.keepers[2], from_on=LATER, **say
    )  # fmt: skip

    assert keepers_of(land.xiande.pk, LATER) == [land.keepers[2], land.keepers[1]]


def test_one_keeper_left_is_refused_and_nothing_changes(town, land, say):
    leaving = list(land.xiande.duties.filter(user=land.keepers[1]))

    with pytest.raises(ZoneNeedsTwoOrThreeKeepers), transaction.atomic():
        change_keepers(land.xiande, leaving=leaving, joining=[], lead=land.keepers[0], from_on=LATER, **say)

    assert keepers_of(land.xiande.pk, LATER) == land.keepers[:2]


def test_a_fourth_is_refused(town, land, say):
    with pytest.raises(ZoneNeedsTwoOrThreeKeepers), transaction.atomic():
        change_keepers(
            land.xiande, leaving=[], joining=[land.keepers[2], town.worker_mo], lead=land.keepers[0], from_on=LATER,
            **say,
        )  # fmt: skip


def test_an_exception_is_ended_only_when_there_are_enough(town, land, say):
    override = override_keepers(land.xiande, reason="外出半年", from_on=TODAY, until_on=LATER, **say)
    leaving = list(land.xiande.duties.filter(user=land.keepers[1]))
    change_keepers(land.xiande, leaving=leaving, joining=[], lead=land.keepers[0], from_on=TODAY, **say)

    with pytest.raises(ZoneNeedsTwoOrThreeKeepers, match="先安排好人"), transaction.atomic():
        end_override(override, **say)

    override = KeeperOverride.objects.get(zone=land.xiande)
    change_keepers(land.xiande, leaving=[], joining=[land.keepers[2]], lead=land.keepers[0], from_on=TODAY, **say)
    end_override(override, **say)
    assert not KeeperOverride.objects.filter(zone=land.xiande).exists()


def test_from_the_page(client, town, land):
    client.force_login(town.secretary_liao)
    leaving = land.xiande.duties.get(user=land.keepers[1])
    typed = {"on": TODAY.isoformat(), "leaving": leaving.pk, "first": town.worker_mo.pk, "lead": town.worker_mo.pk}

    client.post(reverse("zones:keepers", args=[land.xiande.pk]), typed)

    assert keepers_of(land.xiande.pk, TODAY) == [town.worker_mo, land.keepers[0]]


def test_the_lead_is_one_of_those_who_stay(client, town, land):
    client.force_login(town.secretary_liao)
    leaving = land.xiande.duties.get(user=land.keepers[0])
    typed = {"on": TODAY.isoformat(), "leaving": leaving.pk, "first": town.worker_mo.pk, "lead": land.keepers[0].pk}

    page = client.post(reverse("zones:keepers", args=[land.xiande.pk]), typed)

    assert "主责的人要在换好以后的名单里" in page.content.decode()
    assert keepers_of(land.xiande.pk, TODAY) == land.keepers[:2]


def test_a_refused_change_says_why(client, town, land):
    client.force_login(town.secretary_liao)
    leaving = land.xiande.duties.get(user=land.keepers[1])

    page = client.post(
        reverse("zones:keepers", args=[land.xiande.pk]),
        {"on": TODAY.isoformat(), "leaving": leaving.pk, "lead": land.keepers[0].pk},
    )

    assert (page.status_code, "要有 2 至 3 名党员" in page.content.decode()) == (409, True)
    with inside(town):
        assert keepers_of(land.xiande.pk, TODAY) == land.keepers[:2]
