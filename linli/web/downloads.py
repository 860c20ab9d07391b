"""How a file leaves the house: by its name, kept by nobody on the way."""

from urllib.parse import quote

from django.http import HttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"


def file_answer(content: bytes, name: str, kind: str = XLSX) -> HttpResponse:
    """Return a file to be saved under `name`: a page of ours has nothing of its content in it."""
    answer = HttpResponse(content, content_type=kind)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
