"""Sending a file piece by piece: the core of the tus protocol (1.0.0), with creation and termination.

POST says how long it will be, PATCH brings the next piece, HEAD asks how far it is, DELETE gives it up.
"""

import base64
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from linli.accounts.doors import SignedInRequest, admits, own_community

from .. import actions
from ..arriving import complaint
from ..models import Upload, Why

TUS = {"Tus-Resumable": "1.0.0", "Cache-Control": "no-store"}
PIECE_AT_MOST = 2 * 1024 * 1024


def said(sentence: str, status: int, **headers: str) -> HttpResponse:
    return HttpResponse(
        sentence,
        status=status,
        content_type="text/plain; charset=utf-8",
        headers=TUS | {k.replace("_", "-"): v for k, v in headers.items()},
    )


def metadata(request: SignedInRequest) -> dict[str, str]:
    """Return what Upload-Metadata says: words and their values in base64, separated by commas."""
    found = {}
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        key, _space, value = pair.strip().partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode()
        except ValueError:
            continue
    return found


def number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 16 else -1


@require_POST
@admits("files.bring_file")
def uploads(request: SignedInRequest) -> HttpResponse:
    about, size = metadata(request), number(request.headers.get("Upload-Length"))
    if size < 0:
        return said(_("请说文件有多大。"), 400)
    begun = actions.begin_upload(
        own_community(request),
        name=about.get("filename", ""),
        size=size,
        meant_for=about.get("for", ""),
        by=request.user,
        at=timezone.now(),
    )
    if begun.why_not:
        status = {Why.TOO_BIG: 413, Why.TOO_MANY_TODAY: 429}.get(Why(begun.why_not), 422)
        return said(complaint(begun.name, begun.why_not), status)
    return said("", 201, Location=reverse("files:upload", args=[begun.key]), Upload_Offset="0")


def upload_in_url(request: SignedInRequest, key: UUID) -> tuple[QuerySet[Upload], dict[str, Any]]:
    """A person finds what they themselves are sending, and nothing else."""
    return Upload.objects.visible_to(request.user).filter(by=request.user), {"key": key}


@require_http_methods(["HEAD", "PATCH", "DELETE"])
@admits("files.bring_file", to=upload_in_url)
def upload(request: SignedInRequest, found: Upload) -> HttpResponse:
    if request.method == "HEAD":
        return said("", 200, Upload_Offset=str(found.received), Upload_Length=str(found.size))
    if request.method == "DELETE":
        actions.drop_upload(found, by=request.user, at=timezone.now())
        return said("", 204)
    if number(request.headers.get("Content-Length")) > PIECE_AT_MOST:
        return said(_("这一段太大了。"), 413)
    offset = number(request.headers.get("Upload-Offset"))
    found, was_next = actions.take_piece(found, request.body, offset=offset, by=request.user, at=timezone.now())
    if not was_next:
        return said("", 409, Upload_Offset=str(found.received))
    if found.why_not:
        return said(complaint(found.name, found.why_not), 422)
    return said("", 204, Upload_Offset=str(found.received))
