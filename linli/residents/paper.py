"""Paper of the register: the form somebody signs to agree, and the copy of everything held of them. Always in the
house's own language, whoever prints it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from linli.paper.codes import code_of
from linli.paper.press import PressBusy, press
from linli.web.refusal import Refusal

from .models import Person
from .queries.copies import Section
from .queries.minors import may_be_under_14
from .queries.purposes import uses_of

MOST_COLUMNS = 6
COPY, CONSENT = "residents/data/copy.typ", "residents/data/consent.typ"


class PressIsBusy(Refusal):
    pass


def print_copy(person: Person, held: Sequence[Section], at: datetime) -> bytes:
    """Return everything held of a person as PDF, in full: it is for that person."""
    with translation.override(settings.LANGUAGE_CODE):
        data = _frame(
            person,
            at,
            title=_("个人信息副本"),
            number="LL-05",
            note=_("这是社区存有的您的全部信息。有写错的，请告诉我们更正。请自己收好，不要转给别人。"),
        ) | {
            "empty": _("没有登记"),
            "sections": [_on_paper(each) for each in held],
        }
    return _press(COPY, data)


def _on_paper(section: Section) -> dict[str, Any]:
    """Return a section as a table with a head where its rows are of one kind, else each row by itself."""
    heads = list(dict.fromkeys(label for row in section.rows for label, _value in row))
    if len(section.rows) < 2 or len(heads) > MOST_COLUMNS or "" in heads:
        return {"title": section.title, "heads": [], "rows": [[list(pair) for pair in row] for row in section.rows]}
    lines = [dict(row) for row in section.rows]
    cells = [[line.get(head, "") for head in heads] for line in lines]
    return {"title": section.title, "heads": heads, "rows": cells}


def print_consents(person: Person, at: datetime) -> bytes:
    """Return the form on which a person, or a child's guardian, agrees to some uses and not to others."""
    with translation.override(settings.LANGUAGE_CODE):
        is_child = may_be_under_14(person, timezone.localdate(at))
        data = _frame(
            person,
            at,
            title=_("个人信息使用同意书"),
            number="LL-04",
            note=_(
                "同意的打勾，不同意的空着。不同意不影响办事。"
                "随时可以撤回：到社区、打 {hotline}，或在网上「我的信息」里。"
            ).format(hotline=person.community.hotline),
        ) | {
            "who": _("姓名：{name}").format(name=person.name),
            "heads": [_("同意"), _("用途"), _("看到什么"), _("在哪里"), _("到什么时候")],
            "uses": [
                ["☑" if each.running else "□", str(each.purpose.label), *map(str, _parts(each.explained))]
                for each in uses_of(person)
            ],
            "guardian": _("不满 14 岁，由监护人同意。监护人（签名）：　　　　　　　关系：　　　　　　电话：")
            if is_child
            else "",
            "signed": _("本人（签名）：　　　　　　　　　　　　　年　月　日"),
            "received": _("社区经办人（签名）：　　　　　　　　　　年　月　日"),
        }
    return _press(CONSENT, data)


def _parts(explained: Any) -> tuple[Any, Any, Any]:
    return explained.what, explained.where, explained.until


def _frame(person: Person, at: datetime, *, title: str, number: str, note: str) -> dict[str, Any]:
    day = timezone.localdate(at).isoformat()
    record = f"P-{person.pk:06}"
    return {
        "title": title,
        "left": str(person.community),
        "right": _("编号：{number}").format(number=record),
        "code": code_of(record),
        "note": note,
        "printed": _("表号 {form}　制表 {day}").format(form=number, day=day),
        "pages": _("第 {x} 页 共 {y} 页"),
    }


def _press(template: str, data: Mapping[str, Any]) -> bytes:
    try:
        return press(template, data, fonts=settings.FONTS)
    except PressBusy as why:
        with translation.override(settings.LANGUAGE_CODE):
            sentence = _("现在打印的人多。请过一会儿再按一次。")
        raise PressIsBusy(sentence) from why
