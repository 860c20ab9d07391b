"""Where the bytes are: a folder outside everything the web serves, or a private bucket. Settings choose (STORAGES).

A path says the day it was written and the key of its row, so that a sweep knows what to look at and where its row is.
Bytes are written whole or not at all, and before the row that names them.
"""

import errno
import logging
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import IO, Any
from uuid import UUID, uuid4

from django.core.files.storage import FileSystemStorage, storages
from django.utils.translation import gettext as _

from linli.web.refusal import Refusal

log = logging.getLogger(__name__)

BLOCK = 64 * 1024
FULL = {errno.ENOSPC, errno.EDQUOT}


class NoRoomLeft(Refusal):
    """The disk is full: somebody has to make room."""


def store() -> Any:
    return storages["files"]


def new_path(key: UUID, ending: str, at: datetime) -> str:
    """Return a path nobody can guess; `at` is when it is written."""
    return f"{day_of(at)}/{key.hex}-{token_hex(4)}.{ending}"


def day_of(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d}"


def key_in(path: str) -> UUID | None:
    """Return the key of the row a path belongs to, or None when it is no path of ours."""
    try:
        return UUID(path.rpartition("/")[2].partition("-")[0])
    except ValueError:
        return None


def write(path: str, content: IO[bytes]) -> str:
    """Store `content` under `path`, replacing what is there; on return it survives a power cut. Raises NoRoomLeft."""
    try:
        store().put(path, content)
    except OSError as why:
        if why.errno not in FULL:
            raise
        log.exception("no room left for files")
        raise NoRoomLeft(_("服务器的空间满了，文件没有存上，字还在。请告诉管理员。")) from why
    return path


def read(path: str) -> IO[bytes]:
    opened: IO[bytes] = store().open(path, "rb")
    return opened


def exists(path: str) -> bool:
    return bool(store().exists(path))


def destroy(paths: list[str]) -> None:
    """Take these away; those gone already are no fault."""
    for path in paths:
        store().delete(path)


def stream(path: str, first: int, length: int) -> Iterator[bytes]:
    """Yield `length` bytes from `first` on, a block at a time."""
    pieces: Iterator[bytes] = store().pieces(path, first, length)
    return pieces


def days() -> list[str]:
    """Return the days on which something was written."""
    try:
        folders, _files = store().listdir("")
    except FileNotFoundError:
        return []
    return sorted(folders)


def written_on(day: str) -> list[str]:
    _folders, files = store().listdir(day)
    return [f"{day}/{name}" for name in files]


class FolderStorage(FileSystemStorage):
    """A folder of this machine."""

    def put(self, path: str, content: IO[bytes]) -> None:
        whole = Path(self.path(path))
        whole.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = whole.with_name(f".{uuid4().hex}")
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                while block := content.read(BLOCK):
                    file.write(block)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(whole)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        folder = os.open(whole.parent, os.O_RDONLY)
        try:
            os.fsync(folder)  # the name as well as the bytes
        finally:
            os.close(folder)

    def pieces(self, path: str, first: int, length: int) -> Iterator[bytes]:
        with self.open(path, "rb") as file:
            file.seek(first)
            while length > 0 and (block := file.read(min(BLOCK, length))):
                length -= len(block)
                yield block
