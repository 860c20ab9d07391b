"""A file is what is in it: what may be taken, what may not, and the sentence for it."""

import io
import struct
import zlib

import pytest
from PIL import Image

from linli.files import pictures
from linli.files.looking import look_at
from linli.files.models import Kind, Why

from .builders import PDF, a_document, a_photo, a_picture, written

MOST = 5_000_000


def seen(content: bytes):
    return look_at(io.BytesIO(content), most=MOST)


HEIC = written(a_picture(320, 240), "HEIF")

TAKEN = {
    "jpeg": (a_photo(), Kind.PHOTO),
    "png with a hole": (written(a_picture(mode="RGBA", colour="#00000000"), "PNG"), Kind.PHOTO),
    "webp": (written(a_picture(), "WEBP"), Kind.PHOTO),
    "gif": (written(a_picture(), "GIF"), Kind.PHOTO),
    "heic": (HEIC, Kind.PHOTO),
    "a photo that moves": (a_photo() + b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 90_000, Kind.PHOTO),
    "pdf": (PDF, Kind.PDF),
    "docx": (a_document(), Kind.WORD),
    "xlsx": (a_document("xl/workbook.xml"), Kind.EXCEL),
    "pptx": (a_document("ppt/presentation.xml"), Kind.SLIDES),
}


@pytest.mark.parametrize("name", TAKEN)
def test_taken_for_what_it_is(name):
    content, kind = TAKEN[name]

    assert (seen(content).kind, seen(content).why_not) == (kind, None)


def huge() -> bytes:
    """A PNG of a few hundred bytes that says it would open to 2,500 million."""
    small = written(a_picture(8, 8), "PNG")
    header = b"IHDR" + struct.pack(">II", 29_000, 29_000) + small[24:29]
    return small[:12] + header + struct.pack(">I", zlib.crc32(header)) + small[33:]


REFUSED = {
    "nothing": (b"", Why.EMPTY),
    "too big": (a_photo() + b"\x00" * MOST, Why.TOO_BIG),
    "words": ("今天下雨".encode(), Why.UNKNOWN),
    "svg": (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>', Why.DRAWN),
    "html": (b"\n  <!DOCTYPE html><script>alert(1)</script>", Why.DRAWN),
    "windows program": (b"MZ\x90\x00" + b"\x00" * 60, Why.PROGRAM),
    "linux program": (b"\x7fELF\x02\x01", Why.PROGRAM),
    "shell script": (b"#!/bin/sh\nrm -rf /", Why.PROGRAM),
    "old word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, Why.OLD_OFFICE),
    "video": (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00", Why.VIDEO),
    "photo and zip": (a_photo() + a_document(), Why.TWO_IN_ONE),
    "photo and page": (a_photo() + b"<html><script>steal()</script>", Why.TWO_IN_ONE),
    "pdf and zip": (PDF + a_document() + b"%%EOF", Why.TWO_IN_ONE),
    "pdf that runs": (PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(app.alert)>>"), Why.PROGRAM),
    "half a pdf": (PDF[:30], Why.BROKEN),
    "half a picture's head": (a_photo()[:20], Why.BROKEN),
    "an ordinary zip": (a_document("hello.txt"), Why.UNKNOWN),
    "macros": (a_document(more={"word/vbaProject.bin": b"x"}), Why.PROGRAM),
    "zip bomb": (a_document(more={"word/media/a.bin": b"\x00" * 30_000_000}), Why.BOMB),
    "broken zip": (a_document()[:-30], Why.BROKEN),
    "pixel bomb": (huge(), Why.TOO_LARGE_PICTURE),
}


@pytest.mark.parametrize("name", REFUSED)
def test_not_taken_and_why(name):
    content, why = REFUSED[name]

    assert (seen(content).kind, seen(content).why_not) == (None, why)


def drawn(content: bytes, **how):
    found = pictures.draw_anew(io.BytesIO(content), **how)
    return found, Image.open(found.shown), Image.open(found.thumb)


def test_a_drawn_photo_holds_its_pixels_and_nothing_else():
    photo = a_photo(orientation=6)
    assert b"Leaky" in photo
    assert Image.open(io.BytesIO(photo)).getexif().get_ifd(0x8825)

    found, shown, thumb = drawn(photo)

    for picture, file in ((shown, found.shown), (thumb, found.thumb)):
        content = file.getvalue()
        assert not any(trace in content for trace in (b"Leaky", b"leaky", b"Exif", b"GPS", b"xmp", b"ICC_PROFILE"))
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
        assert dict(picture.getexif()) == {}
    assert (shown.size, thumb.size) == ((480, 640), (360, 480)), "turned the right way up"
    assert shown.getpixel((470, 10))[2] > 200, "the white corner is at the upper right now"


def test_every_kind_of_photo_becomes_a_jpeg_of_sensible_size():
    wide = written(a_picture(4000, 1000), "PNG")
    for content in (wide, HEIC, TAKEN["png with a hole"][0], TAKEN["gif"][0], written(a_picture().convert("CMYK"))):
        _found, shown, thumb = drawn(content)

        assert (shown.format, shown.mode, thumb.format) == ("JPEG", "RGB", "JPEG")
        assert max(shown.size) <= pictures.LONGEST
        assert max(thumb.size) <= pictures.THUMB
    assert drawn(wide)[1].size == (2560, 640)
    assert drawn(TAKEN["png with a hole"][0])[1].getpixel((300, 300)) == (255, 255, 255), "a hole is paper, not black"


def test_black_is_black_in_the_photo_and_its_small_copy():
    _found, shown, thumb = drawn(a_photo(colour="white"), boxes=[pictures.Box(50, 50, 25, 25)])

    assert max(shown.getpixel((400, 300))) < 12
    assert min(shown.getpixel((200, 200))) > 240
    assert max(thumb.getpixel((300, 225))) < 12
