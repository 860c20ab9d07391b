from datetime import date, datetime

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from linli.journal.record import record
from linli.territory.models import Community, Street, Zone
from linli.web.refusal import Refusal

from . import events
from .models import Duty, KeeperOverride, User


class ZoneNeedsTwoOrThreeKeepers(Refusal):
    pass


@transaction.atomic
def grant_duty(
    user: User,
    role: Duty.Role,
    *,
    by: User | None,
    at: datetime,
    from_on: date,
    community: Community | None = None,
    street: Street | None = None,
    zone: Zone | None = None,
    is_lead: bool = False,
    until_on: date | None = None,
) -> Duty:
    """Let `user` act in `role` at one place from `from_on` until the day before `until_on`.

    Keepers of a new zone are granted together in one transaction: the database counts them when it ends.
    """
    duty = Duty.objects.create(
        user=user,
        role=role,
        community=community,
        street=street,
        zone=zone,
        is_lead=is_lead,
        from_on=from_on,
        until_on=until_on,
    )
    if community:
        record(events.DUTY_GRANTED, duty, by=by, at=at, role=duty.label, holder=user.name)
    return duty


@transaction.atomic
def end_duty(duty: Duty, *, until_on: date, by: User, at: datetime) -> None:
    """Let a duty end before `until_on`. Refused when its zone would be left with fewer than two keepers."""
    duty.until_on = until_on
    duty.save(update_fields=["until_on"])
    if duty.community_id:
        record(events.DUTY_ENDED, duty, by=by, at=at, role=duty.label, holder=duty.user.name, until_on=until_on)
    settle_keepers()


def settle_keepers() -> None:
    """Let the database count the keepers now instead of at the end of the transaction; a refusal has a sentence."""
    try:
        with transaction.atomic(), transaction.get_connection().cursor() as cursor:
            cursor.execute("SET CONSTRAINTS two_or_three_keepers IMMEDIATE")
    except DatabaseError as why:
        if "two or three keepers" not in str(why):
            raise
        raise ZoneNeedsTwoOrThreeKeepers(
            _("每个责任区要有 2 至 3 名党员负责。先安排好接替的人，再结束这个职务。")
        ) from why


@transaction.atomic
def override_keepers(
    zone: Zone, *, reason: str, from_on: date, until_on: date, by: User, at: datetime
) -> KeeperOverride:
    """Allow `zone` another number of keepers for a while, and say why."""
    override = KeeperOverride.objects.create(
        zone=zone, reason=reason, approved_by=by, from_on=from_on, until_on=until_on
    )
    record(events.KEEPERS_OVERRIDDEN, zone, by=by, at=at, reason=reason)
    return override


@transaction.atomic
def password_changed(user: User) -> None:
    """Remember that the first-login change has been made."""
    user.must_change_password = False
    user.save(update_fields=["must_change_password"])
