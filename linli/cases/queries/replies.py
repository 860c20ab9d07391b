"""Texts to answer with: those of the community over the reference ones, found, and filled with what the case is."""

import re
import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.web.moments import say_moment

from ..models import Case, Category, Outcome, Promise, ReplyText, Requester

REFERENCE = Path(__file__).parents[1] / "data" / "reply_texts.toml"
FOUND_SHOWN = 8

VARIABLES = {
    "称呼": gettext_lazy("怎样称呼：黄女士；不止一位诉求人时是“居民朋友”"),
    "编号": gettext_lazy("这件事的编号"),
    "地点": gettext_lazy("在哪里；没写地方的是“您说的地方”"),
    "归类": gettext_lazy("哪一类事"),
    "到场时间": gettext_lazy("几点到场的；没有去现场的为空"),
    "办结时间": gettext_lazy("现在，也就是办结的时候"),
    "承诺时间": gettext_lazy("答应办结的时间"),
    "查询码方式": gettext_lazy("怎样自己查进度"),
    "热线": gettext_lazy("民声热线号码"),
    "社区": gettext_lazy("社区名称"),
    "经办人": gettext_lazy("办这件事的同志姓什么"),
}  # catalogue: data
"""What may stand in braces in a text, and what it becomes."""

_NAMED = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Text:
    """One text as people choose it. `key` is own-12 or ref-drain.done; `row` is the community's own, if it has one."""

    key: str
    title: str
    body: str
    category: Category | None
    outcome: str
    row: ReplyText | None

    @property
    def is_own(self) -> bool:
        return self.row is not None

    @property
    def outcome_label(self) -> str:
        return str(Outcome(self.outcome).label) if self.outcome else ""


@cache
def reference_texts() -> dict[str, dict[str, Any]]:
    return {line["code"]: line for line in tomllib.loads(REFERENCE.read_text(encoding="utf-8"))["text"]}


def unknown_variables(body: str) -> list[str]:
    """Return what stands in braces and is not known, in order."""
    return [name for name in _NAMED.findall(body) if name.strip() not in VARIABLES]


def texts_of(community_id: int, *, word: str = "", with_hidden: bool = False) -> list[Text]:
    """Return every text of the community, its own first; each of the words in `word` has to occur. Two queries."""
    categories = {each.code: each for each in Category.objects.select_related("parent")}
    rows = list(ReplyText.objects.filter(community=community_id).select_related("category__parent").order_by("title"))
    taken = {row.code for row in rows if row.code}
    texts = [
        Text(f"own-{row.pk}", row.title, row.body, row.category, row.outcome, row)
        for row in rows
        if row.is_in_use or with_hidden
    ]
    texts += [
        Text(
            f"ref-{code}", line["title"], line["body"], categories.get(line.get("category", "")), line["outcome"], None
        )
        for code, line in reference_texts().items()
        if code not in taken
    ]
    return [text for text in texts if _has_all(text, word.split())]


def _has_all(text: Text, words: list[str]) -> bool:
    where = f"{text.title}{text.body}{text.category or ''}{text.outcome_label}"
    return all(word in where for word in words)


def texts_for(case: Case, *, outcome: str = "", word: str = "") -> list[Text]:
    """Return the texts that suit a case best: of its category, then of its parent, then of any; words narrow them.

    With words the texts of other categories may be found too, last.
    """
    ranked = []
    for text in texts_of(case.community_id, word=word):
        near = _nearness(text.category, case.category)
        if near == 0 and not word:
            continue
        fits = text.outcome in {"", outcome}
        ranked.append((-near, not fits, not text.is_own, text))
    ranked.sort(key=lambda line: line[:3])
    return [line[3] for line in ranked[:FOUND_SHOWN]]


def _nearness(of: Category | None, wanted: Category) -> int:
    if of is None:
        return 1
    if of.pk == wanted.pk:
        return 3
    return 2 if of.pk == wanted.parent_id else 0


def text_called(community_id: int, key: str) -> Text | None:
    return next((text for text in texts_of(community_id) if text.key == key), None)


def fill(body: str, values: dict[str, str]) -> str:
    """Return the text with everything in braces replaced by its value. What is not known stays as it stands."""
    return _NAMED.sub(lambda found: values.get(found[1].strip(), found[0]), body)


def values_of(case: Case, *, at: datetime) -> dict[str, str]:
    """Return what each variable becomes for this case, as the resident reads it. Three queries."""
    with translation.override(settings.LANGUAGE_CODE):  # whatever language the page is in
        return dict(zip(VARIABLES, _values(case, at), strict=True))


def _values(case: Case, at: datetime) -> tuple[str, ...]:
    """Return the values in the order of VARIABLES."""
    arrival = case.arrivals.filter(round=case.round).order_by("at").first()
    promise = case.promises.filter(round=case.round, kind=Promise.Kind.RESOLVE).first()
    handler = case.handler.name[:1] if case.handler else ""
    return (
        _called(list(case.requesters.unopened())),
        case.number,
        case.place_text or _("您说的地方"),
        str(case.category),
        say_moment(arrival.at, at) if arrival else "",
        say_moment(at, at),
        say_moment(timezone.localtime(promise.due_at), at) if promise else "",
        _("您可以在网站「查进度」里填回执上的八位查询码，随时看办到哪一步。"),
        case.community.hotline,
        case.community.name,
        _("{surname}同志").format(surname=handler) if handler else _("社区的同志"),
    )


def _called(requesters: list[Requester]) -> str:
    """Return how to address who asked. Several people read the same answer: none of them is named to the others."""
    if len(requesters) > 1:
        return _("居民朋友")
    name = requesters[0].name if requesters and not requesters[0].wants_confidential else ""
    return name or _("您")
