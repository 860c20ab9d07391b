"""The form a requester wants a ledger in: brought once, its columns named once, kept with the ledger."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePath

from django.db import transaction

from linli.accounts.models import User
from linli.fence.sealing import seal_bytes
from linli.journal.record import record

from .. import events
from ..headers import Header, find_header, guess, header_at
from ..models import Layout, Ledger, Template
from ..own_forms import OwnForm, open_form
from ..queries import memory_of
from ..registry import LedgerKind, ledger_kind
from ..workbooks import Grid

LAYOUT = "to:{kind}"
"""Under which kind a requester's columns are remembered beside those of senders."""


@transaction.atomic
def bring_template(
    ledger: Ledger, *, name: str, content: bytes, asked_by: str, by: User, at: datetime
) -> Template:  # fmt: skip
    """Keep a requester's form with the ledger in place of an earlier one, and guess what its columns mean.

    Raises WorkbookRefused for what is no form that can be filled.
    """
    form = open_form(name, content)
    kind = ledger_kind(ledger.kind)
    sheet, header = _likeliest(form, kind)
    Template.objects.filter(ledger=ledger).delete()
    template = Template(
        community_id=ledger.community_id, ledger=ledger, asked_by=" ".join(asked_by.split())[:40],
        file_name=PurePath(name).name[-120:], content=seal_bytes(content), sheet=sheet.name[:60],
        header_first=header.first, header_depth=header.depth, by=by, brought_at=at,
    )  # fmt: skip
    template.mapping = {str(column): code for column, code in _guessed(template, sheet, header, kind).items()}
    template.save()
    record(events.TEMPLATE_BROUGHT, ledger, by=by, at=at, asked_by=template.asked_by)
    return template


def _likeliest(form: OwnForm, kind: LedgerKind) -> tuple[Grid, Header]:
    """Return the table of whose header most is understood."""
    words = [word for column in kind.columns for word in (str(column.label), *column.words)]
    found = [(grid, find_header(grid, words)) for grid in form.grids()]
    return max(found, key=lambda each: len(guess(each[0], each[1], named(kind), {})))


def named(kind: LedgerKind) -> list["_Named"]:
    """Return the columns of a kind as headers are compared with: by their labels and other words."""
    return [_Named(column.code, (str(column.label), *column.words)) for column in kind.columns]


class _Named:
    """A column as `headers.guess` wants it. What stands below a form's header says nothing of its columns."""

    looks_like = None

    def __init__(self, code: str, words: tuple[str, ...]) -> None:
        self.code, self.words = code, words


def _guessed(template: Template, grid: Grid, header: Header, kind: LedgerKind) -> dict[int, str]:
    memory = memory_of(template.community_id, LAYOUT.format(kind=kind.code), template.asked_by)
    codes = {column.code for column in kind.columns}
    if (same := memory.layouts.get(header.signature)) is not None:
        return {int(column): code for column, code in same.mapping.items() if code in codes}
    return guess(grid, header, named(kind), {word: code for word, code in memory.words.items() if code in {*codes, ""}})


@transaction.atomic
def map_template(
    template: Template, mapping: Mapping[int, str], *, sheet: Grid, header_first: int, header_depth: int, by: User,
    at: datetime,
) -> Template:  # fmt: skip
    """Say what each column of the form means, and remember it for this requester."""
    template.sheet, template.header_first, template.header_depth = sheet.name[:60], header_first, header_depth
    template.mapping = {str(column): code for column, code in mapping.items()}
    template.save(update_fields=["sheet", "header_first", "header_depth", "mapping"])
    header = header_at(sheet, header_first, header_depth)
    Layout.objects.update_or_create(
        community_id=template.community_id,
        kind=LAYOUT.format(kind=template.ledger.kind),
        sender=template.asked_by,
        signature=header.signature,
        defaults={
            "sheet": template.sheet, "header_first": header.first, "header_depth": header.depth,
            "labels": list(header.labels), "mapping": template.mapping, "used_at": at,
        },
    )  # fmt: skip
    return template


@transaction.atomic
def forget_template(template: Template, *, by: User, at: datetime) -> None:
    """Give the ledger back our own sheet."""
    template.delete()
