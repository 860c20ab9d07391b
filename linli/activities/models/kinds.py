"""What people do together, by codes that never change (data/kinds.toml). One activity may be several kinds at once."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

PARTY, TOGETHER = "party", "together"


@dataclass(frozen=True)
class Kind:
    """`group` is party (organisation life) or together; `programme` is one of the four programmes, or blank."""

    code: str
    label_zh: str
    label_en: str
    group: str
    programme: str

    @property
    def label(self) -> str:
        return self.label_en if (get_language() or "").startswith("en") else self.label_zh


@cache
def kinds() -> dict[str, Kind]:
    """Return every kind by its code, in the order people look for them."""
    text = (Path(__file__).resolve().parents[1] / "data" / "kinds.toml").read_text(encoding="utf-8")
    return {
        each["code"]: Kind(each["code"], each["label"], each["en"], each["group"], each.get("programme", ""))
        for each in tomllib.loads(text)["kind"]
    }


def label_of(code: str) -> str:
    """Return the name of a kind; a code this version does not know reads as itself."""
    known = kinds().get(code)
    return known.label if known else code


def labels_of(codes: Iterable[str]) -> list[str]:
    return [label_of(code) for code in codes]


def codes_of(group: str) -> list[str]:
    """Return the codes of a group, party or together."""
    return [kind.code for kind in kinds().values() if kind.group == group]
