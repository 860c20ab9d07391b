"""How a body of each kind begins: what it is, who sits there, and its first rule with the article beside each number
(data/bodies.toml)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

BOOK = Path(__file__).resolve().parents[1] / "data" / "bodies.toml"

FIELDS = (
    "quorum", "majority", "notice_days", "topic_days", "meets_every_months", "secrecy", "takes_proxies",
    "takes_anonymous_opinions",
)  # fmt: skip
"""What a rule says, by the names its sources have."""


@dataclass(frozen=True)
class Beginning:
    """`values` are fields of BodyRule, `sources` the article or decision beside each of FIELDS."""

    kind: str
    seated_by: str
    has_rotating_chair: bool
    about: str
    called_by: str
    values: dict[str, Any]
    sources: dict[str, str]


@cache
def _book() -> dict[str, Any]:
    return tomllib.loads(BOOK.read_text(encoding="utf-8"))


def _share(name: str, given: list[Any]) -> dict[str, Any]:
    num, den, reached_at = given
    return {f"{name}_num": num, f"{name}_den": den, f"{name}_reached_at": reached_at}


@cache
def beginning_of(kind: str) -> Beginning:
    """Return how a body of this kind begins; nobody changes what it holds."""
    entry = _book()[kind]
    rule = dict(entry["rule"])
    values = _share("quorum", rule.pop("quorum")) | _share("majority", rule.pop("majority"))
    sources = rule.pop("sources")
    return Beginning(
        kind=kind, seated_by=entry["seated_by"], has_rotating_chair=entry.get("has_rotating_chair", False),
        about=entry["about"], called_by=entry["called_by"], values=values | rule, sources=sources,
    )  # fmt: skip
