"""Who may bring and take away tables. What a table holds is asked of its kind as well."""

import rules

from linli.accounts.models import User
from linli.accounts.rules import OFFICE, acts_as

from .models import ExportRun, ImportRun
from .registry import export_kind, export_kinds, import_kind, import_kinds


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


rules.add_perm("sheets.bring", acts_as(*OFFICE) & may_bring_such)
rules.add_perm("sheets.take_away", acts_as(*OFFICE) & asked_for_it)
