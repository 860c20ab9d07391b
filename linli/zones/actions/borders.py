"""Moving a border: from a day on, doors lie in another zone. What was before that day stays as it was."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from linli.accounts.models import User
from linli.fence.whole import as_a_whole
from linli.journal.record import record
from linli.territory.models import DoorZone, Zone
from linli.web.refusal import Refusal

from .. import events
from ..queries.ground import ground
from ..queries.plan import Plan, plan_of
from ..shapes import Frame
from .shaping import draw_again


class CannotMoveThen(Refusal):
    """The day does not go with what is already known of a zone or a door."""


class NothingMoves(Refusal):
    pass


class BorderMovedMeanwhile(Refusal):
    """Somebody moved a border between the preview and the word."""


@as_a_whole
def move_border(
    zone: Zone,
    *,
    doors: Collection[int],
    leftover: Zone | None,
    on: date,
    by: User,
    at: datetime,
    reason: str = "",
    agreed: str = "",
    drawn: tuple[BaseGeometry, Frame] | None = None,
) -> Plan:
    """Let the doors of `zone` be exactly `doors` from the day `on`; those it loses go to `leftover` or to no zone.

    `agreed` is the fingerprint of the plan somebody saw; another plan is refused. `drawn` is the border as it was
    drawn, when it was. Cases keep the zone they have.
    """
    hold_borders(zone.community_id)
    zone.refresh_from_db()
    today = timezone.localdate(at)
    must_stand(zone, on)
    if leftover:
        must_stand(leftover, on)
    plan = plan_of(zone.community_id, zone, doors, leftover=leftover, on=on, today=today)
    if agreed and plan.fingerprint != agreed:
        raise BorderMovedMeanwhile(_("刚才有人也改了边界，预览和现在不一样了。请再看一次。"))
    if not plan.moves and drawn is None:
        raise NothingMoves(_("门牌和现在一样，没有要改的。"))
    move_doors(zone.community_id, plan.moves, on=on, today=today)
    by_hand = (zone.pk, *drawn) if drawn else None
    draw_again(zone.community_id, ground(zone.community_id, on), on, by_hand=by_hand)
    write_down(zone, plan, by=by, at=at, reason=reason)
    return plan


def hold_borders(community_id: int) -> None:
    """Let one move at a time happen in a community: the next sees what this one did."""
    list(Zone.objects.select_for_update(no_key=True).filter(community=community_id).order_by("pk").values_list("pk"))


def must_stand(zone: Zone, on: date) -> None:
    """Refuse a zone that is not there on that day."""
    if zone.drawn_on > on:
        day = date_format(zone.drawn_on, "DATE_FORMAT")
        raise CannotMoveThen(_("{zone}是 {day} 才划定的，请选那天或以后。").format(zone=zone, day=day), field="on")
    if zone.ended_on is not None and zone.ended_on <= on:
        raise CannotMoveThen(_("{zone}那天已经撤了，请选别的责任区。").format(zone=zone), field="leftover")


def move_doors(community_id: int, moves: Mapping[int, int | None], *, on: date, today: date) -> None:
    """Write where doors lie from `on`. A plan for later days is replaced; what has happened since is not rewritten."""
    terms = DoorZone.objects.filter(door__in=moves)
    later = terms.filter(from_on__gt=on, from_on__lte=today).select_related("door__lane", "zone").first()
    if later:
        day = date_format(later.from_on, "DATE_FORMAT")
        raise CannotMoveThen(
            _("{door}是 {day} 划进{zone}的。从更早的日子起改会盖掉那一次，请选 {day} 以后。").format(
                door=later.door, zone=later.zone, day=day
            ),
            field="on",
        )
    terms.filter(from_on__gte=on).delete()
    terms.filter(until_on__gt=on).update(until_on=None)  # what ended later by a plan runs on, to be ended below
    terms.filter(until_on=None).update(until_on=on)
    before = dict(terms.filter(until_on=on).values_list("door", "zone"))
    again = [pk for pk, zone_id in moves.items() if zone_id is not None and before.get(pk) == zone_id]
    terms.filter(door__in=again, until_on=on).update(until_on=None)  # it never left
    DoorZone.objects.bulk_create(
        DoorZone(community_id=community_id, door_id=pk, zone_id=zone_id, from_on=on)
        for pk, zone_id in moves.items()
        if zone_id is not None and before.get(pk) != zone_id
    )


def write_down(zone: Zone, plan: Plan, *, by: User, at: datetime, reason: str) -> None:
    """Write a line for our zone, and for each other the plan takes from or gives to."""
    came, left = (sum(len(group.doors) for group in groups) for groups in (plan.came, plan.left))
    verb = events.BORDER_MOVED if plan.moves else events.BORDER_DRAWN
    record(verb, zone, by=by, at=at, name=zone.name, on=plan.on, came=came, left=left, reason=reason)
    tell_the_others(plan, by=by, at=at, reason=reason)


def tell_the_others(plan: Plan, *, by: User, at: datetime, reason: str) -> None:
    """Write the lines of the zones on the other side of a border that moved."""
    others: dict[int, Zone] = {group.other.pk: group.other for group in (*plan.came, *plan.left) if group.other}
    for pk, other in others.items():
        came, left = (
            sum(len(group.doors) for group in groups if group.other and group.other.pk == pk)
            for groups in (plan.left, plan.came)
        )
        record(
            events.BORDER_MOVED, other, by=by, at=at, name=other.name, on=plan.on, came=came, left=left, reason=reason
        )
