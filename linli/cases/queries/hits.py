"""Where the words stand in what was found: titles and places with the words marked, and the sentence around them."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ..models import Case, Closure, Remark, Requester
from .search import plain

AROUND = 18
"""Signs shown before the first word found; after it as many again and more."""
LENGTH = 72


@dataclass(frozen=True)
class Piece:
    text: str
    is_hit: bool = False


@dataclass(frozen=True)
class Hit:
    """One case as a page of results shows it. `said` is the sentence the words stand in, `where` whose it is."""

    case: Case
    title: list[Piece]
    place: list[Piece]
    said: list[Piece]
    where: str
    callers: list[Requester]

    @property
    def pk(self) -> int:
        return self.case.pk


def hits(cases: Sequence[Case], words: Sequence[str]) -> list[Hit]:
    """Return the cases with their words marked; one query for remarks and one for closures, where any are needed."""
    missing = [case for case in cases if not _all_in(words, case.title, case.place_text, case.content)]
    said = _said_elsewhere([case.pk for case in missing], words) if missing else {}
    return [_hit(case, words, said.get(case.pk)) for case in cases]


def _hit(case: Case, words: Sequence[str], elsewhere: tuple[str, str] | None) -> Hit:
    beside: Any = case  # `callers` were fetched beside it
    text, where = case.content, "content"
    if not any(word in plain(text) for word in words):
        spoken = next((one.words for one in beside.callers if any(word in plain(one.words) for word in words)), "")
        text, where = (spoken, "caller") if spoken else elsewhere or (case.content, "content")
    return Hit(
        case=case,
        title=marked(case.title, words),
        place=marked(case.place_text, words),
        said=[] if plain(text).strip() == plain(case.title).strip() else marked(excerpt(text, words), words),
        where=where,
        callers=beside.callers,
    )


def _said_elsewhere(keys: list[int], words: Sequence[str]) -> dict[int, tuple[str, str]]:
    """Return for each case the first remark, or what was written when it ended, in which one of the words stands."""
    found: dict[int, tuple[str, str]] = {}
    for remark in Remark.objects.filter(case__in=keys).order_by("pk"):
        if remark.case_id not in found and any(word in plain(remark.body) for word in words):
            found[remark.case_id] = (remark.body, remark.kind)
    for closure in Closure.objects.filter(case__in=keys).order_by("pk"):
        if closure.case_id not in found and any(word in plain(closure.done) for word in words):
            found[closure.case_id] = (closure.done, "done")
    return found


def _all_in(words: Iterable[str], *texts: str) -> bool:
    whole = plain(" ".join(texts))
    return all(word in whole for word in words)


def excerpt(text: str, words: Sequence[str]) -> str:
    """Return the part of `text` around the first word found in it, in one line."""
    text = " ".join(text.split())
    begins = min((at for at, _end in _places(text, words)), default=0)
    start = max(begins - AROUND, 0)
    cut = text[start : start + LENGTH]
    return ("…" if start else "") + cut + ("…" if start + LENGTH < len(text) else "")


def marked(text: str, words: Sequence[str]) -> list[Piece]:
    """Return `text` in pieces, those that are one of `words` told apart; however wide or big they are written."""
    pieces, done = [], 0
    for begins, ends in _merged(_places(text, words)):
        if begins > done:
            pieces.append(Piece(text[done:begins]))
        pieces.append(Piece(text[begins:ends], is_hit=True))
        done = ends
    return [*pieces, Piece(text[done:])] if done < len(text) else pieces


def _places(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Return where words stand in `text`, in its own signs: a sign may become several when it is compared."""
    signs: list[str] = []
    origin: list[int] = []
    for at, sign in enumerate(text):
        for each in plain(unicodedata.normalize("NFKC", sign)):
            signs.append(each)
            origin.append(at)
    whole = "".join(signs)
    found = []
    for word in words:
        at = whole.find(word)
        while at >= 0:
            found.append((origin[at], origin[at + len(word) - 1] + 1))
            at = whole.find(word, at + len(word))
    return sorted(found)


def _merged(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for begins, ends in places:
        if joined and begins <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], ends))
        else:
            joined.append((begins, ends))
    return joined
