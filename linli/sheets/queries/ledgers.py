"""What a ledger reads: a saved one, or one somebody is still putting together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.territory.models import Community
from linli.web.refusal import Refusal

from ..models import Ledger, Template
from ..registry import Asked, LedgerKind, ledger_kind, ledger_kinds

AT_ONCE = 1000
SHOWN = 10
BY_HAND = "hand"


class FilterIsGone(Refusal):
    """A saved filter names something that is not there any more; nothing is silently widened."""


@dataclass(frozen=True)
class Draft:
    """What a ledger reads, saved or not yet; `filters` as they were typed, an address."""

    kind: LedgerKind
    codes: tuple[str, ...]
    filters: str = ""
    as_of: date | None = None
    sort: str = ""
    by_hand: Sequence[int] = ()

    @classmethod
    def of(cls, ledger: Ledger) -> Self:
        kind = ledger_kind(ledger.kind)
        there = {column.code for column in kind.columns}
        codes = tuple(code for code in ledger.columns if code in there)
        return cls(kind, codes, ledger.filters, ledger.as_of, ledger.sort, ledger.by_hand)

    @classmethod
    def wanted(cls, wanted: Mapping[str, Any]) -> Self:
        """Return what an export asked for (see `as_wanted`)."""
        as_of = date.fromisoformat(wanted["as_of"]) if wanted["as_of"] else None
        return cls(
            ledger_kind(wanted["kind"]), tuple(wanted["columns"]), wanted["filters"], as_of, wanted["sort"],
            wanted["by_hand"],
        )  # fmt: skip

    def as_wanted(self) -> dict[str, Any]:
        return {
            "kind": self.kind.code, "columns": list(self.codes), "filters": self.filters,
            "as_of": self.as_of.isoformat() if self.as_of else "", "sort": self.sort, "by_hand": list(self.by_hand),
        }  # fmt: skip


def asked(draft: Draft, *, user: User, community: Community, at: datetime, is_personal: bool = False) -> Asked:
    """Return what the kind is asked. Raises FilterIsGone."""
    return Asked(
        user=user,
        community=community,
        as_of=draft.as_of or timezone.localdate(at),
        filters=_cleaned(draft, community),
        sort=draft.sort if draft.sort in dict(draft.kind.sorts) else draft.kind.sorts[0][0],
        codes=draft.codes,
        is_personal=is_personal,
    )


def _cleaned(draft: Draft, community: Community) -> dict[str, Any]:
    form = draft.kind.filters(QueryDict(draft.filters), community=community)
    if not form.is_valid():
        gone = _("」「").join(str(form.fields[name].label) for name in form.errors if name in form.fields)
        raise FilterIsGone(_("筛选里的「{gone}」现在选不了了。请打开这个台账改一改筛选，再做。").format(gone=gone))
    return form.cleaned_data


def keys_of(draft: Draft, question: Asked) -> list[int]:
    """Return the keys of its rows in order; those somebody put in order by hand come first."""
    keys = draft.kind.keys(question)
    if draft.sort != BY_HAND:
        return keys
    place = {key: n for n, key in enumerate(draft.by_hand)}
    return sorted(keys, key=lambda key: place.get(key, len(place)))


def lines_of(kind: LedgerKind, question: Asked, keys: Sequence[int]) -> Iterator[list[Any]]:
    """Yield the values of each row, in the order of its columns, read a thousand at a time.

    Personal ones are covered unless a reason was given.
    """
    columns = [kind.column(code) for code in question.codes]
    read = [
        column.read if question.is_personal or not column.is_personal else (column.covered or _nothing)
        for column in columns
    ]
    for begins in range(0, len(keys), AT_ONCE):
        for row in kind.rows(question, keys[begins : begins + AT_ONCE]):
            yield [value(row) for value in read]


def _nothing(row: Any) -> str:
    return ""


def kinds_for(user: User) -> list[LedgerKind]:
    """Return the kinds of ledgers this person may read."""
    return [kind for kind in ledger_kinds() if user.has_perm(kind.permission)]


def ledgers_of(user: User) -> QuerySet[Ledger]:
    """Return the ledgers this person saved, and those their colleagues share."""
    kinds = [kind.code for kind in kinds_for(user)]
    ledgers = Ledger.objects.visible_to(user).filter(Q(by=user) | Q(is_shared=True), kind__in=kinds)
    return ledgers.select_related("by", "community")


def template_of(ledger: Ledger) -> Template | None:
    """Return the form a ledger is wanted in, without its content."""
    return Template.objects.filter(ledger=ledger).defer("content").first()
