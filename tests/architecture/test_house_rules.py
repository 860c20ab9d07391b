"""The rules of the house, checked against the code itself. Each exception stands here with its reason."""

import ast
import re
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.template.loader import get_template
from django.urls import get_resolver
from rules.permissions import permissions

from linli.fence.scoping import ScopedModel

ROOT = Path(__file__).resolve().parents[2]
LINLI = ROOT / "linli"
ROOMS = (
    "accounts", "cases", "fence", "files", "journal", "live", "notices", "reports", "residents", "rota", "sheets",
    "territory",
)  # fmt: skip
"""config, demo, web and worktime are no rooms with rows of their own: wiring, a stage, a toolkit, arithmetic."""


def sources(*, without: tuple[str, ...] = ()) -> Iterator[Path]:
    """Return our own modules, those of tests and migrations left out."""
    for path in sorted(LINLI.rglob("*.py")):
        if not {"tests", "migrations", *without} & set(path.relative_to(LINLI).parts):
            yield path


def place(path: Path) -> str:
    return str(path.relative_to(LINLI))


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))


# Doors


OPEN_BY_ALLAUTH = {
    "account_login": "the way in",
    "account_logout": "asks first; does nothing for whoever is not signed in",
    "account_inactive": "says that an account is shut",
    "account_signup": "says that accounts are opened by the community (accounts.adapter)",
    "account_email_verification_sent": "no mail is ever sent; says nothing of anybody",
    "account_confirm_email": "no mail is ever sent; no key exists",
    "account_confirm_login_code": "no codes are sent; leads back to the way in",
    "account_reset_password": "says whom to call",
    "account_reset_password_done": "no mail is ever sent",
    "account_reset_password_from_key": "no mail is ever sent; no key exists",
    "account_reset_password_from_key_done": "no mail is ever sent",
    "mfa_authenticate": "the second step of the way in",
    "mfa_login_webauthn": "the way in with a passkey",
}
"""allauth's own pages that need no one signed in. Its others are behind LoginRequiredMiddleware: one's own account."""


def pages(resolver=None) -> Iterator:
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from pages(pattern)
        else:
            yield pattern


def is_allauths(pattern) -> bool:
    return pattern.callback.__module__.startswith("allauth.")


def test_every_page_of_ours_says_who_may_enter():
    silent = [
        f"{pattern.callback.__module__}.{pattern.callback.__name__}"
        for pattern in pages()
        if not hasattr(pattern.callback, "permission") and not is_allauths(pattern)
    ]
    assert silent == []


def test_of_allauths_pages_only_these_are_open():
    opened = {pattern.name for pattern in pages() if is_allauths(pattern) and not _needs_sign_in(pattern.callback)}

    assert opened == set(OPEN_BY_ALLAUTH)


def _needs_sign_in(view) -> bool:
    return getattr(view, "login_required", True)


def test_a_page_is_public_only_in_words():
    """Whoever takes the sign-in away from a page has to say `@public`, which the table of permissions shows."""
    opened = [pattern.name for pattern in pages() if not _needs_sign_in(pattern.callback) and not is_allauths(pattern)]
    public = [pattern.name for pattern in pages() if getattr(pattern.callback, "permission", "") == "public"]

    assert opened == public


def test_every_permission_asked_for_exists():
    at_doors = {pattern.callback.permission for pattern in pages() if hasattr(pattern.callback, "permission")}
    in_words = {
        found
        for path in [*sources(), *LINLI.rglob("*.html")]
        for found in re.findall(
            r"""(?:has_perm\(|admits\(|permission=)["']([a-z_]+\.[a-z_]+)["']""", path.read_text(encoding="utf-8")
        )
    }

    assert (at_doors | in_words) - {"public"} - set(permissions) == set()


def test_every_permission_is_asked_for_somewhere():
    at_doors = {getattr(pattern.callback, "permission", "") for pattern in pages()}
    code = "".join(path.read_text(encoding="utf-8") for path in sources() if path.name != "rules.py")

    assert [name for name in sorted(permissions) if name not in at_doors and f'"{name}"' not in code] == []


# Walls


FENCELESS = {
    "accounts_duty": "what the fence is opened with: whose communities they are is asked before one is open",
    "territory_zone": "stands on a public board, and names a duty before any fence is open",
    "cases_querycode": "what a resident opens the fence with; a keyed hash and two keys, nothing of a person or matter",
    "cases_linkkey": "what a unit opens the fence with; a keyed hash and two keys, nothing of a unit or matter",
}


@pytest.fixture
def fenced(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_policies JOIN pg_class ON relname = tablename"
            " WHERE policyname = 'community_fence' AND relrowsecurity AND relforcerowsecurity"
        )
        return {name for (name,) in cursor.fetchall()}


def test_every_scoped_table_has_its_fence(fenced):
    scoped = {model._meta.db_table for model in apps.get_models() if issubclass(model, ScopedModel)}

    assert scoped - fenced == set()


def test_every_table_with_a_community_is_fenced_or_says_why_not(fenced):
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.columns WHERE column_name = 'community_id'")
        private = {name for (name,) in cursor.fetchall()}

    assert private - fenced == set(FENCELESS)


def test_a_fence_lets_the_program_write_only_where_it_sees(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT permissive, cmd, roles::text, qual, with_check FROM pg_policies")
        (policy,) = cursor.fetchall()

    assert policy[:3] == ("PERMISSIVE", "ALL", "{public}")
    assert "community_id = ANY" in policy[3]
    assert policy[4] is None, "without a check of its own the same condition counts for rows written"


def test_every_model_of_ours_is_scoped_or_says_why_not():
    shared = {
        "accounts.User": "signs in before a community is known",
        "accounts.Duty": FENCELESS["accounts_duty"],
        "accounts.KeeperOverride": "an exception for a zone, which is public",
        "territory.Street": "public",
        "territory.Community": "public",
        "territory.Zone": FENCELESS["territory_zone"],
        "cases.Category": "reference content of every community",
        "cases.QueryCode": FENCELESS["cases_querycode"],
        "cases.LinkKey": FENCELESS["cases_linkkey"],
    }
    ours = {
        model._meta.label
        for model in apps.get_models()
        if re.match(r"linli\.(?!.*\.tests\.)", model.__module__) and not issubclass(model, ScopedModel)
    }

    assert ours == set(shared)


# Verbs change, the rest reads


WRITES = {
    "save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete", "create_user", "raw",
}  # fmt: skip
QUERIES = {"objects", "filter", "exclude", "all", "visible_to", "open", "in_force", "select_for_update"}
MAY_WRITE = {
    "demo/": "a stage: the town it stands on has no history to tell",
    "config/founding.py": "the first two accounts of a community, before anybody could open them",
    "accounts/models.py": "UserManager.create_user, which accounts.actions.open_account calls",
    "cases/reference.py": "loads reference content, an idempotent command",
    "files/pictures.py": "Pillow writes a photo",
    "files/storing.py": "bytes, not rows",
    "journal/record.py": "the one writer of the journal",
}


def is_change(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    chain = {node.attr for node in ast.walk(call.func) if isinstance(node, ast.Attribute)}
    return call.func.attr in WRITES or (call.func.attr == "update" and bool(chain & QUERIES))


def test_rows_change_only_in_actions():
    culprits = [
        f"{place(path)}:{call.lineno} .{call.func.attr}()"
        for path in sources()
        if "actions" not in {path.stem, path.parent.name} and not place(path).startswith(tuple(MAY_WRITE))
        for call in calls(path)
        if is_change(call)
    ]
    assert culprits == []


def test_every_exception_to_that_is_still_needed():
    unused = [
        where
        for where in MAY_WRITE
        if not any(is_change(call) for path in sources() if place(path).startswith(where) for call in calls(path))
    ]
    assert unused == []


def test_no_signal_carries_a_story_from_room_to_room():
    mentions = [
        place(path)
        for path in sources()
        if re.search(r"\b(post_save|pre_save|post_delete|m2m_changed)\b", path.read_text(encoding="utf-8"))
    ]
    assert mentions == []


CLOCKS = {
    ("timezone", "now"),
    ("timezone", "localtime"),
    ("timezone", "localdate"),
    ("datetime", "now"),
    ("date", "today"),
}
MAY_READ_A_CLOCK = {
    "accounts/models.py": "which duties are held today is asked once a request, at its edge",
    "cases/actions/clock.py": "the clock itself: the database's, when no moment is given",
}


def test_time_is_passed_in():
    """Clocks are read in views, jobs, forms, middleware and commands; everything below is told what time it is."""
    below = ("actions", "queries", "rules", "lifecycle", "models", "events", "registry", "record")
    readers = [
        f"{place(path)}:{call.lineno}"
        for path in sources(without=("demo", "config", "web"))
        if set(below) & {path.stem, path.parent.name} and place(path) not in MAY_READ_A_CLOCK
        for call in calls(path)
        if ast.unparse(call.func) in CLOCKS and not call.args
    ]
    assert readers == []


def test_every_action_is_told_who_does_it_and_when():
    silent = []
    for path in sources(without=("demo", "config", "web")):
        if "actions" not in {path.stem, path.parent.name}:
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and any("atomic" in ast.unparse(each) for each in node.decorator_list):
                given = {argument.arg for argument in node.args.kwonlyargs}
                if not {"by", "at"} <= given and not node.name.startswith("_"):
                    silent.append(f"{place(path)} {node.name}")
    assert silent == [
        "accounts/actions.py password_changed",  # one's own password, noted by the sign-in page itself
        "territory/actions.py found_community",  # nobody has a duty there yet, and no journal of it can stand anywhere
    ]


def test_pages_never_take_everything():
    greedy = [
        f"{place(path)}:{call.lineno}"
        for path in sources()
        if "views" in {path.stem, path.parent.name}
        for call in calls(path)
        if re.search(r"objects\.all\(\)$", ast.unparse(call))
    ]
    assert greedy == []


# Files


USUAL = {
    "__init__", "actions", "admin", "apps", "events", "forms", "hearing", "jobs", "lifecycle", "menu", "models",
    "notify", "queries", "rules", "urls", "views",
}  # fmt: skip
UNUSUAL = {
    "accounts/adapter": "allauth asks for it",
    "accounts/doors": "who enters a page: used by every room above",
    "accounts/middleware": "which duty is meant, and the first sign-in",
    "cases/orders": "the columns of what others send us, and how their cells are read",
    "accounts/sessions": "the store Django asks for, renewed once a minute",
    "cases/paper": "the words of the order on A4",
    "cases/reference": "category tree and first policies",
    "cases/tables": "cases as tables, and orders in their sender's layout",
    "fence/asking": "hot statements whose plan is kept",
    "fence/rows": "row-level security",
    "fence/scoping": "ScopedModel",
    "fence/sealing": "sealed columns",
    "files/arriving": "files that come with a form: used by every view above that takes some",
    "files/buckets": "the S3 protocol, imported only where a bucket is set",
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
    "reports/command": "`linli figures`",
    "reports/tallies": "what every counter counts",
    "reports/drawing": "where the marks of a chart stand",
    "reports/excel": "figures as a workbook",
    "reports/plots": "where the columns of a chart stand",
    "reports/periods": "periods as people say them",
    "reports/populations": "which rows a figure counts",
    "reports/printing": "figures on a terminal",
    "reports/scope": "the period and community a figure is about",
    "residents/numbers": "identity numbers: GB 11643",
    "residents/phones": "telephone numbers",
    "sheets/cells": "what a cell says, however it was written",
    "sheets/headers": "where a header stands and what its columns mean",
    "sheets/marking": "the file that comes back with its wrong cells marked",
    "sheets/registry": "what rooms above take in and give out",
    "sheets/rows": "the rows of a sheet that say something",
    "sheets/workbooks": "opening whatever is sent",
    "sheets/writing": "tables as workbooks",
}
FOLDERS = {"actions", "models", "queries", "views", "forms", "migrations", "tests", "templates", "data"}
MORE_FOLDERS = {
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


# Words


def test_every_verb_declared_is_recorded_somewhere():
    unrecorded = []
    for declared in LINLI.glob("*/events.py"):
        names = re.findall(r"^([A-Z_]+) = verb\(", declared.read_text(encoding="utf-8"), re.MULTILINE)
        code = "".join(path.read_text(encoding="utf-8") for path in sources() if path.parent.name != "tests")
        unrecorded += [f"{declared.parent.name} {name}" for name in names if f"events.{name}" not in code]
    assert unrecorded == []


def test_every_verb_reads_as_a_sentence_in_a_process_that_only_serves_pages():
    """A room's events are declared when the house stands up, not when somebody happens to import its actions."""
    ask = (
        "import django; django.setup(); from linli.journal.record import declared_verbs;"
        " print(*(verb.name for verb in declared_verbs()))"
    )
    told = subprocess.run(
        [sys.executable, "-c", ask], capture_output=True, text=True, check=True, cwd=ROOT,
        env={"DJANGO_SETTINGS_MODULE": "linli.config.settings", "SECRET_KEY": "x", "PATH": "", "PYTHONPATH": str(ROOT)},
    ).stdout.split()  # fmt: skip

    declared = {
        name
        for path in LINLI.glob("*/events.py")
        for name in re.findall(r'verb\(\s*"([a-z_.]+)"', path.read_text(encoding="utf-8"))
    }
    assert declared - set(told) == set()


def test_every_template_named_exists():
    named = {
        text
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(text := node.value, str)
        if re.fullmatch(r"[a-z_]+/[\w/]+\.html", text)
    }
    for path in LINLI.rglob("templates/**/*.html"):
        named |= set(re.findall(r"""{% (?:extends|include) "([^"{]+\.html)\"""", path.read_text(encoding="utf-8")))

    assert len(named) > 30
    for name in sorted(named):
        get_template(name)


def test_every_template_is_named_somewhere():
    words = "".join(path.read_text(encoding="utf-8") for path in [*sources(), *LINLI.rglob("templates/**/*.html")])
    asked_for_by_django_or_allauth = ("account/", "mfa/", "allauth/", "ui/elements/")
    unnamed = [
        name
        for path in LINLI.rglob("templates/**/*.html")
        if not (name := str(path).split("/templates/")[1]).startswith(asked_for_by_django_or_allauth)
        and f'"{name}' not in words
        and path.parent.name != "widgets"
    ]
    assert unnamed == []
