"""How every room is furnished: its files, folders and names. Each exception stands here with its reason."""

import ast
import warnings

from .code import LINLI, ROOMS, place, sources

USUAL = {
    "__init__", "actions", "admin", "apps", "events", "forms", "hearing", "jobs", "lifecycle", "menu", "models",
    "notify", "queries", "rules", "urls", "views",
}  # fmt: skip
UNUSUAL = {
    "accounts/adapter": "allauth asks for it",
    "accounts/doors": "who enters a page: used by every room above",
    "accounts/middleware": "which duty is meant, and the first sign-in",
    "care/chapter": "what care adds to a person's file, and whom it holds",
    "care/groups": "groups as reference content, each with its law",
    "cases/orders": "the columns of what others send us, and how their cells are read",
    "accounts/tries": "how often something was tried from one place: codes, links, names at a wall",
    "activities/chapter": "what this room adds to a person's file, and whom it needs kept",
    "activities/ledgers": "activities and who came, as ledgers",
    "activities/paper": "the code for the wall and the list to sign, on A4",
    "accounts/sessions": "the store Django asks for, renewed once a minute",
    "activities/registry": "what rooms above bring into a person's calendar",
    "assembly/paper": "the summary of a meeting, as PDF and as Word file",
    "programmes/shipped": "the names of themes the product knows",
    "cases/paper": "the words of the order on A4",
    "cases/registry": "buttons rooms above put on a case, and on the list for the council",
    "cases/reference": "category tree and first policies",
    "cases/tables": "cases as tables, and orders in their sender's layout",
    "fence/asking": "hot statements whose plan is kept",
    "fence/rows": "row-level security",
    "fence/scoping": "ScopedModel",
    "fence/sealing": "sealed columns",
    "fence/straight": "hot rows, read and written by plain statements",
    "fence/whole": "one action, one transaction, no savepoint more than is needed",
    "files/arriving": "files that come with a form: used by every view above that takes some",
    "files/buckets": "the S3 protocol, imported only where a bucket is set",
    "files/documents": "documents of an office without who wrote them",
    "files/fields": "the field other rooms' forms take files with",
    "files/later": "jobs by name, so that actions know none",
    "files/looking": "what a file is, by its content",
    "files/pictures": "photos drawn anew",
    "files/registry": "the way from a file to what it belongs to",
    "files/serving": "a file on its way out: used by every view above that opens a door",
    "files/storing": "where the bytes are",
    "live/entrance": "who may listen: asked in a thread, by the same doors as any page",
    "live/hub": "the open streams of one process",
    "live/listening": "the connection that hears the database",
    "live/stream": "the raw ASGI end of a stream",
    "live/topics": "what a page may listen to",
    "journal/record": "the one writer of the journal, and how it reads",
    "notices/registry": "who hears about which verb",
    "party/chapters": "what a person's file says of the Party, and whom it needs kept",
    "party/incoming": "the list of members as people bring it",
    "party/paper": "the words of the two cards, the register and the quarterly note on A4",
    "party/tables": "the register of members as a ledger",
    "reports/command": "`linli figures`",
    "reports/tallies": "what every counter counts",
    "reports/drawing": "where the marks of a chart stand",
    "reports/excel": "figures as a workbook",
    "reports/plots": "where the columns of a chart stand",
    "reports/periods": "periods as people say them",
    "reports/populations": "which rows a figure counts",
    "reports/printing": "figures on a terminal",
    "reports/scope": "the period and community a figure is about",
    "residents/codes": "lists of national standards",
    "residents/dates": "days known in part, and lunar birthdays",
    "residents/fields": "the field other rooms' forms take a person with",
    "residents/naming": "how names are kept and read",
    "residents/numbers": "identity numbers: GB 11643",
    "residents/paper": "the consent to sign and the copy of what is held, on A4",
    "residents/phones": "telephone numbers",
    "residents/strokes": "the order of strokes",
    "residents/registry": "chapters of a file rooms above write, and whom they hold",
    "sheets/cells": "what a cell says, however it was written",
    "sheets/headers": "where a header stands and what its columns mean",
    "sheets/ledgers": "saved ledgers as tables",
    "sheets/marking": "the file that comes back with its wrong cells marked",
    "sheets/own_forms": "a requester's form, opened and filled",
    "sheets/registry": "what rooms above take in and give out",
    "sheets/rows": "the rows of a sheet that say something",
    "sheets/watermark": "who took a table away, on every page of it",
    "sheets/word_forms": "a requester's form as a Word document",
    "sheets/workbooks": "opening whatever is sent",
    "sheets/writing": "tables as workbooks",
    "sheets/xlsx_forms": "a requester's form as an Excel file",
    "zones/incoming": "zones as people bring them in a table",
    "zones/drawing": "the community as a picture",
    "zones/paper": "the words of a board on A4",
    "zones/ranges": "doors in words, and words as doors",
    "zones/shapes": "borders as areas of the ground",
}
FOLDERS = {"actions", "models", "queries", "views", "forms", "migrations", "tests", "templates", "data"}
MORE_FOLDERS = {
    "care/ledgers": "groups, pairings and visits as ledgers",
    "residents/ledgers": "people, households and units as ledgers",
    "residents/tables": "people, units and doors brought in as tables",
    "residents/templatetags": "how old somebody is on a day",
    "reports/metrics": "every figure with its definition",
    "reports/templatetags": "the way from a number to its rows",
}


def test_a_room_has_the_usual_files_and_few_others():
    found = {f"{room}/{path.stem}" for room in ROOMS for path in (LINLI / room).glob("*.py") if path.stem not in USUAL}

    assert found == set(UNUSUAL)


def test_and_the_usual_folders():
    found = {
        f"{room}/{path.name}"
        for room in ROOMS
        for path in (LINLI / room).iterdir()
        if path.is_dir() and path.name not in {*FOLDERS, "__pycache__"}
    }
    assert found == set(MORE_FOLDERS)


SAYS_NOTHING = {"core", "common", "utils", "helpers", "services", "base", "misc", "manager", "handler"}


def test_nothing_has_a_name_that_says_nothing():
    assert [place(path) for path in sources() if SAYS_NOTHING & {path.stem, path.parent.name}] == []


def test_every_room_says_what_it_is():
    doors = {path.parent.name: ast.get_docstring(ast.parse(path.read_text())) for path in LINLI.glob("*/__init__.py")}

    assert [room for room, plate in sorted(doors.items()) if not plate and (LINLI / room).is_dir()] == ["config"]


LOOK_AGAIN = {"models": 300, "actions": 300, "views": 250, "tests": 350, "templates": 150}


def test_long_files_are_looked_at_again():
    """Nobody fails for a long file; it is named, and somebody looks whether it is still about one thing."""
    for path in sorted([*LINLI.rglob("*.py"), *LINLI.rglob("*.html")]):
        kind = next((part for part in (*path.parts, path.stem) if part in LOOK_AGAIN), None)
        lines = path.read_text(encoding="utf-8").count("\n")
        if kind and lines > LOOK_AGAIN[kind]:
            warnings.warn(f"look again at {place(path)}: {lines} lines", UserWarning, stacklevel=1)
