"""Who took a table away, when and what for: on every page of it, in words and as a picture behind them."""

import io
from functools import lru_cache
from math import ceil

from PIL import Image, ImageDraw, ImageFont

from linli.paper.fonts import folders

WIDTH, HEIGHT, SLANT, SIZE = 900, 460, 18, 26
FAINT = (178, 59, 34, 34)
MOST_WORDS = 60
"""Of a header in Excel, which keeps 255 signs for all its parts."""


def printable(words: str) -> str:
    """Return words as a header of Excel takes them: & begins a code there."""
    return " ".join(words.split())[:MOST_WORDS].replace("&", "&&")


@lru_cache(maxsize=4)
def picture_of(words: str) -> bytes:
    """Return a PNG with the words written slantwise, over and over, hardly darker than paper."""
    font = ImageFont.truetype(str(next(folders()[-1].glob("NotoSansCJK*"))), SIZE)
    line = Image.new("RGBA", (ceil(font.getlength(words)) + 2 * SIZE, 2 * SIZE), (255, 255, 255, 0))
    ImageDraw.Draw(line).text((SIZE, SIZE // 3), words, font=font, fill=FAINT)
    slanted = line.rotate(SLANT, expand=True)
    sheet = Image.new("RGB", (max(WIDTH, slanted.width), max(HEIGHT, slanted.height)), "white")
    sheet.paste(slanted, (0, (sheet.height - slanted.height) // 2), slanted)
    made = io.BytesIO()
    sheet.quantize(8).save(made, "PNG", optimize=True)
    return made.getvalue()
