"""An evening of singing with two places, three neighbours of the register, and the room's own fence."""

from datetime import timedelta

import pytest

from linli.activities.actions import plan_activity
from linli.residents.actions import enter_person


@pytest.fixture
def plan(town, at):
    """Return a way to plan: `plan(days=2)` is at 19:30 in two days, for everybody and with sign-up."""

    def planned(title="周末歌会", days=2, *, community=None, **more):
        starts_at = at.replace(hour=19, minute=30) + timedelta(days=days)
        given = {
            "title": title, "kinds": ["culture"], "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2),
            "place": "社区活动室", "takes_sign_ups": True, "is_public": True,
        }  # fmt: skip
        return plan_activity(community or town.guihua, by=town.worker_mo, at=at, **given | more)

    return planned


@pytest.fixture
def people(town, at):
    """黄 signs in as the keeper 韦 would not: only 韦 has an account."""
    names = ("黄桂香", "韦启明", "覃家豪")
    huang, wei, qin = (enter_person(town.guihua, name=name, by=town.worker_mo, at=at) for name in names)
    wei.user = town.keeper_wei
    wei.save(update_fields=["user"])
    return [huang, wei, qin]
