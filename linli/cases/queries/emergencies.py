"""Which words of a matter sound like life and limb."""

import tomllib
from functools import cache
from pathlib import Path

WORDS = Path(__file__).parents[1] / "data" / "emergencies.toml"


def emergency_in(content: str) -> str:
    """Return the number to ring first (110, 119, 120 or 122) when `content` sounds like an emergency, else blank."""
    return next((number for number, words in _emergencies() if any(word in content for word in words)), "")


@cache
def _emergencies() -> tuple[tuple[str, tuple[str, ...]], ...]:
    read = tomllib.loads(WORDS.read_text(encoding="utf-8"))["emergency"]
    return tuple((line["number"], tuple(line["words"])) for line in read)
