"""Names: as they are kept, and how they are read aloud, in syllables without tones ("qin juan").

A name's length is counted by code points: a rare character beyond the first 65,536 is one. Nothing here refuses a
name; what the pinyin table does not know is left out of the reading, and a clerk may write the reading by hand.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

LONGEST = 50
LONGEST_PINYIN = 160
LONGEST_INITIALS = 40

POINTS = re.compile(r"\s*[•・‧∙⋅．･●]\s*|(?<=[^\x00-\x7f])\s*[.]\s*(?=[^\x00-\x7f])")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af〇]")


def tidy(raw: str) -> str:
    """Return a name as it is kept: 「张　三」 is 张三, an ethnic name's point is ·, a foreign name keeps its spaces."""
    if raw.isalnum() and unicodedata.is_normalized("NFC", raw):
        return raw  # most names
    name = unicodedata.normalize("NFC", raw).replace("\u3000", " ").replace("\u200b", "").strip()
    name = POINTS.sub("·", name)
    return re.sub(r"\s+", "", name) if _HAN.search(name) else re.sub(r"\s+", " ", name)


def is_han(sign: str) -> bool:
    """Say whether one character is a Chinese one, rare ones beyond the first 65,536 too."""
    return _HAN.fullmatch(sign) is not None


def pinyin_of(name: str) -> str:
    """Return how a name is read: "qin juan", "mo qi luo", "a yi gu li mai mai ti", "jean muller"."""
    plain = tidy(name)
    surname, syllables = _surname(plain)
    return " ".join([*syllables, *_read(plain[len(surname) :])])[:LONGEST_PINYIN].strip()


def tidy_pinyin(raw: str) -> str:
    """Return a reading written by hand in the form it is kept in: small letters, one space between syllables."""
    letters = _without_accents(raw.replace("ü", "v").replace("Ü", "v"))
    return " ".join(re.findall(r"[a-z]+", letters))[:LONGEST_PINYIN].strip()


def initials_of(pinyin: str) -> str:
    """Return the first letters of a reading: "qj" of "qin juan"."""
    return "".join(syllable[0] for syllable in pinyin.split())[:LONGEST_INITIALS]


def _surname(name: str) -> tuple[str, list[str]]:
    """Return the surname that is read in a way of its own, with its syllables; nothing where there is none.

    Only names built the Han way have one: two to four Chinese characters.
    """
    if not 2 <= len(name) <= 4 or not all(is_han(sign) for sign in name):
        return "", []
    found = next((part for part in (name[:2], name[:1]) if part in _readings() and part != name), "")
    return found, _readings()[found].split() if found else []


@lru_cache(maxsize=20_000)
def _read(words: str) -> tuple[str, ...]:
    """Given names come again and again: of a register of fifty thousand few are read more than once."""
    if not words:
        return ()
    from pypinyin import lazy_pinyin  # its tables take a fifth of a second

    read = lazy_pinyin(words, errors=_without_accents)
    return tuple(part for syllable in read for part in re.findall(r"[a-z]+", syllable))


def _without_accents(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)).lower()


@cache
def _readings() -> Mapping[str, str]:
    path = Path(__file__).parent / "data" / "surnames.toml"
    lines = tomllib.loads(path.read_text(encoding="utf-8"))["readings"].strip().splitlines()
    return dict(line.split(" ", 1) for line in lines)
