"""The promise of the tokens: every text colour reads on every surface it may lie on, light and dark."""

import re

import pytest

from linli.web.bundles import SOURCES

TOKENS = (SOURCES / "css" / "tokens.css").read_text(encoding="utf-8")
LIGHT, DARK = TOKENS.split("@media screen and (prefers-color-scheme: dark)")
TONES = ("indigo", "jade", "amber", "vermilion")


def colours(*parts):
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", "".join(parts)))


LIGHT_COLOURS = colours(LIGHT)
DARK_COLOURS = LIGHT_COLOURS | colours(DARK.split("打印用")[0])
DARK_COLOURS["fill"], LIGHT_COLOURS["fill"] = DARK_COLOURS["ink"], LIGHT_COLOURS["ink"]
PAIRS = [
    *[
        (ink, surface, 4.5)
        for ink in ("ink", "ink-soft", "ink-faint", *TONES)
        for surface in ("paper", "sheet", "sunk")
    ],
    *[(tone, f"{tone}-wash", 4.5) for tone in TONES],
    ("on-fill", "fill", 4.5),
    ("on-seal", "seal", 4.5),
    *[("edge", surface, 3) for surface in ("paper", "sheet")],
]


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [LIGHT_COLOURS, DARK_COLOURS], ids=["light", "dark"])
@pytest.mark.parametrize(("above", "below", "least"), PAIRS, ids=str)
def test_it_can_be_read(theme, above, below, least):
    assert contrast(theme[above], theme[below]) >= least
