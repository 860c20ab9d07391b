"""What a file is, by what is in it. Its name and what the browser says of it count for nothing.

Only a handful of kinds is known; everything else, and whatever is two things at once or carries a program, is not
taken.
"""

import hashlib
import zipfile
from dataclasses import dataclass
from typing import IO

from PIL import Image, UnidentifiedImageError

from . import pictures
from .models import Kind, Why

HEAD, TAIL = 4096, 70_000  # a zip's directory ends within 65,557 bytes of the end
UNZIPPED_AT_MOST = 200 * 1024 * 1024
TIMES_AT_MOST = 150  # text deflates to a tenth or so; a bomb to a thousandth
PARTS_AT_MOST = 3000

OFFICE = {"word/document.xml": Kind.WORD, "xl/workbook.xml": Kind.EXCEL, "ppt/presentation.xml": Kind.SLIDES}
MARKUP = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"<head", b"<body", b"<iframe", b"<?php")
PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe")
RUNS_IN_PDF = (b"/JavaScript", b"/JS ", b"/JS(", b"/JS<", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/XFA")
RUNS_IN_OFFICE = ("vbaproject.bin", "activex", "oleobject")


@dataclass(frozen=True)
class Seen:
    """`kind` when it may be taken, else `why_not`."""

    digest: str
    size: int
    kind: Kind | None = None
    why_not: Why | None = None


class NotTaken(Exception):
    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def look_at(content: IO[bytes], *, most: int) -> Seen:
    """Say what `content` is. It is read from its beginning, and left somewhere."""
    digest, size = _measure(content)
    try:
        if size == 0:
            raise NotTaken(Why.EMPTY)
        if size > most:
            raise NotTaken(Why.TOO_BIG)
        return Seen(digest, size, kind=_kind_of(content, size))
    except NotTaken as no:
        return Seen(digest, size, why_not=no.why)


def _measure(content: IO[bytes]) -> tuple[str, int]:
    content.seek(0)
    digest, size = hashlib.sha256(), 0
    while block := content.read(64 * 1024):
        digest.update(block)
        size += len(block)
    return digest.hexdigest(), size


def _kind_of(content: IO[bytes], size: int) -> Kind:
    content.seek(0)
    head = content.read(HEAD)
    if head.startswith(PICTURES) or _is_webp(head) or _is_heic(head):
        return _photo(content, head, size)
    if head.startswith(b"%PDF-"):
        return _pdf(content, size)
    if head.startswith(b"PK\x03\x04"):
        return _office(content, size)
    raise NotTaken(_why_unknown(head))


def _why_unknown(head: bytes) -> Why:
    if head.startswith(PROGRAMS):
        return Why.PROGRAM
    if any(word in head.lower() for word in MARKUP):
        return Why.DRAWN
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return Why.OLD_OFFICE
    if head[4:8] == b"ftyp" or head.startswith((b"\x1a\x45\xdf\xa3", b"ID3", b"OggS", b"RIFF", b"#!AMR")):
        return Why.VIDEO
    return Why.UNKNOWN


def _is_webp(head: bytes) -> bool:
    return head.startswith(b"RIFF") and head[8:12] == b"WEBP"


def _is_heic(head: bytes) -> bool:
    return head[4:8] == b"ftyp" and head[8:12] in HEIC


def _tail(content: IO[bytes], size: int) -> bytes:
    content.seek(max(0, size - TAIL))
    return content.read()


def _photo(content: IO[bytes], head: bytes, size: int) -> Kind:
    """A photo is one thing only, and not so large that opening it fills the memory. Its pixels are drawn later."""
    tail = _tail(content, size)
    lower = head.lower() + tail[-HEAD:].lower()
    if (
        b"PK\x05\x06" in tail
        or b"%PDF-" in head[:1024]
        or any(word in lower for word in (b"<script", b"<html", b"<?php"))
    ):
        raise NotTaken(Why.TWO_IN_ONE)
    content.seek(0)
    try:
        with pictures.opened(content) as picture:
            pictures.check_size(picture)
    except pictures.TooLarge as why:
        raise NotTaken(Why.TOO_LARGE_PICTURE) from why
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as why:
        raise NotTaken(Why.BROKEN) from why
    return Kind.PHOTO


def _pdf(content: IO[bytes], size: int) -> Kind:
    tail = _tail(content, size)
    if b"%%EOF" not in tail[-2048:]:
        raise NotTaken(Why.BROKEN)
    if b"PK\x05\x06" in tail:
        raise NotTaken(Why.TWO_IN_ONE)
    content.seek(0)
    whole = content.read()
    if any(word in whole for word in RUNS_IN_PDF):
        raise NotTaken(Why.PROGRAM)
    return Kind.PDF


def _office(content: IO[bytes], size: int) -> Kind:
    content.seek(0)
    try:
        with zipfile.ZipFile(content) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as why:
        raise NotTaken(Why.BROKEN) from why
    unzipped = sum(part.file_size for part in parts)
    if len(parts) > PARTS_AT_MOST or unzipped > UNZIPPED_AT_MOST or unzipped > max(size, 4096) * TIMES_AT_MOST:
        raise NotTaken(Why.BOMB)
    names = {part.filename for part in parts}
    kind = next((kind for name, kind in OFFICE.items() if name in names), None)
    if kind is None or "[Content_Types].xml" not in names:
        raise NotTaken(Why.UNKNOWN)
    if any(word in name.lower() for name in names for word in RUNS_IN_OFFICE):
        raise NotTaken(Why.PROGRAM)
    return kind
