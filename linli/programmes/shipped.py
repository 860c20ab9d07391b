"""Themes the product knows by name (data/themes.toml): their groups and how many items each has, no item's content."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "themes.toml"


@dataclass(frozen=True)
class Shipped:
    """`groups` is the sign of each group and how many items it has: 四包四帮 is ((包, 4), (帮, 4))."""

    code: str
    name: str
    groups: tuple[tuple[str, int], ...]


@cache
def shipped() -> dict[str, Shipped]:
    lines = tomllib.loads(DATA.read_text(encoding="utf-8"))["theme"]
    return {
        line["code"]: Shipped(line["code"], line["name"], tuple((sign, many) for sign, many in line["groups"]))
        for line in lines
    }
