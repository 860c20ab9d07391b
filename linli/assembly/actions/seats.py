"""Seats: given, ended with a reason, passed on in one step, and taken back the same day when it was a slip."""

from datetime import date, datetime

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.models import Event
from linli.journal.record import record
from linli.residents.models import Person, Unit
from linli.residents.queries import liaisons_of, units_of
from linli.web.refusal import Refusal

from .. import events
from ..models import Body, Seat


class SitsAlready(Refusal):
    pass


class WrongDays(Refusal):
    pass


class SlipIsOld(Refusal):
    pass


class NobodyNamed(Refusal):
    pass


class HasNoSeats(Refusal):
    """The body's seats come from a register; nobody gives them out."""


@transaction.atomic
def give_seat(
    body: Body,
    *,
    from_on: date,
    by: User | None,
    at: datetime,
    person: Person | None = None,
    name: str = "",
    user: User | None = None,
    unit: Unit | None = None,
    post: str = "",
    until_on: date | None = None,
) -> Seat:
    """Seat somebody of the register, or a delegate of a unit known by name."""
    if body.seated_by != Body.SeatedBy.SEATS:
        raise HasNoSeats(_("{name}不逐个定席位：谁参加，到那天看登记就知道。").format(name=body.name))
    if person is None and not name.strip():
        raise NobodyNamed(_("请选一位居民，或者写下单位来的人的姓名。"), field="name")
    if until_on is not None and until_on <= from_on:
        raise WrongDays(_("止的日子要晚于起的日子。"), field="until_on")
    seat = Seat(
        community_id=body.community_id, body=body, person=person, name="" if person else name.strip(), user=user,
        unit=unit, post=post, from_on=from_on, until_on=until_on,
    )  # fmt: skip
    try:
        with transaction.atomic():
            seat.save(force_insert=True)
    except IntegrityError as why:
        if "nobody_sits_twice_at_once" not in str(why):
            raise
        raise SitsAlready(
            _("{name}在这段时间里已经有一席了。先把原来的一席写上离任，再加新的。").format(name=seat.holder),
            field="person",
        ) from why
    record(events.SEAT_GIVEN, seat, by=by, at=at, name=body.name, post=post or _("成员"), on=from_on)
    return seat


@transaction.atomic
def seat_delegates(body: Body, *, from_on: date, by: User | None, at: datetime) -> tuple[list[Seat], list[Unit]]:
    """Seat a delegate for every unit that has none: its Party secretary; in the liaisons' group, its liaison officer.

    Returns the seats given, and the units nobody is on the register for.
    """
    held = set(Seat.objects.filter(body=body).held_on(from_on).values_list("unit", flat=True))
    made, unknown = [], []
    for unit in units_of(body.community_id).filter(joined_on__lte=from_on).exclude(pk__in=held - {None}):
        user = next(iter(liaisons_of(unit, from_on)), None)
        is_group = body.kind == Body.Kind.LIAISON_GROUP
        name, post = (user.name if user else "", _("联络员")) if is_group else (unit.party_secretary, _("党组织书记"))
        if not name:
            unknown.append(unit)
            continue
        account = user if user and user.name == name else None
        made.append(give_seat(body, name=name, user=account, unit=unit, post=post, from_on=from_on, by=by, at=at))
    return made, unknown


@transaction.atomic
def end_seat(seat: Seat, *, on: date, reason: str, by: User, at: datetime) -> None:
    """Note that somebody sits there no more since `on`; ending it again changes nothing."""
    seat = Seat.objects.select_for_update(of=("self",)).select_related("body").get(pk=seat.pk)
    if seat.end_reason:
        return
    if on <= seat.from_on:
        raise WrongDays(_("离任的日子要晚于上任的日子（{day}）。").format(day=seat.from_on), field="on")
    seat.until_on, seat.end_reason = on, reason
    seat.save(update_fields=["until_on", "end_reason"])
    record(events.SEAT_ENDED, seat, by=by, at=at, name=seat.body.name, on=on, reason=reason)


@transaction.atomic
def replace_seat(
    seat: Seat, *, on: date, reason: str, by: User, at: datetime, person: Person | None = None, name: str = "",
    user: User | None = None, post: str = "",
) -> Seat:  # fmt: skip
    """Let somebody else take a seat from a day on: the one before ends that day, for the same unit."""
    end_seat(seat, on=on, reason=reason, by=by, at=at)
    return give_seat(
        seat.body, from_on=on, by=by, at=at, person=person, name=name, user=user, unit=seat.unit,
        post=post or seat.post,
    )  # fmt: skip


@transaction.atomic
def undo_seat(seat: Seat, *, by: User, at: datetime) -> None:
    """Take a seat back the day it was written down; nobody was called to a meeting by it yet."""
    seat = Seat.objects.select_for_update(of=("self",)).select_related("body").get(pk=seat.pk)
    kind = ContentType.objects.get_for_model(Seat)
    written = Event.objects.filter(subject_type=kind, subject_id=seat.pk, verb=events.SEAT_GIVEN.name).first()
    if written is None or localdate(written.at) != localdate(at):
        raise SlipIsOld(_("只有当天记错的可以撤回。以前的请写「离任」，写明为什么。"))
    record(events.SEAT_UNDONE, seat.body, by=by, at=at, name=seat.body.name)
    seat.delete()
