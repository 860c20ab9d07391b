"""A file comes in: at once, or a piece at a time over a bad line."""

import io
import re
import tempfile
import unicodedata
from datetime import datetime, timedelta
from typing import IO

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.territory.models import Community
from linli.web.refusal import Refusal

from .. import storing
from ..later import destroy_soon
from ..looking import look_at
from ..models import Upload, Why

IN_MEMORY = 4 * 1024 * 1024
LONGEST_NAME = 80


class NotAnUpload(Refusal):
    pass


def clean_name(name: str) -> str:
    """Return a name fit to be shown and downloaded under: no path, no control signs, no tricks with direction."""
    name = re.split(r"[\\/]", name)[-1]
    name = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in name).strip(" .")
    name = re.sub(r'[<>:"|?*]', "_", " ".join(name.split())) or "file"
    stem, dot, ending = name.rpartition(".")
    if len(name) > LONGEST_NAME and dot and len(ending) <= 8:
        return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"
    return name[:LONGEST_NAME]


def is_too_much_for_today(by: User | None, at: datetime) -> bool:
    """Say whether `by` has brought as many files within a day as the installation allows."""
    begun = Upload.objects.filter(by=by, begun_at__gt=at - timedelta(days=1)).count() if by else 0
    return begun >= settings.FILES_PER_PERSON_A_DAY


@transaction.atomic
def begin_upload(
    community: Community, *, name: str, size: int, meant_for: str = "", by: User | None, at: datetime
) -> Upload:
    """Begin to take in `size` bytes. What can be refused now is refused now, in `why_not`, before any byte is sent."""
    upload = Upload(
        community=community, by=by, meant_for=meant_for[:200], name=clean_name(name), size=max(size, 0), begun_at=at
    )
    if size <= 0:
        upload.why_not = Why.EMPTY
    elif size > settings.FILES_MOST_BYTES:
        upload.why_not = Why.TOO_BIG
    elif is_too_much_for_today(by, at):
        upload.why_not = Why.TOO_MANY_TODAY
    else:
        upload.save()
    return upload


def piece_path(upload: Upload, offset: int) -> str:
    """A piece sent twice is written twice to the same place."""
    return f"{storing.day_of(upload.begun_at)}/{upload.key.hex}-{offset:010}.part"


@transaction.atomic
def take_piece(upload: Upload, piece: bytes, *, offset: int, by: User | None, at: datetime) -> tuple[Upload, bool]:
    """Take the next piece; the last one makes it whole and has it looked at. Return it, and whether the piece was next.

    A piece that is not (it came already, or one before it is missing) changes nothing: `received` says where to go on.
    It is on the disk before the row counts it: a kill in between leaves the row where it was, and the piece is sent
    and written again.
    """
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.is_whole or upload.why_not or offset != upload.received or offset + len(piece) > upload.size:
        return upload, False
    storing.write(piece_path(upload, offset), io.BytesIO(piece))
    upload.received += len(piece)
    upload.pieces = [*upload.pieces, offset]
    if upload.received < upload.size:
        upload.save(update_fields=["received", "pieces"])
        return upload, True
    pieces = [piece_path(upload, begins) for begins in upload.pieces]
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as whole:
        for path in pieces:
            with storing.read(path) as part:
                whole.write(part.read())
        _finish(upload, whole, at=at)
    destroy_soon(pieces)
    return upload, True


def _finish(upload: Upload, whole: IO[bytes], *, at: datetime) -> Upload:
    """Look at the whole of it, and store it under one name, or say why not."""
    seen = look_at(whole, most=settings.FILES_MOST_BYTES)
    upload.digest, upload.kind, upload.why_not = seen.digest, seen.kind or "", seen.why_not or ""
    if seen.size != upload.size:
        upload.why_not = upload.why_not or Why.CUT_SHORT
    if not upload.why_not:
        whole.seek(0)
        upload.path = storing.write(storing.new_path(upload.key, "raw", at), whole)
    upload.save()
    return upload


@transaction.atomic
def receive_whole(
    community: Community, *, name: str, content: IO[bytes], size: int, by: User | None, at: datetime
) -> Upload:
    """Take in a file that came with a form. One that cannot be taken is returned unsaved, with its `why_not`."""
    upload = begin_upload(community, name=name, size=size, by=by, at=at)
    if upload.why_not:
        return upload
    upload.received = size
    if _finish(upload, content, at=at).why_not:
        upload.delete()
    return upload


@transaction.atomic
def drop_upload(upload: Upload, *, by: User | None, at: datetime) -> None:
    """Forget a file its owner does not want to send after all; one that is in use stays."""
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.file_id is not None:
        raise NotAnUpload(_("这个文件已经附上了，请到「照片和文件」里移除。"))
    pieces = [piece_path(upload, begins) for begins in upload.pieces]
    upload.delete()
    destroy_soon([*pieces, *([upload.path] if upload.path else [])])
