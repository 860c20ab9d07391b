"""What rooms above add to a person's file, and whom they need kept. They declare it in `apps.ready()`.

    chapter("party", _("党员"), "party.view_member", lines=lines_of, export=export_of)
    hold(lambda people: {key: _("是党员") for key in members_among(people)})

A chapter's `lines(person_key, user)` are shown on the file to whoever has its permission for that person;
`export(person_key)` goes into the copy a person asks for. What `hold` names is neither merged away nor deleted.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from linli.accounts.models import User


@dataclass(frozen=True)
class ChapterLine:
    """One line of a chapter: what it is, what it says, where it leads."""

    label: Any
    text: Any
    url: str = ""


@dataclass(frozen=True)
class Chapter:
    """What one room above knows of a person. `export` gives lists and texts JSON can write."""

    code: str
    title: Any
    permission: str
    lines: Callable[[int, User], Sequence[ChapterLine]]
    export: Callable[[int], Sequence[Any]]
    order: int = 100


Holder = Callable[[Sequence[int]], Mapping[int, str]]
_chapters: dict[str, Chapter] = {}
_holders: list[Holder] = []


def chapter(
    code: str,
    title: Any,
    permission: str,
    *,
    lines: Callable[[int, User], Sequence[ChapterLine]],
    export: Callable[[int], Sequence[Any]],
    order: int = 100,
) -> Chapter:
    """Declare a chapter; declaring it again replaces it."""
    _chapters[code] = Chapter(code, title, permission, lines, export, order)
    return _chapters[code]


def chapters() -> list[Chapter]:
    return sorted(_chapters.values(), key=lambda each: (each.order, each.code))


def hold(holder: Holder) -> Holder:
    """Declare who must be kept: `holder(keys of people)` returns, by key, a sentence saying why."""
    if holder not in _holders:
        _holders.append(holder)
    return holder


def held(people: Sequence[int]) -> dict[int, list[str]]:
    """Return why some of these people must be kept, by their keys."""
    found: dict[int, list[str]] = {}
    for holder in _holders:
        for key, sentence in holder(people).items():
            found.setdefault(key, []).append(str(sentence))
    return found
