"""What may be known of a person, and how it is brought into the form it is kept in."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypedDict

from linli.accounts.models import User
from linli.fence.sealing import keyed_hash

from .. import naming, numbers, phones
from ..models import Person


class Facts(TypedDict, total=False):
    """Facts of a person beside the name; each may be missing. Numbers come as they were typed."""

    former_name: str
    pinyin: str
    sex: str
    ethnicity: str
    native_place: str
    education: str
    birth_on: date | None
    birth_precision: str
    birth_as_told: str
    lunar_month: int | None
    lunar_day: int | None
    id_kind: str
    id_number: str
    phone: str
    landline: str
    user: User | None
    died_on: date | None
    last_verified_on: date | None


class Row(Facts):
    """One person to be entered with others: the name and whatever facts are known."""

    name: str


JUDGED = ("111", "112")
"""Kinds of papers that carry an identity number whose form can be judged."""


def put(person: Person, facts: Mapping[str, Any]) -> None:
    """Write facts onto a person that is not saved yet: names and numbers tidied, hashes and reading beside them, sex
    and birth taken from the identity number where nobody said them.

    Raises ValueError with a sentence for a wrong identity number or phone.
    """
    plain = {name: value for name, value in facts.items() if name not in {"pinyin", "id_number", "phone", "landline"}}
    for name, value in plain.items():
        setattr(person, name, value)
    person.name, person.former_name = naming.tidy(person.name), naming.tidy(person.former_name)
    _put_reading(person, facts.get("pinyin"))
    if "id_number" in facts:
        _put_id_number(person, facts["id_number"])
    if "phone" in facts:
        person.phone = phones.normalise(facts["phone"]) if facts["phone"] else ""
        person.phone_hash = keyed_hash("phone", person.phone) if person.phone else ""
        person.phone_tail = phones.tail(person.phone) if person.phone else ""
    if "landline" in facts:
        person.landline = phones.normalise(facts["landline"]) if facts["landline"] else ""


def _put_reading(person: Person, by_hand: str | None) -> None:
    """A reading somebody wrote stays until it is emptied; every other follows the name."""
    read = naming.pinyin_of(person.name)
    if by_hand is not None:
        written = naming.tidy_pinyin(by_hand)
        person.pinyin_is_by_hand = written not in {"", read}
        person.pinyin = written or read
    elif not person.pinyin_is_by_hand:
        person.pinyin = read
    person.initials = naming.initials_of(person.pinyin)


def _put_id_number(person: Person, typed: str) -> None:
    if person.id_kind in JUDGED:
        number = numbers.normalise_identity_number(typed) if typed else ""
    else:
        number = "".join(typed.split()).upper()
    person.id_number = number
    person.id_number_hash = keyed_hash("identity number", number) if number else ""
    if not number or person.id_kind not in JUDGED:
        return
    if person.sex in {Person.Sex.UNKNOWN, ""}:
        person.sex = Person.Sex.MALE if numbers.is_male(number) else Person.Sex.FEMALE
    if person.birth_on is None:
        person.birth_on, person.birth_precision = numbers.birth_date(number), Person.Precision.DAY
