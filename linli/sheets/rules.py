"""Who may bring and take away tables. What a table holds is asked of its kind as well."""

import rules

from linli.accounts.models import Duty, User
from linli.accounts.rules import OFFICE, acts_as

from .models import ExportRun, ImportRun, Ledger
from .registry import export_kind, export_kinds, import_kind, import_kinds, ledger_kind, ledger_kinds


@rules.predicate
def may_bring_such(user: User, run: ImportRun | None = None) -> bool:
    kinds = [import_kind(run.kind)] if run else import_kinds()
    return any(user.has_perm(kind.permission, run) for kind in kinds)


@rules.predicate
def asked_for_it(user: User, run: ExportRun | None = None) -> bool:
    """An export is its asker's alone: somebody else asks for their own, with their own reason."""
    if run is None:
        return any(user.has_perm(kind.permission) for kind in export_kinds())
    return run.by_id == user.pk and user.has_perm(export_kind(run.kind).permission, run)


@rules.predicate
def may_read_such(user: User, ledger: Ledger | None = None) -> bool:
    """Whether there is a kind of ledger this person may read; of a saved one, whether they may read its kind."""
    kinds = [ledger_kind(ledger.kind)] if isinstance(ledger, Ledger) else ledger_kinds()
    return any(user.has_perm(kind.permission, ledger) for kind in kinds)


@rules.predicate
def saved_it(user: User, ledger: Ledger | None = None) -> bool:
    """Whoever saved a ledger changes it; others save one of their own."""
    return isinstance(ledger, Ledger) and ledger.by_id == user.pk


handles_tables = acts_as(*OFFICE, Duty.Role.ORGANIZATION_OFFICER)

rules.add_perm("sheets.bring", handles_tables & may_bring_such)
rules.add_perm("sheets.take_away", handles_tables & asked_for_it)
rules.add_perm("sheets.use_ledgers", handles_tables & may_read_such)
rules.add_perm("sheets.keep_ledger", handles_tables & may_read_such & saved_it)
