"""Taking back a lane, a door or a home nobody has used: what anything hangs on stays."""

from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.fence.whole import as_a_whole
from linli.journal.record import record
from linli.territory.models import Door, Dwelling, Lane
from linli.web.refusal import Refusal

from .. import events
from ..queries.ground import ground
from ..queries.places import hanging
from .borders import hold_borders
from .shaping import draw_again


class StillUsed(Refusal):
    """Something hangs on it; the sentence says what."""


@as_a_whole
def remove_lane(lane: Lane, *, by: User, at: datetime) -> None:
    hold_borders(lane.community_id)
    record(events.LANE_REMOVED, lane, by=by, at=at, name=lane.name)
    _remove(lane)


@as_a_whole
def remove_door(door: Door, *, by: User, at: datetime) -> None:
    """Take a door away, and with it where it lay; the line is written on its lane, which stays."""
    hold_borders(door.community_id)
    record(events.DOOR_REMOVED, door.lane, by=by, at=at, name=str(door))
    _remove(door)
    today = timezone.localdate(at)
    draw_again(door.community_id, ground(door.community_id, today), today, by_hand=None)


@as_a_whole
def remove_dwelling(dwelling: Dwelling, *, by: User, at: datetime) -> None:
    record(events.DWELLING_REMOVED, dwelling.door, by=by, at=at, name=str(dwelling))
    _remove(dwelling)


def _remove(thing: Lane | Door | Dwelling) -> None:
    """Delete a row, unless something hangs on it; the database has the last word on what came meanwhile."""
    if on_it := hanging(thing):
        raise StillUsed(
            _("{thing}还有用，不能删：{what}。写错了可以改名。").format(
                thing=thing, what=_("、").join(f"{what} {count}" for what, count in on_it)
            )
        )
    try:
        with transaction.atomic():
            thing.delete()
            connection.check_constraints()  # now, not when the request ends
    except (ProtectedError, IntegrityError) as why:
        raise StillUsed(_("刚才有人用上了{thing}，所以没有删。").format(thing=thing)) from why
