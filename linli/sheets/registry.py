"""What rooms above take in and give out as spreadsheets: they declare it here, and this room does the rest.

How a room brings a new kind of table in, in its own `tables.py` (imported by its `apps.ready`): declare an ImportKind
with its columns. Rows that are acted on one by one (a call to be answered) have `known` and `take`; registers of
thousands of rows have `weigh` and `take_many` instead, which look at a thousand rows with a fixed number of statements,
know who is on the register already, and change only what the sheet says. `residents/tables.py` is the example.

How a room offers ledgers, in its `ledgers.py`: declare a LedgerKind with its columns, filters and orders. Choosing
columns, previews, saving, Excel, the requester's own form, reasons, watermarks and the journal are done here.
`residents/ledgers.py` is the example.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from django import forms

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


class Fate(StrEnum):
    """What a row is to the register: somebody new, a change of who is known, nothing new, or what cannot be."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"


@dataclass(frozen=True)
class Outcome:
    """What taking a row does, or did. `changes` are the codes of the columns that differ; `problems` pairs of column
    code ("" for the row as a whole) and sentence. `link.label` is shown to the office: names are masked in it."""

    fate: Fate
    link: Link = Link("", "")
    changes: Sequence[str] = ()
    problems: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class ImportKind:
    """One kind of table people bring.

    `judge(values, at)` names what no single cell tells: pairs of column code and sentence. `key_of` makes a row
    itself for its sender (two rows of one key in a file are one too many; never put a name or a number into it in
    clear). `question` and `answers` are asked once for the whole file.

    Row by row: `known` says which keys are here already, `take` does the work for one right row, in the caller's
    transaction, and may raise a Refusal.

    Many at once: `weigh(setting, rows)` says of each row, in order, what taking it would do, writing nothing;
    `take_many(setting, rows)` does it and says what it did. Both get at most a thousand right rows, inside a
    transaction with the fence open, and ask the database as often for one row as for a thousand. Rows and what became
    of them are committed together: a run that is broken off and begun again takes nothing twice and leaves nothing out.
    Blank is unknown: only what a row says is changed. `rule` says in words who counts as known; the page shows it.
    """

    code: str
    label: Any
    permission: str
    columns: Sequence[Column]
    judge: Callable[[Mapping[str, Any], datetime], Iterable[tuple[str, str]]]
    key_of: Callable[[Mapping[str, Any]], str]
    known: Callable[[int, str, Sequence[str]], Mapping[str, Link]] | None = None
    take: Callable[[Setting, Given], Link] | None = None
    weigh: Callable[[Setting, Sequence[Given]], Sequence[Outcome]] | None = None
    take_many: Callable[[Setting, Sequence[Given]], Sequence[Outcome]] | None = None
    rule: Any = ""
    question: Any = ""
    answers: Sequence[tuple[str, Any]] = ()
    usual_answer: str = ""
    about: Any = ""
    order: int = 50

    def __post_init__(self) -> None:
        one_by_one = self.known is not None and self.take is not None
        many = self.weigh is not None and self.take_many is not None
        if one_by_one == many:
            raise ValueError(f"{self.code} declares known and take, or weigh and take_many")

    @property
    def takes_many(self) -> bool:
        """Whether rows are weighed and taken many at a time, and known ones brought up to date."""
        return self.take_many is not None

    def column(self, code: str) -> Column:
        return next(column for column in self.columns if column.code == code)


@dataclass(frozen=True)
class Table:
    """One sheet to be written: what stands above it, its columns (header, width in characters), its rows, its legend.

    Everything is written as text unless it is a number, a date or a moment. `total` is for the progress shown.
    `watermark` stands on every page of it: who took it away, when, and what for. `keys` are of what its rows are about.
    """

    title: str
    sheet: str
    columns: Sequence[tuple[Any, int]]
    rows: Iterator[Sequence[Any]]
    total: int
    keys: Sequence[int] = ()
    lines: Sequence[str] = ()
    legend: Sequence[tuple[str, str]] = ()
    foot: str = ""
    watermark: str = ""


class TableWriter(Protocol):
    """Whatever turns the rows of a Table into a file: our own sheet, or a form somebody gave us."""

    suffix: str

    def write(self, rows: Iterable[Sequence[Any]]) -> None: ...

    def end(self) -> bytes: ...


@dataclass(frozen=True)
class ExportKind:
    """One kind of table people take away. `table(run, at)` reads what `run.wanted` asks for, as its asker may see it.

    `writer(run, table)`, where given, is what its rows are written with; `kept(run, table)` is told, in the
    transaction that keeps the file. `write(run, tell)` writes the whole file itself instead (a sender's own layout).
    """

    code: str
    label: Any
    permission: str
    table: Callable[[ExportRun, datetime], Table] | None = None
    write: Callable[[ExportRun, Callable[[int, int], None]], bytes] | None = None
    writer: Callable[[ExportRun, Table], TableWriter] | None = None
    kept: Callable[[ExportRun, Table], None] | None = None
    back_url_name: str = ""


@dataclass(frozen=True)
class Asked:
    """What somebody wants a ledger of: whose eyes, which community, which day, narrowed and ordered how.

    `filters` are the clean values of the kind's form. `is_personal` says that whole numbers may be shown: a reason was
    given and kept. `codes` are the columns wanted, in order: what nobody asks for need not be read.
    """

    user: User
    community: Community
    as_of: date
    filters: Mapping[str, Any]
    sort: str
    codes: Sequence[str]
    is_personal: bool = False


@dataclass(frozen=True)
class LedgerColumn:
    """One column a ledger may have. `read(row)` gives its value; a personal one is written so only where a reason was
    given, otherwise as `covered(row)` says (without it: nothing at all).

    `words` are other header words for it in requesters' own forms; the label always counts. `is_usual` columns are
    chosen at first. `width` is in characters.
    """

    code: str
    label: Any
    width: int
    read: Callable[[Any], Any]
    is_personal: bool = False
    covered: Callable[[Any], Any] | None = None
    words: Sequence[str] = ()
    is_usual: bool = True
    looks_like: Callable[[str], bool] | None = None


class Filters(forms.Form):
    """How a ledger is narrowed. Every field is optional; a kind adds its own."""

    def __init__(self, *args: Any, community: Community, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.community = community


@dataclass(frozen=True)
class LedgerKind:
    """One kind of ledger: what its rows are, and what may be said of them.

    `keys(asked)` gives the keys of all its rows in the order `asked.sort` names, as this person may see them
    (`visible_to`), filtered, on that day; `rows(asked, keys)` gives the row of each key in that order, read with a
    fixed number of statements for up to a thousand keys. `filters` is a form class taking `community=`; what is typed
    into it is kept and cleaned anew each time. `sorts` are pairs of code and label, the first is usual.
    `personal_permission` is asked of whoever wants whole numbers. `note_taken(run, keys)` is called, in the transaction
    that keeps the file, for personal files: who was read, and why, is noted there.
    """

    code: str
    label: Any
    permission: str
    personal_permission: str
    columns: Sequence[LedgerColumn]
    keys: Callable[[Asked], list[int]]
    rows: Callable[[Asked, Sequence[int]], Sequence[Any]]
    sorts: Sequence[tuple[str, Any]]
    filters: type[Filters] = Filters
    legend: Sequence[tuple[Any, Any]] = ()
    note_taken: Callable[[ExportRun, Sequence[int]], None] | None = None
    about: Any = ""
    order: int = 50

    def column(self, code: str) -> LedgerColumn:
        return next(column for column in self.columns if column.code == code)


@dataclass
class _Kinds:
    imports: dict[str, ImportKind] = field(default_factory=dict)
    exports: dict[str, ExportKind] = field(default_factory=dict)
    ledgers: dict[str, LedgerKind] = field(default_factory=dict)


_kinds = _Kinds()


def declare_import(kind: ImportKind) -> ImportKind:
    _kinds.imports[kind.code] = kind
    return kind


def declare_export(kind: ExportKind) -> ExportKind:
    _kinds.exports[kind.code] = kind
    return kind


def declare_ledger(kind: LedgerKind) -> LedgerKind:
    _kinds.ledgers[kind.code] = kind
    return kind


def import_kind(code: str) -> ImportKind:
    return _kinds.imports[code]


def export_kind(code: str) -> ExportKind:
    return _kinds.exports[code]


def import_kinds() -> list[ImportKind]:
    return sorted(_kinds.imports.values(), key=lambda kind: kind.order)


def export_kinds() -> list[ExportKind]:
    return list(_kinds.exports.values())


def ledger_kind(code: str) -> LedgerKind:
    return _kinds.ledgers[code]


def ledger_kinds() -> list[LedgerKind]:
    return sorted(_kinds.ledgers.values(), key=lambda kind: kind.order)
