"""Groups of people somebody looks after, as reference content: data/groups.toml says each one's law and sensitivity."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

DATA = Path(__file__).parent / "data" / "groups.toml"


@dataclass(frozen=True)
class Group:
    """`source` is the law or the agreement it rests on; of a sensitive group only those who help somebody may know."""

    code: str
    name: str
    name_en: str
    source: str
    is_sensitive: bool
    is_in_use: bool = True

    def __str__(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else self.name


@cache
def all_groups() -> dict[str, Group]:
    """Return every group by its code, in the order they are chosen in; those no longer in use too."""
    lines = tomllib.loads(DATA.read_text(encoding="utf-8"))["group"]
    return {line["code"]: Group(**line) for line in lines}


def groups_in_use() -> list[Group]:
    return [group for group in all_groups().values() if group.is_in_use]


@cache
def open_codes() -> frozenset[str]:
    """Return the codes of groups that say nothing of health or hardship."""
    return frozenset(group.code for group in all_groups().values() if not group.is_sensitive)


def name_of(code: str) -> str:
    group = all_groups().get(code)
    return str(group) if group else code


def names_of(codes: Iterable[str]) -> list[str]:
    """Return the names of groups, each once, in their order."""
    wanted = set(codes)
    return [str(group) for code, group in all_groups().items() if code in wanted]
