"""轻轻看一眼: what a kind colleague would say of an answer before it goes out. Advice only: nothing is refused.

Rules over words, so that everybody can see why: each advice names the words it is about. They are kept from crying
wolf by tests over answers people really write (tests/test_reply_check.py).
"""

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from linli.residents.numbers import WrongNumber, normalise_identity_number
from linli.residents.phones import MOBILE

from ..models import Case, Outcome, WatchedWord

WORDS = Path(__file__).parents[1] / "data" / "reply_words.toml"
TOO_LITTLE = 6
"""Chinese characters that have to be left of an answer when its empty phrases are taken away."""

_HAN = re.compile(r"[\u4e00-\u9fff]")
_MOBILE = re.compile(r"(?<![0-9])(?:\+?86[ -]?)?(1[3-9][0-9](?:[ -]?[0-9]{4}){2})(?![0-9])")
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])(?:[0-9]{17}[0-9Xx]|[0-9]{15})(?![0-9A-Za-z])")
_ROOM = re.compile(r"(?:[0-9]{1,3} ?(?:栋|幢|号楼|单元) ?)*[0-9]{3,4} ?(?:室|房|号房)")  # catalogue: data
_SOMEBODYS_DOOR = re.compile(  # catalogue: data
    r"([0-9]{1,4}) ?号(?:[0-9]+ ?楼)?的? ?"  # catalogue: data
    r"(?:住户|业主|租户|房东|邻居|人家|老人|家里|[\u4e00-\u9fff]{1,2}(?:先生|女士|阿姨|大爷|某))"  # catalogue: data
)


@dataclass(frozen=True)
class About:
    """What an answer is about, as far as the rules ask. `known` is every text in which a door may rightly stand."""

    asked: str
    keywords: tuple[str, ...]
    known: str
    outcome: str
    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    internal: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Advice:
    """One thing worth a second look: `kind` is question, done, next, internal or personal; `found` are the words."""

    kind: str
    sentence: str
    why: str
    found: tuple[str, ...] = ()


@cache
def words() -> dict[str, Any]:
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


def about(case: Case, outcome: str) -> About:
    """Return what the rules have to know of a case. Three queries."""
    requesters = list(case.requesters.unopened())
    shared = len(requesters) > 1
    return About(
        asked=f"{case.title}{case.content}",
        keywords=(*case.category.keywords, case.category.name),
        known=f"{case.place_text}{case.title}{case.content}",
        outcome=outcome,
        names=tuple(each.name for each in requesters if each.name and (shared or each.wants_confidential)),
        phones=(case.community.hotline,),
        internal=internal_words(case.community_id),
    )


def internal_words(community_id: int) -> dict[str, str]:
    """Return the words watched for in the community, each with what to say instead."""
    watched = {line["word"]: line["say"] for line in words()["internal"]}
    for row in WatchedWord.objects.filter(community=community_id):
        watched.pop(row.word, None)
        if row.is_in_use:
            watched[row.word] = row.say_instead
    return watched


def look_at(answer: str, of: About) -> list[Advice]:
    """Return what is worth a second look in an answer to a resident, the weightiest first."""
    answer = unicodedata.normalize("NFKC", answer)
    return [*personal_data(answer, of), *whole(answer, of), *internal(answer, of)]


def look_at_message(message: str, of: About) -> list[Advice]:
    """The same of a sentence that is no answer yet (why it takes longer): only what should not stand in it."""
    message = unicodedata.normalize("NFKC", message)
    return [*personal_data(message, of), *internal(message, of)]


def whole(answer: str, of: About) -> list[Advice]:
    """Does it answer what was asked, say what was done (or why not), and what comes next?"""
    found = []
    if not answers_the_question(answer, of):
        sentence = _("好像没有说到居民问的事。")
        found.append(Advice("question", sentence, _("居民只看这段话，要看得出说的是哪一件。")))
    if empty := empty_phrases(answer):
        sentence = _("只说了办完，没说做了什么。")
        found.append(Advice("done", sentence, _("写一句实在的：去了没有、修了什么、现在怎样。"), empty))
    elif of.outcome == Outcome.DONE and not _any(answer, "done"):
        found.append(Advice("done", _("没看到做了什么。"), _("写一句实在的：去了没有、修了什么、现在怎样。")))
    elif of.outcome != Outcome.DONE and not _any(answer, "reason"):
        found.append(Advice("done", _("没看到为什么没有办成。"), _("不能办的，说清原因，再告诉该找谁。")))
    if not _any(answer, "next"):
        found.append(Advice("next", _("没说接下来怎样。"), _("例如：再有情况打哪个电话，或者什么时候再来看。")))
    return found


def answers_the_question(answer: str, of: About) -> bool:
    """Whether answer and matter share a keyword, two characters in a row, or two telling characters."""
    if any(word in answer for word in of.keywords):
        return True
    common = set(words()["common"])
    if _pairs(answer, common) & _pairs(of.asked, common):
        return True
    return len((set(_HAN.findall(answer)) & set(_HAN.findall(of.asked))) - common) >= 2


def _pairs(text: str, common: set[str]) -> set[str]:
    pairs = (text[n : n + 2] for n in range(len(text) - 1))
    return {pair for pair in pairs if all(_HAN.match(sign) for sign in pair) and not set(pair) & common}


def empty_phrases(answer: str) -> tuple[str, ...]:
    """Return the empty phrases of an answer that says little else."""
    found = tuple(phrase for phrase in words()["vague"] if phrase in answer)
    rest = answer
    for phrase in found:
        rest = rest.replace(phrase, "")
    rest = re.sub(
        r"您好|你好|谢谢|感谢|理解|支持|您反映的|您说的|问题|事项|事情|情况|我社区|社区", "", rest
    )  # catalogue: data
    return found if found and len(_HAN.findall(rest)) < TOO_LITTLE else ()


def _any(answer: str, kind: str) -> bool:
    return any(word in answer for word in words()[kind])


def internal(answer: str, of: About) -> list[Advice]:
    """Words of our own that a resident need not know."""
    found = [word for word in of.internal if word in answer]
    if not found:
        return []
    said = [
        _("“{word}”可以说成“{say}”").format(word=word, say=of.internal[word]) if of.internal[word] else f"“{word}”"
        for word in found
    ]
    return [Advice("internal", _("有自己人的话：") + _("；").join(said), _("居民听不懂，也不用懂。"), tuple(found))]


def personal_data(answer: str, of: About) -> list[Advice]:
    """Numbers, doors and names that are somebody's, and would be read by everybody who has a query code."""
    found = [*_mobiles(answer, of), *_identities(answer), *_doors(answer, of), *_names(answer, of)]
    if not found:
        return []
    return [
        Advice(
            "personal", _("有别人的个人信息：") + _("、").join(found),
            _("凭查询码的人都看得到这段话。号码、门牌、姓名请拿掉，要联系的请打电话说。"), tuple(found),
        )
    ]  # fmt: skip


def _mobiles(answer: str, of: About) -> list[str]:
    ours = {re.sub(r"\D", "", phone) for phone in of.phones}
    numbers = [(match[0], re.sub(r"\D", "", match[1])) for match in _MOBILE.finditer(answer)]
    return [said for said, number in numbers if MOBILE.fullmatch(number) and number not in ours]


def _identities(answer: str) -> list[str]:
    found = []
    for match in _IDENTITY.finditer(answer):
        try:
            normalise_identity_number(match[0])
        except WrongNumber:
            continue
        found.append(match[0])
    return found


def _doors(answer: str, of: About) -> list[str]:
    """Homes other than the one the matter is about; a public place by its number is none."""
    known = re.sub(r"\s", "", unicodedata.normalize("NFKC", of.known))
    rooms = [match[0] for match in _ROOM.finditer(answer) if re.sub(r"\s", "", match[0])[-4:] not in known]
    doors = [match[0] for match in _SOMEBODYS_DOOR.finditer(answer) if f"{match[1]}号" not in known]  # catalogue: data
    return list(dict.fromkeys([*rooms, *doors]))


def _names(answer: str, of: About) -> list[str]:
    return [name for name in of.names if len(name) > 1 and name in answer]
