from datetime import date, datetime

from django.db import transaction

from linli.accounts.models import User
from linli.fence.sealing import keyed_hash
from linli.journal.record import record
from linli.territory.models import Community

from .. import events, numbers, phones
from ..models import Person


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
