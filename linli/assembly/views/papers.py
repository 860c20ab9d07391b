"""Files of a meeting: its summary as PDF and .docx, its entry for a calendar."""

from urllib.parse import quote

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from linli.accounts.doors import SignedInRequest, admits

from .. import paper
from ..models import Meeting
from ..queries.calendar import file_for
from .doors import meeting_in_url

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
@admits("assembly.view_meetings", to=meeting_in_url)
def summary_pdf(request: SignedInRequest, meeting: Meeting) -> HttpResponse:
    return _file(paper.print_summary(meeting), "application/pdf", f"{meeting.title}.pdf", shown=True)


@require_safe
@admits("assembly.view_meetings", to=meeting_in_url)
def summary_docx(request: SignedInRequest, meeting: Meeting) -> HttpResponse:
    return _file(paper.write_summary(meeting), DOCX, f"{meeting.title}.docx")


@require_safe
@admits("assembly.view_meetings", to=meeting_in_url)
def calendar_file(request: SignedInRequest, meeting: Meeting) -> HttpResponse:
    return _file(file_for(meeting), "text/calendar; charset=utf-8", f"{meeting.title}.ics")


def _file(content: bytes, kind: str, name: str, *, shown: bool = False) -> HttpResponse:
    how = "inline" if shown else "attachment"
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(name)}"
    response["Cache-Control"] = "private, no-store"
    return response
