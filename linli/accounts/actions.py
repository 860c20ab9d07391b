import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import DatabaseError, IntegrityError, transaction
from django.utils.timezone import localdate
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


class DutyIsOver(Refusal):
    pass


@transaction.atomic
def end_duty(duty: Duty, *, until_on: date, by: User, at: datetime) -> None:
    """Let a duty end before `until_on`; one that began that very day ends with it.

    Refused when it has ended by then, or when its zone would be left with fewer than two keepers.
    """
    _end(duty, until_on=until_on, by=by, at=at)
    settle_keepers()


def _end(duty: Duty, *, until_on: date, by: User, at: datetime) -> None:
    if duty.until_on and duty.until_on <= until_on:
        raise DutyIsOver(_("这个职务已经结束了。"))
    duty.until_on = until_on = max(until_on, duty.from_on + timedelta(days=1))
    duty.save(update_fields=["until_on"])
    if duty.community_id:
        record(events.DUTY_ENDED, duty, by=by, at=at, role=duty.label, holder=duty.user.name, until_on=until_on)


@transaction.atomic
def change_keepers(
    zone: Zone, *, leaving: Sequence[Duty], joining: Sequence[User], lead: User, from_on: date, by: User, at: datetime
) -> None:
    """Let keepers of a zone leave and others come on one day; `lead` leads from then on.

    The database counts once, when all of it is done: so one may take another's place where there are only two. Whoever
    stays and becomes the lead, or is it no longer, begins a new term as that.
    """
    lock = Zone.objects.select_for_update(no_key=True).get(pk=zone.pk)
    running = Duty.objects.filter(zone=lock).in_force(from_on).select_related("user", "community", "zone")
    gone = {duty.pk for duty in leaving}
    stays = [duty for duty in running if duty.pk not in gone]
    turning = [duty for duty in stays if duty.is_lead != (duty.user_id == lead.pk)]
    coming: list[tuple[User, date | None]] = [(user, None) for user in joining]
    for duty in turning:
        if duty.from_on == from_on:
            duty.is_lead = not duty.is_lead
            duty.save(update_fields=["is_lead"])
        else:
            coming.append((duty.user, duty.until_on))
            _end(duty, until_on=from_on, by=by, at=at)
    for duty in leaving:
        _end(duty, until_on=from_on, by=by, at=at)
    _let_keep(zone, coming, lead=lead, from_on=from_on, by=by, at=at)
    settle_keepers()


def _let_keep(
    zone: Zone, coming: Sequence[tuple[User, date | None]], *, lead: User, from_on: date, by: User, at: datetime
) -> None:
    for user, until_on in coming:
        try:
            with transaction.atomic():
                grant_duty(
                    user, Duty.Role.ZONE_KEEPER, by=by, at=at, from_on=from_on, until_on=until_on,
                    community=zone.community, zone=zone, is_lead=user.pk == lead.pk,
                )  # fmt: skip
        except IntegrityError as why:
            if "one_duty_of_a_kind_at_a_time" not in str(why):
                raise
            raise NotInOffice(_("{name}已经负责这个责任区了。").format(name=user.name)) from why


def settle_keepers() -> None:
    """Let the database count the keepers now instead of at the end of the transaction; a refusal has a sentence."""
    try:
        with transaction.atomic(), transaction.get_connection().cursor() as cursor:
            cursor.execute("SET CONSTRAINTS two_or_three_keepers IMMEDIATE")
            cursor.execute("SET CONSTRAINTS two_or_three_keepers DEFERRED")
    except DatabaseError as why:
        if "two or three keepers" not in str(why):
            raise
        raise ZoneNeedsTwoOrThreeKeepers(
            _("每个责任区要有 2 至 3 名党员负责。先安排好接替的人，再结束这个职务。")
        ) from why


class OverrideIsOver(Refusal):
    pass


@transaction.atomic
def end_override(override: KeeperOverride, *, by: User, at: datetime) -> None:
    """End an exception from today: refused while the zone has other than two or three keepers."""
    today = localdate(at)
    if override.until_on <= today:
        raise OverrideIsOver(_("这个例外已经到期了。"))
    if override.from_on >= today:
        override.delete()
    else:
        override.until_on = today
        override.save(update_fields=["until_on"])
    record(events.OVERRIDE_CUT, override.zone, by=by, at=at, until_on=today)
    try:
        with transaction.atomic(), transaction.get_connection().cursor() as cursor:
            cursor.execute("SELECT check_keepers(%s)", [override.zone_id])
    except DatabaseError as why:
        if "two or three keepers" not in str(why):
            raise
        raise ZoneNeedsTwoOrThreeKeepers(
            _("这个责任区现在还不是 2 至 3 名党员负责。先安排好人，再结束这个例外。")
        ) from why


class NotInOffice(Refusal):
    pass


@transaction.atomic
def open_account(
    community: Community, *, name: str, username: str, role: Duty.Role, zone: Zone | None = None, by: User, at: datetime
) -> tuple[User, str]:
    """Open an account with its first duty. Return the user and a password to be said once and changed at first sign-in.

    Raises IntegrityError when the username is taken; the form has asked before.
    """
    password = one_time_password()
    user = User.objects.create_user(username, password, name=name)
    duty = appoint(user, role, community=community, zone=zone, by=by, at=at)
    record(events.ACCOUNT_OPENED, duty, by=by, at=at, holder=user.name)
    return user, password


@transaction.atomic
def appoint(
    user: User, role: Duty.Role, *, community: Community, zone: Zone | None = None, by: User, at: datetime
) -> Duty:
    """Grant a duty from today, and let the database count a zone's keepers at once: a refusal has a sentence."""
    try:
        with transaction.atomic():
            duty = grant_duty(user, role, community=community, zone=zone, from_on=localdate(at), by=by, at=at)
    except IntegrityError as why:
        if "one_duty_of_a_kind_at_a_time" not in str(why):
            raise
        raise NotInOffice(_("{name}已经有这个职务了。").format(name=user.name)) from why
    settle_keepers()
    return duty


@transaction.atomic
def reset_password(duty: Duty, *, by: User, at: datetime) -> str:
    """Give the holder of `duty` a new password to be said once; every session of theirs ends with the old one.

    Refused when they also act where `by` does not: a password opens everything its owner may see.
    """
    _stays_within_reach(duty.user, by)
    password = one_time_password()
    duty.user.set_password(password)
    duty.user.must_change_password = True
    duty.user.save(update_fields=["password", "must_change_password"])
    record(events.PASSWORD_RESET, duty, by=by, at=at, holder=duty.user.name)
    return password


@transaction.atomic
def let_in(duty: Duty, *, is_let_in: bool, by: User, at: datetime) -> None:
    """Let the holder of `duty` sign in, or not. Their past stays as it is."""
    _stays_within_reach(duty.user, by)
    duty.user.is_active = is_let_in
    duty.user.save(update_fields=["is_active"])
    record(events.ACCOUNT_UNLOCKED if is_let_in else events.ACCOUNT_LOCKED, duty, by=by, at=at, holder=duty.user.name)


class ActsElsewhereToo(Refusal):
    pass


def _stays_within_reach(user: User, by: User) -> None:
    places = frozenset(pk for duty in user.duties_in_force for pk in duty.community_ids)
    if not places <= by.community_ids:
        raise ActsElsewhereToo(_("{name}在别的社区或街道也有职务，请由街道管账号的同志来办。").format(name=user.name))


def one_time_password() -> str:
    """Return a password easy to say on the telephone: three groups of four, no letter that sounds like another."""
    return "-".join("".join(secrets.choice("abdefhkmnpqrstwxy3456789") for _sign in range(4)) for _group in range(3))


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


@transaction.atomic
def keep_phone(duty: Duty, *, phone: str, by: User, at: datetime) -> None:
    """Keep the number colleagues call the holder of `duty` on, in its kept form; blank takes it away."""
    duty.user.phone = phone
    duty.user.save(update_fields=["phone"])
    record(events.PHONE_KEPT, duty, by=by, at=at, holder=duty.user.name)


def choose_keys(user: User, *, uses_keys: bool) -> None:
    """Keep how somebody likes to press keys: a habit, not a happening, so nothing is written into the journal."""
    user.uses_keys = uses_keys
    user.save(update_fields=["uses_keys"])


RUNS_OUT_WITHIN = timedelta(days=7)


@transaction.atomic
def warn_of_overrides(*, by: User | None, at: datetime) -> int:
    """Tell of exceptions that run out within a week, and of those that have, where keepers will be missing; once each.

    The database counts a zone's keepers when a duty changes, not when a day passes: here somebody hears of that day.
    The caller opens the fence. Return how many were told of.
    """
    today, told = localdate(at), 0
    due = KeeperOverride.objects.select_for_update(of=("self",)).select_related("zone").filter(end_told_at=None)
    for override in due.filter(until_on__lte=today + RUNS_OUT_WITHIN, zone__ended_on=None):
        is_over = override.until_on <= today
        if not is_over and override.warned_at is not None:
            continue
        count = _keepers_without(override, max(override.until_on, today))
        if count is not None:
            verb = events.OVERRIDE_ENDED if is_over else events.OVERRIDE_ENDING
            record(verb, override.zone, by=by, at=at, override=override.pk, until_on=override.until_on, count=count)
            told += 1
        if is_over:
            override.end_told_at = at
        elif count is not None:
            override.warned_at = at
        override.save(update_fields=["warned_at", "end_told_at"])
    return told


def _keepers_without(override: KeeperOverride, on: date) -> int | None:
    """Return how many keepers the zone has on that day; None when they are enough, or another exception holds."""
    others = KeeperOverride.objects.filter(zone=override.zone, from_on__lte=on, until_on__gt=on).exists()
    count = Duty.objects.in_force(on).filter(zone=override.zone).values("user").distinct().count()
    return None if others or 2 <= count <= 3 else count
