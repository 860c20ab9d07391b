"""Where the words stand in what was found: titles and places with the words marked, and the sentence around them."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from linli.fence.asking import ask

from .found import FoundCase
from .search import plain

AROUND = 18
"""Signs shown before the first word found; after it as many again and more."""
LENGTH = 72


class Piece(NamedTuple):
    text: str
    is_hit: bool = False


class Hit(NamedTuple):
    """One case as a page of results shows it. `said` is the sentence the words stand in, `where` whose it is."""

    case: FoundCase
    title: list[Piece]
    place: list[Piece]
    said: list[Piece]
    where: str


def hits(cases: Sequence[FoundCase], words: Sequence[str]) -> list[Hit]:
    """Return the cases with their words marked; one query for what was said elsewhere, where any is needed."""
    missing = [case.pk for case in cases if not _all_in(words, plain(f"{case.title} {case.place} {case.content}"))]
    said = _said_elsewhere(missing, words) if missing else {}
    return [_hit(case, words, said.get(case.pk)) for case in cases]


def _hit(case: FoundCase, words: Sequence[str], elsewhere: tuple[str, str] | None) -> Hit:
    text, where = case.content, "content"
    if not _any_in(words, plain(text)):
        spoken = next((caller.words for caller in case.callers if _any_in(words, plain(caller.words))), "")
        text, where = (spoken, "caller") if spoken else elsewhere or (case.content, "content")
    is_title = plain(text).strip() == plain(case.title).strip()
    return Hit(
        case=case,
        title=marked(case.title, words),
        place=marked(case.place, words),
        said=[] if is_title else marked(excerpt(text, words), words),
        where=where,
    )


_SAID = """
SELECT case_id, body, kind, 1 AS rank, id FROM cases_remark WHERE case_id = ANY (%(cases)s)
UNION ALL
SELECT case_id, done, 'done', 2, id FROM cases_closure WHERE case_id = ANY (%(cases)s)
ORDER BY rank, id
"""


def _said_elsewhere(keys: list[int], words: Sequence[str]) -> dict[int, tuple[str, str]]:
    """Return for each case the first remark, or what was written when it ended, in which one of the words stands."""
    found: dict[int, tuple[str, str]] = {}
    for case, text, where, _rank, _id in ask(_SAID, {"cases": keys}):
        if case not in found and _any_in(words, plain(text)):
            found[case] = (text, where)
    return found


def _all_in(words: Sequence[str], whole: str) -> bool:
    return all(word in whole for word in words)


def _any_in(words: Sequence[str], whole: str) -> bool:
    return any(word in whole for word in words)


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
    signs = [_compared(sign) for sign in text]
    whole = "".join(signs)
    if not _any_in(words, whole):
        return []
    origin = [at for at, sign in enumerate(signs) for _each in sign]
    found = []
    for word in words:
        at = whole.find(word)
        while at >= 0:
            found.append((origin[at], origin[at + len(word) - 1] + 1))
            at = whole.find(word, at + len(word))
    return sorted(found)


@lru_cache(maxsize=16384)
def _compared(sign: str) -> str:
    return plain(unicodedata.normalize("NFKC", sign))


def _merged(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for begins, ends in places:
        if joined and begins <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], ends))
        else:
            joined.append((begins, ends))
    return joined
