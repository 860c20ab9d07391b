"""The English catalogue: `python scripts/catalogue.py update | check | compile`.

Message ids are the Chinese sentences themselves, so Chinese needs no catalogue; English lives in
`linli/locale/en/LC_MESSAGES/django.po`. Written in Python because people's machines have no GNU gettext.

* `update`  takes new sentences in and drops those that are gone (printing them: a changed sentence is a new one).
* `check`   fails on sentences without English, leftovers, placeholders that differ, and Chinese outside gettext.
* `compile` writes the `.mo` file the program reads.
"""

import argparse
import io
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize
from literal_chinese import EXEMPT_FOLDERS, find

ROOT = Path(__file__).resolve().parents[1]
ROOM = ROOT / "linli"
ENGLISH = ROOM / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    **dict.fromkeys(["_", "gettext", "gettext_lazy", "gettext_noop"]),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], (1, 2)),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], ((1, "c"), 2)),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], ((1, "c"), 2, 3)),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sdrf]|%[sd]|\{(\w*)[^{}]*\}")
NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)  # a fixed one: two people who add a sentence must not collide in the head


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("verb", choices=["update", "check", "compile"])
    verb = parser.parse_args().verb
    if verb == "update":
        return update()
    return check() if verb == "check" else compile_()


def update() -> int:
    """Bring the catalogue in step with the code. English already written is never touched."""
    known, wanted = stored(), extracted(sentences())
    for gone in leftovers(known, wanted):
        print(f"dropped: {shown(gone)} ({as_tuple(gone.string)[0]})")
    added = 0
    for message in wanted:
        if not message.id:
            continue
        if message_before := known.get(message.id, message.context):
            message.string = message_before.string
            message.flags |= message_before.flags & {"fuzzy"}
        else:
            added += 1
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    with ENGLISH.open("wb") as file:
        write_po(file, wanted, width=120, sort_by_file=True, include_lineno=False, omit_header=False)
    missing = [message for message in wanted if message.id and not is_translated(message)]
    print(f"{ENGLISH.relative_to(ROOT)}: {len(wanted)} sentences, {added} new, {len(missing)} without English")
    return 0


def check() -> int:
    """Print everything that keeps a reader of English or Chinese from a whole sentence; fail when there is anything."""
    said = list(sentences())
    complaints = [*complaints_of(stored(), extracted(said)), *said_two_ways(said)]
    complaints += [
        f"{found.path.relative_to(ROOT)}:{found.line}: Chinese outside gettext: {found.text.strip()[:60]}"
        for found in find(ROOM)
    ]
    for complaint in complaints:
        print(complaint)
    if complaints:
        print(f"catalogue: {len(complaints)} to mend (`python scripts/catalogue.py update` takes new sentences in)")
    return 1 if complaints else 0


def compile_() -> int:
    with ENGLISH.with_suffix(".mo").open("wb") as file:
        write_mo(file, stored())
    return 0


def complaints_of(known: Catalog, wanted: Catalog) -> Iterator[str]:
    """Yield one line for each sentence that is missing, doubtful, left over, or differs in its placeholders."""
    for message in wanted:
        if not message.id:
            continue
        place = ":".join(str(part) for part in message.locations[0]) if message.locations else "?"
        english = known.get(message.id, message.context)
        if english is None or not is_translated(english):
            yield f"{place}: no English for {shown(message)}"
        elif english.fuzzy:
            yield f"{place}: doubtful (fuzzy) English for {shown(message)}"
        elif difference := placeholder_difference(english):
            yield f"{place}: {difference} in the English of {shown(message)}"
    for gone in leftovers(known, wanted):
        yield f"{ENGLISH.relative_to(ROOT)}: nobody says {shown(gone)} any more"
    for gone in known.obsolete.values():
        yield f"{ENGLISH.relative_to(ROOT)}: obsolete entry {shown(gone)}"


def placeholder_difference(message: Message) -> str:
    """Return what an English sentence lacks or has too many of; a singular ("one case") may leave its number out."""
    ids, strings = as_tuple(message.id), as_tuple(message.string)
    wanted = set().union(*map(placeholders, ids))
    invented = set().union(*map(placeholders, strings)) - wanted
    lacking = wanted - placeholders(strings[-1])
    if invented:
        return f"unknown {', '.join(sorted(invented))}"
    return f"{', '.join(sorted(lacking))} missing" if lacking else ""


def placeholders(text: str) -> set[str]:
    return {match[0] for match in PLACEHOLDER.finditer(text.replace("%%", ""))}


class Said(NamedTuple):
    """One sentence of the source: where, its words (two where it counts), and its context."""

    path: str
    line: int
    words: str | tuple[str, ...]
    context: str | None


def said_two_ways(said: Iterable[Said]) -> Iterator[str]:
    """Yield one line for each sentence that counts in one place only: elsewhere it would read as if there were one."""
    counting: dict[tuple[str | None, str], dict[bool, Said]] = {}
    for each in said:
        key = each.context, as_tuple(each.words)[0]
        counting.setdefault(key, {}).setdefault(isinstance(each.words, tuple), each)
    for (_context, words), ways in counting.items():
        if len(ways) > 1:
            yield f"{ways[False].path}:{ways[False].line}: “{words}” counts in {ways[True].path} and not here"


def extracted(said: Iterable[Said]) -> Catalog:
    """Return a catalogue of every sentence in code and templates, without English."""
    catalog = Catalog("en", project="linli", creation_date=NO_DATE, revision_date=NO_DATE, fuzzy=False)
    catalog.header_comment = "# English of the Chinese sentences in linli/. See scripts/catalogue.py."
    for path, line, words, context in said:
        catalog.add(words, locations=[(path, line)], context=context)
    return catalog


def sentences() -> Iterator[Said]:
    """Yield every sentence in code and templates."""
    for path in sorted(ROOM.rglob("*")):
        if (EXEMPT_FOLDERS - {"demo"}) & set(path.relative_to(ROOM).parts):
            continue
        if path.suffix == ".py":
            source = path.read_text(encoding="utf-8")
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            source = template_as_python(path.read_text(encoding="utf-8"), str(path.relative_to(ROOT)))
        else:
            continue
        file = io.BytesIO(source.encode())
        for line, message, _comments, context in extract("python", file, KEYWORDS, options={"encoding": "utf-8"}):
            yield Said(str(path.relative_to(ROOT)), line, message, context)


def template_as_python(source: str, origin: str) -> str:
    """Return a template as Django blanks it out for xgettext, flat enough for Python's own tokeniser."""
    return "\n".join(line.strip() for line in templatize(source, origin).split("\n"))


def stored() -> Catalog:
    if not ENGLISH.exists():
        return Catalog("en")
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def leftovers(known: Catalog, wanted: Catalog) -> list[Message]:
    """Return the stored sentences that no code or template says."""
    return [message for message in known if message.id and wanted.get(message.id, message.context) is None]


def is_translated(message: Message) -> bool:
    return all(as_tuple(message.string)) and bool(message.string)


def as_tuple(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def shown(message: Message) -> str:
    return f"“{as_tuple(message.id)[0]}”"


if __name__ == "__main__":
    sys.exit(main())
