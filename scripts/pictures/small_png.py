"""Make a screenshot small: the 256 commonest colours, each other colour drawn as the nearest of them.

Standard library only. Text on paper has a few thousand greys; nobody misses most of them, and the file is a third.
"""

import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHANNELS = {2: 3, 6: 4}  # RGB, RGB with alpha: what a browser writes, eight bits each
COLOURS = 256


def shrink(path: Path) -> None:
    """Write the picture anew with a palette, where that makes it smaller."""
    before = path.read_bytes()
    width, height, pixels = _read(before)
    counted = Counter(pixels)
    palette = [colour for colour, _ in counted.most_common(COLOURS)]
    nearest = {colour: _nearest(colour, palette) for colour in counted}
    indices = bytes(nearest[pixel] for pixel in pixels)
    lines = b"".join(b"\0" + indices[y * width : (y + 1) * width] for y in range(height))
    after = SIGNATURE + b"".join(
        [
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", b"".join(palette)),
            _chunk(b"IDAT", zlib.compress(lines, 9)),
            _chunk(b"IEND", b""),
        ]
    )
    if len(after) < len(before):
        path.write_bytes(after)


def _nearest(colour: bytes, palette: list[bytes]) -> int:
    return min(range(len(palette)), key=lambda at: sum((a - b) ** 2 for a, b in zip(palette[at], colour, strict=True)))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    while at < len(picture):
        length = int.from_bytes(picture[at : at + 4])
        yield picture[at + 4 : at + 8], picture[at + 8 : at + 8 + length]
        at += length + 12


def _read(picture: bytes) -> tuple[int, int, list[bytes]]:
    """Return width, height and the colour of each pixel; raises KeyError for a kind of PNG no browser writes."""
    header = next(data for kind, data in _chunks(picture) if kind == b"IHDR")
    width, height, _bits, kind = struct.unpack(">IIBB", header[:10])
    step = CHANNELS[kind]
    packed = zlib.decompress(b"".join(data for kind, data in _chunks(picture) if kind == b"IDAT"))
    pixels: list[bytes] = []
    above = bytearray(width * step)
    for y in range(height):
        start = y * (width * step + 1)
        line = _unfiltered(packed[start], bytearray(packed[start + 1 : start + 1 + width * step]), above, step)
        pixels += [bytes(line[x : x + 3]) for x in range(0, len(line), step)]
        above = line
    return width, height, pixels


def _unfiltered(filter_: int, line: bytearray, above: bytearray, step: int) -> bytearray:
    """Undo what PNG does to a line before packing it (PNG specification, 9.2)."""
    if filter_ == 0:
        return line
    for at in range(len(line)):
        left, corner = (line[at - step], above[at - step]) if at >= step else (0, 0)
        if filter_ == 1:
            guess = left
        elif filter_ == 2:
            guess = above[at]
        elif filter_ == 3:
            guess = (left + above[at]) // 2
        else:
            guess = _paeth(left, above[at], corner)
        line[at] = (line[at] + guess) & 255
    return line


def _paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    return min((left, up, corner), key=lambda each: abs(guess - each))
