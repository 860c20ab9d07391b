"""A signed paper list, typed or pasted a line a person: who of the register is meant."""

import re
from dataclasses import dataclass

from linli.residents.models import Person

from ..models import Activity

MOST = 300
SIGNS = re.compile(r"^\s*(?:\d{1,3}\s*[.、．)）]\s*)?")
PHONE_END = re.compile(r"(\d{4})\D*$")
NOT_OF_A_NAME = re.compile(r"(?:尾号|尾数|手机|电话)|[\s\d,，、;；:：.()（）+*-]+")  # catalogue: data


@dataclass(frozen=True)
class Read:
    """One line. `people` are who it may mean: one is certain, none is a guest, several have to be told apart."""

    number: int
    text: str
    name: str
    phone_end: str
    people: tuple[Person, ...]

    @property
    def person(self) -> Person | None:
        return self.people[0] if len(self.people) == 1 else None

    @property
    def is_unclear(self) -> bool:
        return len(self.people) > 1


def read_paper_roll(activity: Activity, text: str) -> list[Read]:
    """Match each line (a name, perhaps a number before it and a phone or its end after it) with the register.

    One question however many lines. Somebody expected or signed up is meant before others of the same name.
    """
    lines = []
    for n, line in enumerate(text.splitlines()[:MOST], start=1):
        rest = SIGNS.sub("", line)
        end = PHONE_END.search(rest)
        name = NOT_OF_A_NAME.sub("", rest)[:50]
        if name:
            lines.append((n, line.strip(), name, end[1] if end else ""))
    known = Person.objects.filter(community=activity.community_id, name__in={name for _n, _t, name, _e in lines})
    by_name: dict[str, list[Person]] = {}
    for person in known.filter(merged_into=None, died_on=None, frozen_on=None).order_by("pk"):
        by_name.setdefault(person.name, []).append(person)
    on_it = _on_it(activity)
    return [Read(n, said, name, end, _meant(by_name.get(name, []), end, on_it)) for n, said, name, end in lines]


def _meant(same_name: list[Person], phone_end: str, on_it: set[int]) -> tuple[Person, ...]:
    if phone_end:
        return tuple(person for person in same_name if person.phone_tail == phone_end)
    nearer = [person for person in same_name if person.pk in on_it]
    return tuple(nearer or same_name)


def _on_it(activity: Activity) -> set[int]:
    expected = activity.expected.values_list("person_id", flat=True)
    signed = activity.sign_ups.exclude(person=None).values_list("person_id", flat=True)
    return {key for key in (*expected, *signed) if key is not None}
