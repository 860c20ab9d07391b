"""Codes of national standards a person's file uses, with every word people write for them.

`ETHNICITY`, `EDUCATION` and `ID_KIND` serve forms (`choices`), spreadsheets (`words`, `code_of`) and ledgers (`label`).
The relation to a head of household (GB/T 4761) is `residents.models.HouseholdMember.ToHead`, sex is `Person.Sex`.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from django.utils.translation import gettext_lazy as _

LISTS: dict[str, str] = tomllib.loads((Path(__file__).parent / "data" / "codes.toml").read_text(encoding="utf-8"))


class UnknownWord(ValueError):
    """No code of the list is meant by this word."""


@dataclass(frozen=True)
class CodeList:
    """One list: `labels` by code, `words` (every way to write it, the label and the code too) to code."""

    labels: Mapping[str, str]
    words: Mapping[str, str]
    usual: Sequence[str]

    @classmethod
    def read(cls, name: str) -> Self:
        lines = [line.split() for line in LISTS[name].strip().splitlines()]
        labels = {code: words[0] for code, *words in lines}
        return cls(
            labels,
            {word.lower(): code for code, *words in lines for word in (*words, code)},
            LISTS.get(f"usual_{name}", "").split(),
        )

    def label(self, code: str) -> str:
        """Return how a code is shown; a code the list does not know is shown as it is."""
        return self.labels.get(code, code)

    def code_of(self, word: str) -> str:
        """Return the code a word or code means; raise UnknownWord where it means none."""
        try:
            return self.words["".join(word.split()).lower()]
        except KeyError:
            raise UnknownWord(word) from None

    @property
    def choices(self) -> list[tuple[str, Any]]:
        """Return what a select offers: nothing said, the usual ones, then all of them in their order."""
        usual = [(code, self.labels[code]) for code in self.usual]
        others = [(code, label) for code, label in self.labels.items() if code not in self.usual]
        return [("", _("没有登记")), *usual, *others]


ETHNICITY = CodeList.read("ethnicity")
EDUCATION = CodeList.read("education")
ID_KIND = CodeList.read("id_kind")
