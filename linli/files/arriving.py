"""Files that come with a form: sent before it, piece by piece (`uploaded` names them), or with it (`files`).

A view takes them in first, hands what was picked to its form, and keeps the uploads once the form is in order. So a
form that is sent back for any other reason has lost neither words nor files.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.territory.models import Community

from . import actions, queries
from .models import Upload, Why

FIELD, KEYS = "files", "uploaded"


@dataclass
class Picked:
    """What a person picked so far. `offered` came in earlier from this page and is not ticked.

    `is_resumable`: files are sent piece by piece before the form is, which only somebody signed in may do. Without an
    account they go with the form.
    """

    uploads: list[Upload] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    offered: list[Upload] = field(default_factory=list)
    meant_for: str = ""
    is_resumable: bool = False


def complaint(name: str | None, why: str) -> str:
    """Return the sentence that says why a file is not taken."""
    most = {
        Why.TOO_BIG: settings.FILES_MOST_BYTES >> 20,
        Why.TOO_MANY: settings.FILES_PER_THING,
        Why.TOO_MANY_TODAY: settings.FILES_PER_PERSON_A_DAY,
    }
    what = name or _("文件")
    return f"{what} {Why(why).label.format(most=most.get(Why(why), ''))}"


def take_in(
    request: HttpRequest, community: Community, *, by: User | None, room: int | None = None, meant_for: str = ""
) -> Picked:
    """Take in the files of a request; `room` is how many more the thing they are for may hold.

    `by` is None for somebody without an account, who sends them with the form only.
    """
    at, meant_for = timezone.now(), meant_for or request.path
    picked = Picked(meant_for=meant_for, is_resumable=by is not None)
    if request.method != "POST":
        picked.offered = queries.unused_uploads(by, meant_for, at) if by else []
        return picked
    picked.uploads = queries.uploads_named(_keys(request.POST.getlist(KEYS)), by) if by else []
    room = settings.FILES_PER_THING if room is None else room
    for sent in _sent(request):
        if len([each for each in picked.uploads if each.file_id is None]) >= room:
            picked.complaints.append(complaint(sent.name, Why.TOO_MANY))
            continue
        upload = actions.receive_whole(community, name=sent.name or "", content=sent, size=sent.size or 0, by=by, at=at)
        if upload.why_not:
            picked.complaints.append(complaint(upload.name, upload.why_not))
        else:
            picked.uploads.append(upload)
    picked.complaints += [complaint(name, Why.TOO_BIG) for name in _too_big(request)]
    return picked


def _sent(request: HttpRequest) -> list[Any]:
    return [each for each in request.FILES.getlist(FIELD) if each.name]


def _keys(texts: Iterable[str]) -> list[UUID]:
    keys = []
    for text in texts:
        try:
            keys.append(UUID(text))
        except ValueError:
            continue
    return keys


def _too_big(request: HttpRequest) -> list[str]:
    return list(getattr(request, "files_too_big", ()))


class StopsAtTheLimit(FileUploadHandler):
    """Belongs first in FILE_UPLOAD_HANDLERS: stops writing down a photo as soon as it is larger than any may be."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.so_far = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.so_far += len(raw_data)
        if self.field_name == FIELD and self.so_far > settings.FILES_MOST_BYTES:
            request: Any = self.request
            request.files_too_big = [*_too_big(request), self.file_name]
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
