"""Photos as a keeper's phone would have taken them, drawn with a few strokes: the same every time, and of nobody."""

import io
from collections.abc import Callable
from datetime import datetime
from random import Random

from PIL import Image, ImageDraw

from linli.accounts.models import User
from linli.cases.actions import attach_files
from linli.cases.models import Case, CaseFile
from linli.files import actions
from linli.files.pictures import Box

SIZE = (960, 720)
Pen = ImageDraw.ImageDraw


def take(case: Case, scene: str, *, caption: str, public: bool, box: list[float], by: User, at: datetime) -> None:
    """Attach a drawn photo as a keeper does, and have it drawn anew at once: no worker runs while a town is built."""
    content = io.BytesIO(drawn(scene))
    size = content.getbuffer().nbytes
    upload = actions.receive_whole(case.community, name=f"{scene}.jpg", content=content, size=size, by=by, at=at)
    for file in attach_files(case, [upload], step=CaseFile.Step.ARRIVAL, by=by, at=at).files:
        actions.make_file(file.pk, by=None, at=at)
        actions.caption_file(file, caption=caption, by=by, at=at)
        if box:
            actions.black_out(file, boxes=[Box(*box)], by=by, at=at)
            actions.make_file(file.pk, by=None, at=at)
        if public:
            actions.show_file(file, by=by, at=at)


def drawn(scene: str) -> bytes:
    """Return the JPEG of one scene."""
    picture = Image.new("RGB", SIZE, "#8f8a80")
    pen = ImageDraw.Draw(picture)
    SCENES[scene](pen, Random(scene))
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=85)
    return file.getvalue()


def portrait(seed: str) -> io.BytesIO:
    """Return a portrait of nobody: a head and shoulders in a few strokes, another shirt for each seed."""
    rng = Random(seed)
    picture = Image.new("RGB", (480, 600), "#d8d2c4")
    pen = ImageDraw.Draw(picture)
    pen.ellipse((60, 400, 420, 900), fill=rng.choice(["#2f5373", "#2a6950", "#6b4a3a", "#4a4f53"]))
    pen.rectangle((200, 340, 280, 440), fill="#c9a184")
    pen.ellipse((140, 110, 340, 370), fill="#d3ab8d")
    pen.chord((130, 90, 350, 330), 180, 360, fill="#33312e")
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=88)
    return file


def _ground(pen: Pen, rng: Random, colour: str, speck: str) -> None:
    pen.rectangle((0, 0, *SIZE), fill=colour)
    for _ in range(1500):
        x, y = rng.randrange(SIZE[0]), rng.randrange(SIZE[1])
        pen.line((x, y, x + rng.randint(1, 9), y), fill=speck)


def cover(pen: Pen, rng: Random) -> None:
    """A loose manhole cover with tape around it."""
    _ground(pen, rng, "#7d7a74", "#6b6862")
    pen.ellipse((270, 190, 710, 560), fill="#33312e")
    pen.ellipse((292, 180, 706, 530), fill="#5a5751", outline="#2b2926", width=8)
    for n in range(7):
        pen.line((340, 240 + n * 40, 660, 240 + n * 40), fill="#47443f", width=10)
    for left, right in (((0, 610), (960, 640)), ((0, 90), (960, 60))):
        pen.line((*left, *right), fill="#c8a02a", width=26)
        for x in range(0, 960, 80):
            pen.line((x, left[1] + 12, x + 30, left[1] - 12), fill="#2b2926", width=14)


def lamp(pen: Pen, rng: Random) -> None:
    """A street lamp that stays dark at dusk."""
    for y in range(SIZE[1]):
        pen.line((0, y, SIZE[0], y), fill=(40 + y // 12, 48 + y // 10, 74 + y // 14))
    pen.rectangle((0, 600, 960, 720), fill="#2c2a2a")
    for x in (80, 260, 640, 820):
        pen.rectangle((x, 260 + rng.randint(0, 90), x + 130, 600), fill="#23242c")
        pen.rectangle((x + 30, 420, x + 60, 460), fill="#c9a24e")
    pen.line((470, 610, 470, 150), fill="#15161a", width=14)
    pen.arc((470, 110, 610, 220), 180, 290, fill="#15161a", width=12)
    pen.ellipse((548, 104, 640, 140), fill="#3b3d44")


def balcony(pen: Pen, rng: Random) -> None:
    """Wet washing over a stall."""
    _ground(pen, rng, "#b9ae9b", "#ab9f8b")
    pen.rectangle((0, 0, 960, 60), fill="#8d8374")
    pen.line((60, 130, 900, 120), fill="#4f4a42", width=6)
    for n, colour in enumerate(("#6d87a3", "#a65d52", "#dad4c6", "#5f7d62", "#c2a65a")):
        x = 90 + n * 165
        pen.rectangle((x, 128, x + 105, 290), fill=colour)
        for drop in range(4):
            y = 310 + rng.randint(0, 150)
            pen.line((x + 18 + drop * 24, y, x + 18 + drop * 24, y + 18), fill="#7f93a8", width=4)
    pen.polygon([(120, 520), (840, 520), (900, 600), (60, 600)], fill="#9c4a3c")
    pen.rectangle((100, 600, 860, 700), fill="#6b5844")


def tricycle(pen: Pen, rng: Random) -> None:
    """A tricycle in front of a fire exit, with a number plate that nobody needs to see."""
    _ground(pen, rng, "#a39c8f", "#968f82")
    pen.rectangle((300, 40, 660, 480), fill="#8a3b30")
    pen.rectangle((330, 70, 630, 450), fill="#a5483a")
    pen.rectangle((390, 110, 570, 150), fill="#e9e2d2")
    pen.rectangle((180, 380, 620, 560), fill="#3f6079")
    pen.polygon([(620, 400), (760, 430), (760, 560), (620, 560)], fill="#34516a")
    for x in (230, 520, 700):
        pen.ellipse((x - 52, 520, x + 52, 624), fill="#26262a", outline="#77757a", width=8)
    pen.rectangle((330, 480, 470, 530), fill="#d8d4c8")
    for n in range(5):
        pen.rectangle((342 + n * 25, 492, 358 + n * 25, 518), fill="#2f3a46")


def stairs(pen: Pen, rng: Random) -> None:
    """A dark stairwell with one dead lamp."""
    _ground(pen, rng, "#4b4a4d", "#444346")
    pen.polygon([(0, 0), (960, 0), (760, 200), (200, 200)], fill="#5a595c")
    pen.ellipse((440, 70, 520, 130), fill="#6e6d70", outline="#39383b", width=6)
    for n in range(8):
        pen.rectangle((200 - n * 25, 300 + n * 52, 760 + n * 25, 300 + n * 52 + 44), fill=(70 + n * 8,) * 3)


SCENES: dict[str, Callable[[Pen, Random], None]] = {
    "cover": cover, "lamp": lamp, "balcony": balcony, "tricycle": tricycle, "stairs": stairs,
}  # fmt: skip
