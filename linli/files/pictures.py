"""Photos drawn anew: what is stored holds pixels and nothing of what a camera, phone or editor wrote beside them.

Everything becomes a JPEG in sRGB, turned the right way up and no larger than a screen or an A4 page needs: every phone,
printer and office programme opens that.
"""

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

import pillow_heif
from PIL import Image, ImageCms, ImageDraw, ImageOps

pillow_heif.register_heif_opener()

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "HEIF")
LONGEST, THUMB = 2560, 480  # pixels of the longer side
QUALITY, THUMB_QUALITY = 85, 78
PIXELS_AT_MOST = 50_000_000  # decoded whole; three bytes each
JPEG_PIXELS_AT_MOST = 210_000_000  # a JPEG is decoded at a fraction of its size
SIDE_AT_MOST = 30_000
BLACK = (0, 0, 0)

Image.MAX_IMAGE_PIXELS = None  # `check_size` refuses earlier, and knows that a JPEG can be read small


class TooLarge(Exception):
    """More pixels than may be opened."""


@dataclass(frozen=True)
class Box:
    """What is blacked out, in per cent of the picture's width and height, from its upper left corner."""

    left: float
    top: float
    width: float
    height: float

    def as_list(self) -> list[float]:
        return [self.left, self.top, self.width, self.height]


@dataclass(frozen=True)
class Drawn:
    """A photo as it is kept, and its small copy."""

    shown: IO[bytes]
    thumb: IO[bytes]
    width: int
    height: int


@contextmanager
def opened(content: IO[bytes]) -> Iterator[Any]:
    with Image.open(content, formats=FORMATS) as picture:
        yield picture


def check_size(picture: Any) -> None:
    """Raise TooLarge before a single pixel is decoded."""
    pixels = picture.width * picture.height
    most = JPEG_PIXELS_AT_MOST if picture.format in {"JPEG", "MPO"} else PIXELS_AT_MOST
    if pixels > most or max(picture.width, picture.height) > SIDE_AT_MOST:
        raise TooLarge(f"{picture.width}x{picture.height}")


def draw_anew(content: IO[bytes], *, boxes: Iterable[Box] = ()) -> Drawn:
    """Decode `content` and draw it again, black where `boxes` say.

    Raises TooLarge, or what Pillow raises for a picture that is broken.
    """
    content.seek(0)
    with opened(content) as picture:
        check_size(picture)
        picture.draft("RGB", (LONGEST, LONGEST))
        picture.load()
        upright = ImageOps.exif_transpose(picture)
        plain = _on_white(_in_srgb(upright, picture.info.get("icc_profile")))
    plain.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    _black_out(plain, boxes)
    small = plain.copy()
    small.thumbnail((THUMB, THUMB), Image.Resampling.LANCZOS)
    return Drawn(_jpeg(plain, QUALITY), _jpeg(small, THUMB_QUALITY), plain.width, plain.height)


def _in_srgb(picture: Any, profile: bytes | None) -> Any:
    """Translate a wide colour space, which newer phones use, while its profile is at hand."""
    if not profile or picture.mode not in {"RGB", "RGBA"}:
        return picture
    try:
        return ImageCms.profileToProfile(
            picture, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture  # a profile nobody understands: the colours stay as they were written


def _on_white(picture: Any) -> Any:
    """Return pixels only, in a picture that never held anything else."""
    plain = Image.new("RGB", picture.size, "white")
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        seen = picture.convert("RGBA")
        plain.paste(seen, mask=seen.getchannel("A"))
    elif picture.mode.startswith("I"):
        plain.paste(picture.point(lambda value: value / 256).convert("L"))
    else:
        plain.paste(picture.convert("RGB"))
    return plain


def _black_out(picture: Any, boxes: Iterable[Box]) -> None:
    pen = ImageDraw.Draw(picture)
    for box in boxes:
        left, top = picture.width * box.left / 100, picture.height * box.top / 100
        right, bottom = left + picture.width * box.width / 100, top + picture.height * box.height / 100
        pen.rectangle((int(left), int(top), int(right) + 1, int(bottom) + 1), fill=BLACK)


def _jpeg(picture: Any, quality: int) -> IO[bytes]:
    drawn = io.BytesIO()
    picture.save(drawn, "JPEG", quality=quality, optimize=True, progressive=True)
    drawn.seek(0)
    return drawn
