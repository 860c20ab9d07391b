"""审计: everything that happened, for the audit role alone. It shows who did what, never the words of a matter."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from linli.journal.models import Event
from linli.journal.queries import subjects_of
from linli.journal.record import sentence_of
from linli.web.paging import leaf_through

from ..doors import SignedInRequest, admits
from ..forms import AuditFilterForm


@dataclass(frozen=True)
class AuditLine:
    event: Event
    sentence: str
    subject: str


@require_safe
@admits("accounts.view_audit")
def audit(request: SignedInRequest) -> HttpResponse:
    form = AuditFilterForm(request.GET)
    form.is_valid()
    page = leaf_through(_wanted(request, form), request.GET, by="recorded_at", size=50)
    subjects = subjects_of(page.rows)
    lines = [AuditLine(event, sentence_of(event), _name_of(event, subjects.get(event.pk))) for event in page]
    return render(request, "accounts/audit.html", {"form": form, "page": page, "lines": lines})


def _name_of(event: Event, subject: Any) -> str:
    """Return what kind of thing it is and its number or key: never its words."""
    kind = event.subject_type.model_class()
    label = kind._meta.verbose_name if kind else event.subject_type.model  # noqa: SLF001  Django's own way to ask
    return f"{label} {getattr(subject, 'number', '') or event.subject_id}"


def _wanted(request: SignedInRequest, form: forms.Form) -> QuerySet[Event]:
    events = Event.objects.visible_to(request.user).select_related("actor", "subject_type", "community")
    given = form.cleaned_data
    if given.get("what"):
        events = events.filter(verb=given["what"])
    if given.get("who"):
        events = events.filter(actor__name__contains=given["who"])
    if given.get("since"):
        events = events.filter(recorded_at__date__gte=given["since"])
    if given.get("until"):
        events = events.filter(recorded_at__date__lte=given["until"])
    return events
