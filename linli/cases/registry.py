"""What rooms above offer to do with a case, or with what stands on the list for the council: one button each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from linli.accounts.models import User

from .models import Case, CouncilCandidate


@dataclass(frozen=True)
class Step:
    """A button: what it says, and where it posts to."""

    label: str
    url: str


_of_cases: list[tuple[str, Callable[[Case], Step]]] = []
_of_candidates: list[tuple[str, Callable[[CouncilCandidate], Step]]] = []


def offer_on_case(permission: str, step: Callable[[Case], Step]) -> None:
    """Put a button on the page of every case, for those with `permission`; `step` asks the database nothing."""
    _of_cases.append((permission, step))


def offer_on_candidate(permission: str, step: Callable[[CouncilCandidate], Step]) -> None:
    """Put a button beside every line of the list for the council; `step` asks the database nothing."""
    _of_candidates.append((permission, step))


def steps_on_case(case: Case, user: User) -> Iterator[Step]:
    return (step(case) for permission, step in _of_cases if user.has_perm(permission, case))


def steps_on_candidate(candidate: CouncilCandidate, user: User) -> Iterator[Step]:
    return (step(candidate) for permission, step in _of_candidates if user.has_perm(permission, candidate))
