"""Finding people by what somebody says of them: part of a name, its reading or initials, the end of a phone."""

import re

from django.db.models import Q, QuerySet

from linli.fence.sealing import keyed_hash

from .. import naming, numbers, phones
from ..models import Person


def search(people: QuerySet[Person], words: str) -> QuerySet[Person]:
    """Return who of `people` is meant by every one of the words, by reading; nobody where nothing is said.

    A word is part of a name, a reading ("qin juan", "qinjuan", "qj"), the last four digits of a phone, or a whole
    identity or phone number.
    """
    parts = re.sub(r"(?<=[A-Za-z])\s+(?=[A-Za-z])", "", words).split()
    if not parts:
        return people.none()
    for part in parts:
        people = people.filter(_meant(naming.tidy(part)))
    return people.order_by("pinyin", "pk")


def _meant(word: str) -> Q:
    if re.fullmatch(r"[0-9]{4}", word):
        return Q(phone_tail=word)
    if re.search(r"[0-9]{5}", word):
        return Q(phone_hash=_print_of_phone(word)) | Q(id_number_hash=_print_of_id_number(word))
    if re.fullmatch(r"[a-zA-Z]+", word):
        return Q(initials__startswith=word.lower()) | Q(pinyin__regex=f"^{' ?'.join(word.lower())}")
    return Q(name__contains=word) | Q(former_name__contains=word)


def _print_of_phone(word: str) -> str:
    try:
        return keyed_hash("phone", phones.normalise(word))
    except phones.WrongPhone:
        return "-"


def _print_of_id_number(word: str) -> str:
    try:
        return keyed_hash("identity number", numbers.normalise_identity_number(word))
    except numbers.WrongNumber:
        return "-"
