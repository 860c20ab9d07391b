"""What is declared is used, and what is named exists."""

import ast
import re
import subprocess
import sys

from django.template.loader import get_template

from .code import LINLI, ROOT, parsed, place, sources


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


def test_no_sentence_hides_inside_another_text():
    """What collects sentences for the catalogue does not look into an f-string: English would never come to it."""
    hidden = [
        f"{place(path)}:{call.lineno}"
        for path in sources()
        for text in ast.walk(parsed(path))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
        if call.func.id in {"_", "gettext", "gettext_lazy", "ngettext", "pgettext"}
    ]
    assert hidden == []


def test_every_template_named_exists():
    named = {
        text
        for path in sources()
        for node in ast.walk(parsed(path))
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
