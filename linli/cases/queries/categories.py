"""The category tree as choices: short lines, read with every page that offers them."""

from typing import NamedTuple

from django.utils.translation import get_language

from linli.fence.asking import ask


class Line(NamedTuple):
    """One category to choose, named with its parent in the reader's language, as `str(category)` is."""

    pk: int
    code: str
    label: str


_LINES = """
SELECT c.id, c.code, c.name, c.name_en, parent.name, parent.name_en
FROM cases_category c LEFT JOIN cases_category parent ON parent.id = c.parent_id
WHERE c.is_in_use ORDER BY c."order", c.id
"""


def categories_in_use() -> list[Line]:
    """Return the categories in the order of the tree."""
    reads_chinese = (get_language() or "zh").startswith("zh")
    lines = []
    for pk, code, name, name_en, parent, parent_en in ask(_LINES):
        own, above = (name, parent) if reads_chinese else (name_en, parent_en)
        lines.append(Line(pk, code, f"{above} · {own}" if above is not None else own))
    return lines
