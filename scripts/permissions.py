"""Who may do what, as a table for people: `python scripts/permissions.py` writes docs/permissions.md anew.

The permissions are read from the rooms' `rules.py` as they are, so the table cannot say anything else than the doors
do. A test fails while the page is not current.
"""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "permissions.md"

CONDITIONS = {
    "asked_for_it": "their own",
    "asked_the_swap": "asked for it",
    "comes_after": "next on duty",
    "brought_it": "their own",
    "did_not_handle_it": "had no hand in it",
    "handles_it": "in hand",
    "has_the_shift": "own shift",
    "is_named": "named on it",
    "is_oneself_or_their_lead": "their own, and of those they lead",
    "helps_with_it": "asked to help",
    "is_asked": "asked",
    "is_not_about_themselves": "of others",
    "is_shown": "shown to residents",
    "is_that_person": "their own",
    "is_their_own": "own",
    "is_their_own_card": "own",
    "is_their_own_pledge": "own",
    "is_invited": "invited",
    "takes_the_minutes": "chair or recorder",
    "chairs_it": "chair",
    "is_their_task": "own task",
    "runs_the_meeting": "chair or recorder",
    "is_their_own_sign_up": "own",
    "keeps_the_filter": "their own, or shared",
    "keeps_its_zone": "their zone",
    "may_bring_such": "of kinds they may",
    "may_read_such": "of kinds they may",
    "only_gave_it_away": "gave it away",
    "saved_it": "their own",
    "runs_it": "hosts it, or keeps its record",
    "reads_whole": "their own, and all they answer for",
    "sees_it": "what they see",
    "sees_the_deed": "what they see",
    "speaks_for_its_unit": "their unit's",
    "stands_on_it": "own shift",
    "went_there": "went there",
    "was_offered_it": "offered",
}
"""How the conditions of the rules read in a cell; a new one has to be named here."""

ONLY_FOR = {"keeps_its_zone": "zone_keeper"}
"""Conditions only one role can meet: the database gives a zone to nobody but its keepers."""

HEAD = """# Who may do what

Written by `python scripts/permissions.py` from the rooms' `rules.py`; a test fails while it is not current.

A permission has the name of its action. *Yes* means: in the communities of one's duty; a dash means no; other words
are a condition. *In hand*, *offered* and *asked to help* are about a case that came to this very person: it comes to
keepers, the office and liaisons, and to nobody else unless they are asked by name.

Whoever does not see a case (another community, a keeper of another zone) meets 404 before any of this. Who holds
several duties acts in one of them at a time: nothing adds up.

"""

Answer = bool | str


def main() -> int:
    prepare()
    PAGE.write_text(text(), encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)}: written")
    return 0


def prepare() -> None:
    """Set Django up without a database: only the rules and the addresses are read."""
    import django

    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    os.environ.setdefault("DATABASE_URL", "postgresql:///none?host=/nonexistent")
    django.setup()


def text() -> str:
    """Return the whole page."""
    from django.conf import settings
    from django.utils import translation

    from linli.accounts.models import Duty

    with translation.override(settings.LANGUAGE_CODE):
        roles = [(role.value, str(role.label)) for role in Duty.Role]
    parts = [HEAD]
    for room, permissions in by_room().items():
        parts.append(f"## {room}\n\n")
        parts.append(f"| permission | {' | '.join(label for _role, label in roles)} | pages |\n")
        parts.append(f"|---|{'---|' * len(roles)}---|\n")
        for permission, predicate in permissions.items():
            cells = [cell(judge(predicate, role)) for role, _label in roles]
            pages = ", ".join(f"`/{address}`" for address in pages_of(permission)) or "–"
            parts.append(f"| `{permission}` | {' | '.join(cells)} | {pages} |\n")
        parts.append("\n")
    parts.append("## Open to everybody\n\n")
    parts += [f"* `/{address}`\n" for address in pages_of("public")]
    return "".join(parts)


def by_room() -> dict[str, dict[str, str]]:
    """Return the permissions with the names of their predicates, room after room."""
    from django.urls import get_resolver
    from rules.permissions import permissions

    _every_page_is_imported = get_resolver().url_patterns
    rooms: dict[str, dict[str, str]] = {}
    for name in sorted(permissions):
        rooms.setdefault(name.split(".")[0], {})[name] = permissions[name].name
    return rooms


def pages_of(permission: str) -> list[str]:
    return [address for address, asked in doors() if asked == permission]


def doors(resolver: Any = None, before: str = "") -> Iterator[tuple[str, str | None]]:
    """Return every address of the house with the permission its door asks for."""
    from django.urls import get_resolver

    for pattern in (resolver or get_resolver()).url_patterns:
        address = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from doors(pattern, address)
        else:
            yield address, getattr(pattern.callback, "permission", None)


def judge(predicate: str, role: str) -> Answer:
    """Return what a predicate says to whoever acts in `role`: True, False, or the words of its condition.

    `predicate` is the name the `rules` package gives a combined predicate, such as "(handles_it | (acts as a | b))".
    """
    from linli.accounts.models import Duty

    known = "|".join(Duty.Role.values)
    spelled = re.sub(
        rf"acts as ((?:{known})(?: \| (?:{known}))*)", lambda said: f"ROLE:{said[1].replace(' | ', ',')}", predicate
    )
    words = re.findall(r"[()|&]|[\w:,]+", spelled)
    answer, rest = _any(words, role)
    if rest:
        raise ValueError(f"cannot read the predicate {predicate}")
    return answer


def _any(words: list[str], role: str) -> tuple[Answer, list[str]]:
    answer, words = _all(words, role)
    while words and words[0] == "|":
        other, words = _all(words[1:], role)
        answer = True if True in {answer, other} else " or ".join(each for each in (answer, other) if each) or False
    return answer, words


def _all(words: list[str], role: str) -> tuple[Answer, list[str]]:
    answer, words = _one(words, role)
    while words and words[0] == "&":
        other, words = _one(words[1:], role)
        given = [each for each in (answer, other) if each is not True]
        answer = False if False in given else " and ".join(map(str, given)) or True
    return answer, words


def _one(words: list[str], role: str) -> tuple[Answer, list[str]]:
    word, words = words[0], words[1:]
    if word == "(":
        answer, words = _any(words, role)
        return answer, words[1:]
    if word.startswith("ROLE:"):
        return role in word.removeprefix("ROLE:").split(","), words
    if word == "is_signed_in":
        return True, words
    return ONLY_FOR.get(word, role) == role and CONDITIONS[word], words


def cell(answer: Answer) -> str:
    return "yes" if answer is True else "–" if answer is False else answer


if __name__ == "__main__":
    sys.exit(main())
