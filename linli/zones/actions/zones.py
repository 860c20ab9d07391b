"""The life of a zone: drawn for the first time, renamed, ended or merged into another."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.accounts.actions import end_duty, grant_duty, settle_keepers
from linli.accounts.models import Duty, User
from linli.fence.whole import as_a_whole
from linli.journal.record import record
from linli.territory.models import Community, DoorZone, Zone
from linli.web.refusal import Refusal

from .. import events
from ..models import Board
from ..queries.ground import ground
from ..queries.plan import Plan, plan_of
from .borders import BorderMovedMeanwhile, hold_borders, move_doors, tell_the_others
from .shaping import draw_again, end_shapes


class NumberIsTaken(Refusal):
    pass


@as_a_whole
def found_zone(
    community: Community,
    *,
    number: int,
    name: str,
    on: date,
    doors: Collection[int],
    keepers: Sequence[User],
    by: User,
    at: datetime,
    reason: str = "",
    agreed: str = "",
) -> Zone:
    """Draw a new zone from the day `on` with these doors and two or three keepers, the lead first."""
    hold_borders(community.pk)
    today = timezone.localdate(at)
    plan = plan_of(community.pk, None, doors, leftover=None, on=on, today=today)
    if agreed and plan.fingerprint != agreed:
        raise BorderMovedMeanwhile(_("刚才有人也改了边界，预览和现在不一样了。请再看一次。"))
    zone = _named(Zone(community=community, drawn_on=on), number=number, name=name)
    for place, user in enumerate(keepers):
        grant_duty(
            user, Duty.Role.ZONE_KEEPER, by=by, at=at, from_on=on, community=community, zone=zone, is_lead=place == 0
        )
    settle_keepers()
    plan = replace(plan, moves=dict.fromkeys(plan.moves, zone.pk))
    move_doors(community.pk, plan.moves, on=on, today=today)
    draw_again(community.pk, ground(community.pk, on), on, by_hand=None)
    record(events.ZONE_FOUNDED, zone, by=by, at=at, name=name, on=on, came=len(plan.moves), reason=reason)
    tell_the_others(plan, by=by, at=at, reason=reason)
    return zone


def _named(zone: Zone, *, number: int, name: str) -> Zone:
    zone.number, zone.name = number, name
    try:
        with transaction.atomic():
            zone.save()
    except IntegrityError as why:
        if "one_zone_of_each" not in str(why):
            raise
        field = "number" if "one_zone_of_each_number" in str(why) else "name"
        said = _("已经有 {number} 号责任区了（撤销的也算），请换一个编号。") if field == "number" else _(
            "已经有叫“{name}”的责任区了，请换一个名字。"
        )  # fmt: skip
        raise NumberIsTaken(said.format(number=number, name=name), field=field) from why
    return zone


@as_a_whole
def rename_zone(zone: Zone, *, number: int, name: str, by: User, at: datetime) -> None:
    """Give a zone another number or name; its past bears it too."""
    before = f"{zone.number} {zone.name}"
    _named(zone, number=number, name=name)
    record(events.ZONE_NAMED, zone, by=by, at=at, before=before, name=f"{number} {name}")


class CannotEndZone(Refusal):
    pass


@as_a_whole
def end_zone(zone: Zone, *, into: Zone | None, by: User, at: datetime, reason: str, agreed: str = "") -> Plan:
    """End a zone today: its doors go to `into` or to no zone, its keepers' terms end, its board comes down."""
    hold_borders(zone.community_id)
    zone.refresh_from_db()
    today = timezone.localdate(at)
    if zone.ended_on is not None:
        raise CannotEndZone(_("{zone}已经撤了。").format(zone=zone))
    if zone.drawn_on >= today:
        raise CannotEndZone(_("{zone}是今天才划定的，明天起才能撤。").format(zone=zone))
    plan = plan_of(zone.community_id, zone, (), leftover=into, on=today, today=today)
    if agreed and plan.fingerprint != agreed:
        raise BorderMovedMeanwhile(_("刚才有人也改了边界，预览和现在不一样了。请再看一次。"))
    move_doors(zone.community_id, plan.moves, on=today, today=today)
    DoorZone.objects.filter(zone=zone, from_on__gt=today).delete()
    zone.ended_on = today
    zone.save(update_fields=["ended_on"])
    for duty in Duty.objects.filter(zone=zone, until_on=None).select_related("user", "community", "zone"):
        end_duty(duty, until_on=today, by=by, at=at)
    Board.objects.filter(zone=zone, published_from__lt=today, published_until=None).update(published_until=today)
    end_shapes([zone.pk], today)
    draw_again(zone.community_id, ground(zone.community_id, today), today, by_hand=None)
    record(events.ZONE_ENDED, zone, by=by, at=at, name=zone.name, on=today, left=len(plan.moves), reason=reason)
    tell_the_others(plan, by=by, at=at, reason=reason)
    return plan
