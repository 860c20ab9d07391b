"""What merging two entries would do: asked before anybody does it, and by the verb that does it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from .. import numbers
from ..models import Merger, NotSame, Person, Slip

STAYS_WITH_ITS_ENTRY = (Slip, Merger, NotSame)
"""Tables that tell of the entries themselves: what is in them is not moved."""
CHOSEN = (
    "name", "former_name", "pinyin", "pinyin_is_by_hand", "initials", "sex", "ethnicity", "native_place", "education",
    "birth_on", "birth_precision", "birth_as_told", "lunar_month", "lunar_day", "id_kind", "id_number",
    "id_number_hash", "phone", "phone_hash", "phone_tail", "landline", "died_on", "last_verified_on",
)  # fmt: skip
"""What the entry that stays may take from the other."""
TOGETHER = {
    "name": ("name", "pinyin", "pinyin_is_by_hand", "initials"),
    "birth_on": ("birth_on", "birth_precision", "birth_as_told", "lunar_month", "lunar_day"),
    "id_number": ("id_number", "id_kind", "id_number_hash"),
    "phone": ("phone", "phone_hash", "phone_tail"),
}
"""Facts that make sense only with one another are taken together."""

LEADERS = [name for name in CHOSEN if not any(name in group[1:] for group in TOGETHER.values())]
"""The facts one chooses between."""
KNOWN_BY = {"birth_on": ("birth_on", "lunar_month"), "id_number": ("id_number",)}
UNKNOWN = (None, "", Person.Sex.UNKNOWN)

Link = tuple[type[Model], str]


def links_to_people() -> list[Link]:
    """Return every table and column, of this room and of all above, that refers to a person and moves in a merger."""
    links = Person._meta.related_objects  # noqa: SLF001  public by its name in Django
    outside = (*STAYS_WITH_ITS_ENTRY, Person)
    return [(link.related_model, link.field.name) for link in links if link.related_model not in outside]


def is_unknown(person: Person, leader: str) -> bool:
    """Say whether an entry says nothing of a fact: the other one's is taken then."""
    return all(getattr(person, name) in UNKNOWN for name in KNOWN_BY.get(leader, (leader,)))


@dataclass(frozen=True)
class Beside:
    """One fact of two entries, as words. `is_choice`: both say something, and not the same."""

    code: str
    label: Any
    mine: str
    theirs: str
    is_choice: bool


def facts_beside(stays: Person, gone: Person) -> list[Beside]:
    """Return every fact either of them has; numbers are covered."""
    found = []
    for leader in LEADERS:
        mine, theirs = said(stays, leader), said(gone, leader)
        if mine or theirs:
            label = Person._meta.get_field(leader).verbose_name  # type: ignore[union-attr]  # noqa: SLF001
            found.append(Beside(leader, label, mine, theirs, is_choice=bool(mine and theirs and mine != theirs)))
    return found


def said(person: Person, leader: str) -> str:
    """Return a fact of a person as it is shown to everybody who may read the file."""
    match leader:
        case "birth_on":
            return person.birth_words
        case "phone":
            return f"****{person.phone_tail}" if person.phone_tail else ""
        case "landline":
            return f"****{person.landline[-4:]}" if person.landline else ""
        case "id_number":
            return numbers.identity_mask(person.id_number) if person.id_number else ""
        case "sex":
            return "" if person.sex == Person.Sex.UNKNOWN else str(person.get_sex_display())
        case "ethnicity":
            return person.ethnicity_label
        case "education":
            return person.education_label
    value = getattr(person, leader)
    return str(value) if value else ""


@dataclass(frozen=True)
class Moving:
    """Rows of one table that would move."""

    label: Any
    count: int


def what_moves(gone: Person) -> list[Moving]:
    """Return how much of what hangs on an entry: one statement a table that refers to people."""
    found = []
    for model, column in links_to_people():
        count = model._default_manager.filter(**{column: gone.pk}).count()  # noqa: SLF001  public by its name in Django
        if count:
            found.append(Moving(model._meta.verbose_name, count))  # noqa: SLF001
    return found
