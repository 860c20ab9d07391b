"""党费: a month of a branch on one sheet. Facts only; nothing is paid here."""

from datetime import date
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from linli.accounts.doors import SignedInRequest, admits

from .. import actions
from ..actions.dues import Fact
from ..models import DuesFact, Organisation
from ..queries.dues import DuesLine, sheet_of
from ..queries.life import add_months
from .doors import done, organisation_in_url


@require_http_methods(["GET", "POST"])
@admits("party.note_dues", to=organisation_in_url)
def dues(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Everybody of a branch in one month: paid, exempt, not paid, or not known yet."""
    today = timezone.localdate()
    month = _month(request.GET.get("month", ""), today)
    lines = sheet_of(organisation, month, today)
    if request.method == "POST":
        facts = _read(lines, request.POST, month, today)
        count = actions.note_dues(organisation, month=month, facts=facts, by=request.user, at=timezone.now())
        said = ngettext("记下了 {n} 人。", "记下了 {n} 人。", count).format(n=count) if count else _("没有改动。")
        done(request, said, "party:dues", organisation.pk)
        return redirect(f"{reverse('party:dues', args=[organisation.pk])}?month={month:%Y-%m}")
    words: dict[str, Any] = {
        "organisation": organisation,
        "lines": lines,
        "month": month,
        "earlier": add_months(month, -1),
        "later": add_months(month, 1) if add_months(month, 1) <= today else None,
        "standings": DuesFact.Standing.choices,
    }
    return render(request, "party/dues.html", words)


def _month(text: str, today: date) -> date:
    """Return the month an address names (2026-11), never one to come."""
    try:
        asked = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
    return min(max(asked, date(2000, 1, 1)), today.replace(day=1))


def _read(lines: list[DuesLine], typed: QueryDict, month: date, today: date) -> list[Fact]:
    """Return what was chosen of each member on the sheet; who is paid without a day is paid today or in that month."""
    facts = []
    for line in lines:
        key = line.member.pk
        standing = typed.get(f"standing-{key}", "")
        if standing not in {"", *DuesFact.Standing.values}:
            continue
        before = line.fact.paid_on if line.fact else None
        paid_on = before or min(today, add_months(month, 1)) if standing == DuesFact.Standing.PAID else None
        reason = "" if standing in {"", DuesFact.Standing.PAID} else typed.get(f"reason-{key}", "").strip()[:60]
        facts.append(Fact(key, standing, paid_on, reason))
    return facts
