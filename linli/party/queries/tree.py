"""The tree of organisations, drawn in order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ..models import Member, Organisation
from .rosters import counts_by_organisation, secretaries_of


@dataclass(frozen=True)
class Branching:
    """One organisation of the tree with how deep it stands, how many members it has, and who leads it."""

    organisation: Organisation
    depth: int
    members: int
    secretary: Member | None


def tree(organisations: Iterable[Organisation], on: date) -> Sequence[Branching]:
    """Return organisations from the top down, each followed by those below it: three questions for all."""
    every = list(organisations)
    counts, secretaries = counts_by_organisation(every, on), secretaries_of([each.pk for each in every], on)
    keys = {each.pk for each in every}
    children: dict[int | None, list[Organisation]] = {}
    for each in every:
        children.setdefault(each.parent_id if each.parent_id in keys else None, []).append(each)
    found: list[Branching] = []

    def draw(parent: int | None, depth: int) -> None:
        for each in children.get(parent, []):
            found.append(Branching(each, depth, counts[each.pk], secretaries.get(each.pk)))
            draw(each.pk, depth + 1)

    draw(None, 0)
    return found
