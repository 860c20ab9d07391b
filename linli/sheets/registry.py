"""What rooms above take in and give out as spreadsheets: they declare it here, and this room does the rest."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from linli.accounts.models import User
from linli.territory.models import Community

from .cells import Reader
from .models import ExportRun, Layout
from .workbooks import Value


@dataclass(frozen=True)
class Column:
    """One thing a row may say. `words` are header words that mean it, most usual first.

    `looks_like` recognises a column by its values when its header says nothing. `goes_back` columns are filled in when
    a sender's sheet is answered.
    """

    code: str
    label: Any
    words: Sequence[str]
    read: Reader
    is_required: bool = False
    is_date: bool = False
    goes_back: bool = False
    looks_like: Callable[[str], bool] | None = None


@dataclass(frozen=True)
class Link:
    """What became of a row: how it is called above, and where it stands."""

    label: str
    url: str


@dataclass(frozen=True)
class Given:
    """One right row: its clean values by column code, its cells as they stood, and the key that makes it itself."""

    number: int
    key: str
    values: Mapping[str, Any]
    cells: Sequence[Value]


@dataclass(frozen=True)
class Setting:
    """What all rows of a run share. `option` is the answer to the kind's one question."""

    community: Community
    sender: str
    option: str
    layout: Layout | None
    by: User
    at: datetime


@dataclass(frozen=True)
class ImportKind:
    """One kind of table people bring.

    `judge(values, at)` names what no single cell tells: pairs of column code and sentence. `key_of` makes a row
    itself for its sender, `known` says which keys are here already, `take` does the work for one right row, in the
    caller's transaction, and may raise a Refusal. `question` and `answers` are asked once for the whole file.
    """

    code: str
    label: Any
    permission: str
    columns: Sequence[Column]
    judge: Callable[[Mapping[str, Any], datetime], Iterable[tuple[str, str]]]
    key_of: Callable[[Mapping[str, Any]], str]
    known: Callable[[int, str, Sequence[str]], Mapping[str, Link]]
    take: Callable[[Setting, Given], Link]
    question: Any = ""
    answers: Sequence[tuple[str, Any]] = ()
    usual_answer: str = ""
    about: Any = ""

    def column(self, code: str) -> Column:
        return next(column for column in self.columns if column.code == code)


@dataclass(frozen=True)
class Table:
    """One sheet to be written: what stands above it, its columns (header, width in characters), its rows, its legend.

    Everything is written as text unless it is a number, a date or a moment. `total` is for the progress shown.
    """

    title: str
    sheet: str
    columns: Sequence[tuple[Any, int]]
    rows: Iterator[Sequence[Any]]
    total: int
    lines: Sequence[str] = ()
    legend: Sequence[tuple[str, str]] = ()
    foot: str = ""


@dataclass(frozen=True)
class ExportKind:
    """One kind of table people take away. `table(run, at)` reads what `run.wanted` asks for, as its asker may see it.

    `write(run, tell)`, where given, writes the whole file itself instead (a sender's own layout).
    """

    code: str
    label: Any
    permission: str
    table: Callable[[ExportRun, datetime], Table] | None = None
    write: Callable[[ExportRun, Callable[[int, int], None]], bytes] | None = None
    back_url_name: str = ""


@dataclass
class _Kinds:
    imports: dict[str, ImportKind] = field(default_factory=dict)
    exports: dict[str, ExportKind] = field(default_factory=dict)


_kinds = _Kinds()


def declare_import(kind: ImportKind) -> ImportKind:
    _kinds.imports[kind.code] = kind
    return kind


def declare_export(kind: ExportKind) -> ExportKind:
    _kinds.exports[kind.code] = kind
    return kind


def import_kind(code: str) -> ImportKind:
    return _kinds.imports[code]


def export_kind(code: str) -> ExportKind:
    return _kinds.exports[code]


def import_kinds() -> list[ImportKind]:
    return list(_kinds.imports.values())


def export_kinds() -> list[ExportKind]:
    return list(_kinds.exports.values())
