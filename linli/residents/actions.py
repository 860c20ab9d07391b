from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from linli.accounts.models import User
from linli.fence.sealing import keyed_hash
from linli.journal.record import record
from linli.territory.models import Community, Door

from . import events, numbers, phones
from .models import Person, Reading, Unit


@transaction.atomic
def enter_person(
    community: Community,
    *,
    name: str,
    by: User | None,
    at: datetime,
    sex: str = Person.Sex.UNKNOWN,
    birth_on: date | None = None,
    id_number: str = "",
    phone: str = "",
) -> Person:
    """Put somebody on the register. Only the name is needed.

    Raises ValueError with a sentence for a wrong identity number or phone; IntegrityError when the identity number is
    on the register already.
    """
    id_number = numbers.normalise_identity_number(id_number) if id_number else ""
    phone = phones.normalise(phone) if phone else ""
    person = Person.objects.create(
        community=community,
        name=name,
        sex=sex,
        birth_on=birth_on,
        id_number=id_number,
        id_number_hash=keyed_hash("identity number", id_number) if id_number else "",
        phone=phone,
        phone_hash=keyed_hash("phone", phone) if phone else "",
        phone_tail=phones.tail(phone) if phone else "",
    )
    record(events.PERSON_ENTERED, person, by=by, at=at)
    return person


@transaction.atomic
def enter_unit(
    community: Community,
    *,
    name: str,
    short_name: str,
    kind: Unit.Kind,
    by: User | None,
    at: datetime,
    door: Door | None = None,
    phone: str = "",
) -> Unit:
    """Put a resident unit on the register."""
    unit = Unit.objects.create(community=community, name=name, short_name=short_name, kind=kind, door=door, phone=phone)
    record(events.UNIT_ENTERED, unit, by=by, at=at, name=name)
    return unit


@transaction.atomic
def note_reading(person: Person, part: Reading.Part, *, by: User, at: datetime, reason: str = "") -> None:
    """Remember that somebody read a part of a person's file; several times a day for one reason is one row."""
    row, is_new = Reading.objects.get_or_create(
        person=person,
        reader=by,
        on=timezone.localdate(at),
        part=part,
        reason=reason,
        defaults={
            "community_id": person.community_id,
            "duty": str(by.duty_in(person.community_id)),
            "first_at": at,
            "last_at": at,
        },
    )
    if not is_new:
        Reading.objects.filter(pk=row.pk).update(last_at=at, times=F("times") + 1)
