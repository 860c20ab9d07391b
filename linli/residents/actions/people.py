"""Putting people on the register and keeping what is known of them right."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Unpack

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.fence.straight import write_many
from linli.journal.record import events_of, record, record_all
from linli.territory.models import Community
from linli.web.refusal import Refusal

from .. import events
from ..models import Person
from .facts import Facts, Row, put
from .households import leave_wherever


class AlreadyRegistered(Refusal):
    """Somebody of the register has this identity number."""


@transaction.atomic
def enter_person(community: Community, *, name: str, by: User | None, at: datetime, **facts: Unpack[Facts]) -> Person:
    """Put somebody on the register. Only the name is needed; `facts` are whatever else is known (see Facts).

    Reading, sex and birth come from name and identity number where nobody says them. A birth that differs from the
    number is kept as told: `numbers.birth_doubt` has the sentence to warn with. Raises ValueError with a sentence for
    a wrong number; refused when the identity number is on the register already.
    """
    person = Person(community=community, name=name)
    put(person, dict(facts))
    with one_of_each_id_number(person):
        person.save(force_insert=True)
    record(events.PERSON_ENTERED, person, by=by, at=at)
    return person


@transaction.atomic
def enter_people(community: Community, rows: Sequence[Row], *, by: User | None, at: datetime) -> list[Person]:
    """Put many people on the register in a few statements, in the order of `rows`: all of them or nobody.

    Raises as `enter_person` does; an identity number already known is an IntegrityError of the whole lot, so whoever
    brings a list asks `queries.keys_by_id_number` first.
    """
    people = []
    for row in rows:
        person = Person(community=community)
        put(person, row)
        people.append(person)
    write_many(people)
    record_all(events_of(events.PERSON_ENTERED, people, by=by, at=at))
    return people


@transaction.atomic
def change_person(person: Person, *, by: User, at: datetime, name: str = "", **facts: Unpack[Facts]) -> Person:
    """Write what is now known of somebody; facts not given stay. Nothing changed writes nothing.

    The journal tells which facts were changed, never what they say.
    """
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    before = _kept(person)
    put(person, {**({"name": name} if name else {}), **facts})
    changed = [field for field, value in _kept(person).items() if value != before[field]]
    if not changed:
        return person
    with one_of_each_id_number(person):
        person.save(update_fields=changed)
    record(events.PERSON_CHANGED, person, by=by, at=at, what=_named(changed))
    return person


FIELDS = {each.attname: each for each in Person._meta.concrete_fields if not each.primary_key}  # noqa: SLF001  public by its name in Django
TOLD = frozenset({*Facts.__annotations__, "name"})


def _kept(person: Person) -> dict[str, object]:
    return {name: getattr(person, name) for name in FIELDS}


def _named(changed: Sequence[str]) -> str:
    """Return the names of facts in the house's own language, whatever the actor reads."""
    with translation.override(settings.LANGUAGE_CODE):
        return "、".join(str(FIELDS[name].verbose_name) for name in changed if name in TOLD)  # catalogue: data


@contextmanager
def one_of_each_id_number(person: Person) -> Iterator[None]:
    """Turn the database's refusal of one number twice into a sentence that says who has it."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as why:
        if "one_person_of_each_id_number" not in str(why):
            raise
        other = Person.objects.filter(
            community=person.community_id, id_number_hash=person.id_number_hash, merged_into=None
        ).first()
        sentence = _("这个证件号码已经登记在{name}名下。请先找到那一份看看是不是同一个人；确实写错了号码，再改过来。")
        name = other.name if other else _("另一位居民")
        raise AlreadyRegistered(sentence.format(name=name), field="id_number") from why


@transaction.atomic
def verify_person(person: Person, *, by: User, at: datetime) -> None:
    """核对: somebody looked whether what is written is still so, and it is."""
    Person.objects.filter(pk=person.pk).update(last_verified_on=at.date(), verified_by=by)
    record(events.PERSON_VERIFIED, person, by=by, at=at)


class DiedTooSoon(Refusal):
    """Nobody dies before they were born, or in days to come."""


@transaction.atomic
def note_death(person: Person, *, on: date, by: User, at: datetime) -> None:
    """Note that somebody died: they live nowhere any more; rooms above hear it and end what is theirs to end."""
    if on > at.date():
        raise DiedTooSoon(_("日期还没有到，请再看一下。"), field="on")
    if person.birth_on is not None and on < person.birth_on:
        raise DiedTooSoon(_("去世日期早于出生日期，请再看一下。"), field="on")
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    person.died_on = on
    person.save(update_fields=["died_on"])
    leave_wherever(person, on)
    record(events.PERSON_DIED, person, by=by, at=at, on=on)
