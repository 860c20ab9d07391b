"""Ledgers are saved, changed, put in order, forgotten, and taken away as files."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.territory.models import Community
from linli.web.refusal import Refusal

from .. import events
from ..models import ExportRun, Ledger
from ..queries.ledgers import BY_HAND, Draft
from ..registry import export_kind
from .exporting import begin_export

LEDGER_EXPORT = "ledger"


class NameIsTaken(Refusal):
    pass


class NoColumns(Refusal):
    pass


@transaction.atomic
def save_ledger(
    community: Community, draft: Draft, *, name: str, is_shared: bool = False, by: User, at: datetime
) -> Ledger:
    """Save a way of reading under a name. Raises NoColumns, NameIsTaken."""
    ledger = Ledger(community=community, kind=draft.kind.code, by=by)
    _write(ledger, draft, name, at, is_shared=is_shared)
    record(events.LEDGER_SAVED, ledger, by=by, at=at, name=ledger.name)
    return ledger


@transaction.atomic
def change_ledger(
    ledger: Ledger, draft: Draft, *, name: str, is_shared: bool = False, by: User, at: datetime
) -> Ledger:
    """Save it anew, other columns, filters, order or name; its template stays. Raises NoColumns, NameIsTaken."""
    ledger = Ledger.objects.select_for_update(of=("self",)).get(pk=ledger.pk)
    _write(ledger, draft, name, at, is_shared=is_shared)
    record(events.LEDGER_CHANGED, ledger, by=by, at=at, name=ledger.name)
    return ledger


def _write(ledger: Ledger, draft: Draft, name: str, at: datetime, *, is_shared: bool) -> None:
    if not draft.codes:
        raise NoColumns(_("一列也没有选。请在要的列旁边写上第几列。"))
    ledger.name, ledger.is_shared, ledger.saved_at = " ".join(name.split())[:60], is_shared, at
    ledger.columns, ledger.filters, ledger.as_of, ledger.sort = (
        list(draft.codes), draft.filters, draft.as_of, draft.sort,
    )  # fmt: skip
    try:
        with transaction.atomic():
            ledger.save()
    except IntegrityError as why:
        if "one_ledger_of_each_name" not in str(why):
            raise
        raise NameIsTaken(
            _("您已经有一个叫「{name}」的台账。请换一个名称，或者去改那一个。").format(name=ledger.name), field="name"
        ) from why


@transaction.atomic
def arrange_ledger(ledger: Ledger, keys: Sequence[int], *, by: User, at: datetime) -> Ledger:
    """Put its rows in this order from now on; rows that come later follow behind."""
    ledger = Ledger.objects.select_for_update(of=("self",)).get(pk=ledger.pk)
    ledger.by_hand, ledger.sort = list(keys), BY_HAND
    ledger.save(update_fields=["by_hand", "sort"])
    record(events.LEDGER_CHANGED, ledger, by=by, at=at, name=ledger.name)
    return ledger


@transaction.atomic
def forget_ledger(ledger: Ledger, *, by: User, at: datetime) -> None:
    """Delete a saved way of reading, its template with it; what it read stays where it is."""
    record(events.LEDGER_FORGOTTEN, ledger, by=by, at=at, name=ledger.name)
    ledger.delete()


@transaction.atomic
def take_ledger(
    ledger: Ledger, *, recipient: str = "", with_template: bool = False, is_personal: bool = False, reason: str = "",
    by: User, at: datetime,
) -> ExportRun:  # fmt: skip
    """Ask for a ledger as a file: our own sheet, or the form it is wanted in. A job makes it.

    With whole numbers and names only for a reason, which is kept with who gets it. Raises NoReason.
    """
    wanted: dict[str, Any] = Draft.of(ledger).as_wanted()
    wanted |= {"ledger": ledger.pk, "with_template": with_template, "recipient": " ".join(recipient.split())}
    return begin_export(
        ledger.community,
        export_kind(LEDGER_EXPORT),
        title=f"{ledger.name} {timezone.localdate(at).isoformat()}",
        wanted=wanted,
        is_personal=is_personal,
        reason=reason,
        by=by,
        at=at,
    )
