"""What the worker does with a file: draw it anew, black it out, destroy what is no longer wanted."""

import io
from datetime import datetime
from typing import IO

from django.db import transaction
from PIL import Image

from linli.accounts.models import User
from linli.journal.record import record

from .. import documents, events, pictures, registry, storing
from ..later import destroy_soon
from ..models import File, FilesPolicy, Kind, State, Why

BROKEN = (OSError, ValueError, SyntaxError, Image.DecompressionBombError, MemoryError, *documents.BROKEN)


@transaction.atomic
def make_file(file_id: int, *, by: User | None, at: datetime) -> File | None:
    """Draw a waiting file, or its black boxes. Safe to run twice: what does not wait is left alone.

    New bytes are stored before the row names them, old ones destroyed after: a kill in between leaves bytes without a
    row, which the sweep finds, and a file that is still waiting.
    """
    file = File.objects.select_for_update(of=("self",)).filter(pk=file_id, state=State.WAITING).first()
    if file is None:
        return None
    source = file.raw or file.shown
    if not source or not storing.exists(source):
        file.state, file.boxes = State.LOST, []
        file.save(update_fields=["state", "boxes"])
        return file
    try:
        with storing.read(source) as content:
            whole = io.BytesIO(content.read())
        if file.is_photo:
            _draw(file, whole, at=at)
        else:
            _keep(file, whole, at=at)
    except pictures.TooLarge:
        _refuse(file, Why.TOO_LARGE_PICTURE, at=at)
    except BROKEN as why:
        if isinstance(why, OSError) and why.errno is not None:
            raise  # the disk, not the picture: the job is tried again
        _refuse(file, Why.BROKEN, at=at)
    file.save()
    return file


def _draw(file: File, whole: IO[bytes], *, at: datetime) -> None:
    drawn = pictures.draw_anew(whole, boxes=[pictures.Box(*box) for box in file.boxes])
    before, thumb = file.shown, file.thumb
    file.shown = storing.write(storing.new_path(file.key, "jpg", at), drawn.shown)
    file.thumb = storing.write(storing.new_path(file.key, "jpg", at), drawn.thumb)
    file.width, file.height = drawn.width, drawn.height
    if file.boxes and before and not file.original and _keeps_originals(file):
        file.original, before = before, ""
    destroy_soon([path for path in (file.raw, before, thumb) if path])
    file.raw, file.boxes, file.state = "", [], State.READY


def _keeps_originals(file: File) -> bool:
    return FilesPolicy.objects.filter(community_id=file.community_id, originals=FilesPolicy.Originals.KEEP).exists()


def _keep(file: File, whole: IO[bytes], *, at: datetime) -> None:
    """A document is kept without its properties, a PDF as it came; both are only ever downloaded, never shown."""
    kept = whole if file.kind == Kind.PDF else documents.without_properties(whole)
    file.size = kept.seek(0, io.SEEK_END)
    kept.seek(0)
    file.shown = storing.write(storing.new_path(file.key, "doc", at), kept)
    destroy_soon([file.raw])
    file.raw, file.state = "", State.READY


def _refuse(file: File, why: Why, *, at: datetime) -> None:
    destroy_soon(file.paths)
    file.raw = file.shown = file.thumb = file.original = ""
    file.state, file.why_not, file.boxes = State.REFUSED, why, []
    if (owner := registry.owner_of(file)) is not None:
        record(events.REFUSED, owner, by=None, at=at, files=[file.pk])


def destroy_paths(paths: list[str]) -> None:
    """Destroy stored bytes no row names any more."""
    storing.destroy(paths)
