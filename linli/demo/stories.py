"""The stories as their files tell them: what people say, in which season, and what usually becomes of it."""

import tomllib
from dataclasses import dataclass
from typing import Any

from .stage import DATA

THIS_YEAR = ("stories_streets", "stories_homes", "stories_people", "stories_told")


@dataclass(frozen=True)
class Story:
    """`way` says how it goes: a keeper's visit, answered at the desk, done with a unit, handed over (`over`), told at
    the door, refused (`no`), gone by itself (`gone`), or somebody else's business (`not_ours`).

    `months` are numbers (4) or months of a year ("2009-04"), `days` a first and last day of the month, both open when
    empty. `at_least` of it happen in a year; `count` of it happen exactly, in the history.
    """

    name: str
    category: str
    kind: str
    way: str
    titles: tuple[str, ...]
    words: tuple[str, ...]
    weight: int = 0
    at_least: int = 0
    count: int = 0
    months: tuple[int | str, ...] = ()
    days: tuple[int, ...] = ()
    hours: str = "any"
    lanes: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    told: str = ""
    outcome: str = ""
    handed_to: str = ""
    unit: str = ""
    wanted: str = ""
    reports: tuple[str, ...] = ()
    channel: str = ""
    anonymous: bool = False


def read(*files: str) -> list[Story]:
    stories = []
    for file in files:
        for line in tomllib.loads((DATA / f"{file}.toml").read_text(encoding="utf-8"))["story"]:
            fields: dict[str, Any] = {
                key: tuple(value) if isinstance(value, list) else value for key, value in line.items()
            }
            stories.append(Story(**fields))
    return stories
