"""Find Chinese that would reach a reader without passing through gettext, and so could never be read in English.

Exempt: docstrings and comments; tests, migrations, demo stories and data folders; and words the program compares
instead of showing (the 号 of an address), marked with the comment `catalogue: data`: at the end of a line it covers
that statement, on a line of its own the whole file.
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from django.template.base import Lexer, TokenType

HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
EXEMPT_FOLDERS = {"tests", "migrations", "demo", "data", "locale"}
MARK = re.compile(r"catalogue: data\b")
GETTEXT = {
    "_",
    *("gettext", "gettext_lazy", "gettext_noop", "pgettext", "pgettext_lazy"),
    *("ngettext", "ngettext_lazy", "npgettext", "npgettext_lazy"),
}
MARKED_CONSTANT = re.compile(r"""_\((?:"[^"]*"|'[^']*')\)|\bcontext (?:"[^"]*"|'[^']*')""")
HTML_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
SCRIPT_COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'])//[^\n]*", re.DOTALL)
TRANSLATING_TAGS = {"translate", "trans", "plural"}
BLOCK_OPENERS = {"blocktranslate", "blocktrans"}
BLOCK_CLOSERS = {"endblocktranslate", "endblocktrans"}


class Finding(NamedTuple):
    path: Path
    line: int
    text: str


def find(root: Path) -> Iterator[Finding]:
    """Yield every literal under `root` that a reader would see untranslated."""
    for path in sorted(root.rglob("*")):
        if EXEMPT_FOLDERS & set(path.relative_to(root).parts) or not path.is_file():
            continue
        text = path.read_text(encoding="utf-8") if path.suffix in {".py", ".html", ".txt", ".js", ".css"} else ""
        if not HAN.search(text):
            continue
        if path.suffix == ".py":
            found: Iterable[tuple[int, str]] = in_python(text)
        elif path.suffix in {".js", ".css"}:
            found = in_script(text)
        elif "templates" in path.parts:
            found = in_template(text)
        else:
            continue
        yield from (Finding(path, line, shown) for line, shown in found)


def in_python(source: str) -> list[tuple[int, str]]:
    """Return line and text of each Chinese string that is no docstring and no argument of a gettext function."""
    excused = _excused_lines(source)
    found: list[tuple[int, str]] = []

    def look(node: ast.AST, statement: ast.stmt | None) -> None:
        if isinstance(node, ast.stmt):
            statement = node
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                return
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and HAN.search(node.value):
            first, last = _lines_of(statement or node)
            if not any(line in excused for line in range(first, last + 1)):
                found.append((node.lineno, node.value))
            return
        translated = isinstance(node, ast.Call) and _name(node.func) in GETTEXT
        for child in ast.iter_child_nodes(node):
            if not (translated and isinstance(child, ast.Constant)):
                look(child, statement)

    look(ast.parse(source), None)
    return [] if 0 in excused else found


def in_template(source: str) -> list[tuple[int, str]]:
    """Return line and text of each Chinese piece of a template outside translation tags, `_("…")` and comments."""
    found = []
    inside: str = ""
    for token in Lexer(HTML_COMMENT.sub(_blank, source)).tokenize():
        if token.token_type == TokenType.COMMENT:
            continue
        tag = token.contents.split()[0] if token.token_type == TokenType.BLOCK and token.contents.split() else ""
        if tag in BLOCK_OPENERS | {"comment"}:
            inside = tag
            head = MARKED_CONSTANT.sub("", token.contents) if tag in BLOCK_OPENERS else ""
            found += [(token.lineno, head)] if HAN.search(head) else []
        elif tag in BLOCK_CLOSERS | {"endcomment"}:
            inside = ""
        elif not inside and tag not in TRANSLATING_TAGS:
            text = MARKED_CONSTANT.sub("", token.contents) if token.token_type != TokenType.TEXT else token.contents
            found += [(token.lineno + n, line) for n, line in enumerate(text.split("\n")) if HAN.search(line)]
    return found


def in_script(source: str) -> list[tuple[int, str]]:
    """Return line and text of each Chinese line of a script or style sheet; sentences reach scripts as attributes."""
    lines = SCRIPT_COMMENT.sub(_blank, source).split("\n")
    return [(number, line) for number, line in enumerate(lines, 1) if HAN.search(line)]


def _excused_lines(source: str) -> set[int]:
    """Return the lines whose statement is marked as data; 0 stands for the whole file."""
    excused = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT and MARK.search(token.string):
            excused.add(0 if token.line.strip().startswith("#") else token.start[0])
    return excused


def _lines_of(node: ast.stmt | ast.expr) -> tuple[int, int]:
    """Return the first and last line of a statement; of one with a body, only of its head with its decorators."""
    body = getattr(node, "body", None)
    decorators = getattr(node, "decorator_list", None)
    last = body[0].lineno - 1 if isinstance(body, list) and body else node.end_lineno or node.lineno
    first = min([node.lineno, *(each.lineno for each in decorators or [])])
    return first, max(node.lineno, last)


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])
