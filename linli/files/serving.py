"""A file on its way out, after somebody else has opened its door."""

import re
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase

from . import storing
from .models import File, Kind

TYPES = {
    Kind.PHOTO: ("image/jpeg", "jpg"),
    Kind.PDF: ("application/pdf", "pdf"),
    Kind.WORD: ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    Kind.EXCEL: ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    Kind.SLIDES: ("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"),
}
SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'"


def serve(request: HttpRequest, file: File, *, size: str = "full", download: bool = False) -> HttpResponseBase:
    """Answer with the photo (`size` full or thumb) or the document; 404 while it is not ready.

    Only photos are ever shown in place; documents are downloaded. Ranges are answered, so that a broken download goes
    on where it stopped. Browsers ask again each time: a photo blacked out since is not shown from their memory.
    """
    path = file.thumb if size == "thumb" else file.shown
    if not file.is_ready or not path:
        raise Http404
    return _answer(request, file, path, download=download or not file.is_photo)


def serve_original(request: HttpRequest, file: File, path: str) -> HttpResponseBase:
    """Answer with the photo as it was before it was blacked out; kept by nobody on the way."""
    response = _answer(request, file, path, download=False)
    response.headers["Cache-Control"] = "no-store"
    return response


def _answer(request: HttpRequest, file: File, path: str, *, download: bool) -> HttpResponseBase:
    kind, ending = TYPES[Kind(file.kind)]
    stamp = f'"{path.rpartition("-")[2].partition(".")[0]}"'
    if request.headers.get("If-None-Match") == stamp:
        return _closed(HttpResponseNotModified(), stamp)
    response = _body(request, path, stamp)
    response.headers["Content-Type"] = kind
    response.headers["Content-Disposition"] = _disposition(file, ending, download=download)
    return _closed(response, stamp)


def _closed(response: HttpResponseBase, stamp: str) -> HttpResponseBase:
    response.headers["ETag"] = stamp
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _disposition(file: File, ending: str, *, download: bool) -> str:
    stem = file.name.rpartition(".")[0] or file.name
    plain = re.sub(r"[^A-Za-z0-9_ -]", "_", stem)[:60] or "file"
    how = "attachment" if download else "inline"
    return f"{how}; filename=\"{plain}.{ending}\"; filename*=UTF-8''{quote(f'{stem}.{ending}')}"


def _body(request: HttpRequest, path: str, stamp: str) -> HttpResponseBase:
    if settings.FILES_ACCEL:
        response = HttpResponse()
        response.headers["X-Accel-Redirect"] = f"{settings.FILES_ACCEL.rstrip('/')}/{path}"
        return response
    try:
        size = storing.store().size(path)
    except (FileNotFoundError, OSError) as why:
        raise Http404 from why
    wanted = _range(request, size, stamp)
    if wanted == (-1, -1):
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    first, last = wanted or (0, size - 1)
    body = StreamingHttpResponse(storing.stream(path, first, last - first + 1), status=206 if wanted else 200)
    body.headers["Accept-Ranges"] = "bytes"
    body.headers["Content-Length"] = str(last - first + 1)
    if wanted:
        body.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return body


def _range(request: HttpRequest, size: int, stamp: str) -> tuple[int, int] | None:
    """Return the first and last byte asked for; None for all of it, (-1, -1) when there is no such part.

    One range is answered; several at once get the whole, as anybody may.
    """
    found = re.fullmatch(r"bytes=(\d*)-(\d*)", request.headers.get("Range", "").strip())
    if not found or found.group(0) == "bytes=-" or request.headers.get("If-Range", stamp) != stamp:
        return None
    first, last = found.groups()
    if not first:
        return (max(0, size - int(last)), size - 1) if int(last) else (-1, -1)
    if int(first) >= size or (last and int(last) < int(first)):
        return -1, -1
    return int(first), min(int(last), size - 1) if last else size - 1
