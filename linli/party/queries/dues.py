"""Dues as facts: a month of a branch, and who has not paid for long without a reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ..models import DuesFact, From, Member, Organisation, Status
from .life import add_months, setting
from .listing import with_here
from .rosters import members_of


@dataclass(frozen=True)
class DuesLine:
    member: Member
    fact: DuesFact | None


def sheet_of(organisation: Organisation, month: date, on: date) -> list[DuesLine]:
    """Return a month of a branch: everybody whose formal relation was here at the end of the month."""
    last = min(add_months(month, 1), on) if month <= on else month
    members = members_of(organisation, last).filter(relation__in=(From.HOME, From.MOBILE_OUT), status=Status.NORMAL)
    facts = {fact.member_id: fact for fact in DuesFact.objects.filter(month=month, member__in=members.values("pk"))}
    return [DuesLine(member, facts.get(member.pk)) for member in with_here(members, on)]


@dataclass(frozen=True)
class Unpaid:
    """Somebody with so many months in a row noted as unpaid, without a reason, up to the latest noted one."""

    member: Member
    months: int
    since: date


def long_unpaid(members: Iterable[Member], on: date) -> list[Unpaid]:
    """Return who has as many unpaid months in a row as the book says (six): a fact for the branch to ask about.

    Only what was noted counts: a month nobody wrote down is not held against anybody.
    """
    wanted = setting("months_unpaid_to_show")
    known = {member.pk: member for member in members}
    rows: dict[int, list[DuesFact]] = {}
    since = add_months(on.replace(day=1), -24)
    for fact in DuesFact.objects.filter(member__in=known, month__gte=since).order_by("-month"):
        rows.setdefault(fact.member_id, []).append(fact)
    found = []
    for key, facts in rows.items():
        run = 0
        for n, fact in enumerate(facts):
            is_next = n == 0 or fact.month == add_months(facts[n - 1].month, -1)
            if not is_next or fact.standing != DuesFact.Standing.UNPAID or fact.reason:
                break
            run += 1
        if run >= wanted:
            found.append(Unpaid(known[key], run, facts[run - 1].month))
    return sorted(found, key=lambda each: each.member.number)
