"""Verbs change rows, the rest reads, and time is passed in. Each exception stands here with its reason."""

import ast
import re

from .code import calls, parsed, place, sources

WRITES = {
    "save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete", "create_user", "raw",
}  # fmt: skip
QUERIES = {"objects", "filter", "exclude", "all", "visible_to", "open", "in_force", "select_for_update"}
MAY_WRITE = {
    "assembly/paper": "a Word file, not a row",
    "demo/": "a stage: the town it stands on has no history to tell",
    "config/founding.py": "the first two accounts of a community, before anybody could open them",
    "accounts/models.py": "UserManager.create_user, which accounts.actions.open_account calls",
    "cases/reference.py": "loads reference content, an idempotent command",
    "files/pictures.py": "Pillow writes a photo",
    "files/storing.py": "bytes, not rows",
    "sheets/watermark.py": "Pillow writes a picture",
    "sheets/word_forms.py": "python-docx writes a document",
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
        for node in parsed(path).body:
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
