"""The order on A4: which words of a case stand on it. In the house's own language, whoever prints it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from linli.paper.codes import code_of
from linli.paper.press import PressBusy, press
from linli.residents import phones
from linli.web.masks import mask_name, mask_phone
from linli.web.refusal import Refusal

from .models import Case, Promise, Requester

MOST_AT_ONCE = 50
TEMPLATE = "cases/data/order.typ"


class PressIsBusy(Refusal):
    pass


def print_orders(cases: Sequence[Case], at: datetime, *, phones_of: dict[int, str] | None = None) -> bytes:
    """Return the orders as one PDF, each on its own sheets. Names and numbers are covered.

    `phones_of` gives full numbers by requester, where they were revealed for a reason; their names are shown as well.
    """
    with translation.override(settings.LANGUAGE_CODE):
        data = {"orders": [facts_of(case, at, phones_of or {}) for case in cases]}
    try:
        return press(TEMPLATE, data, fonts=settings.FONTS)
    except PressBusy as why:
        raise PressIsBusy(_("现在打印的人多。请过一会儿再按一次。")) from why


def facts_of(case: Case, at: datetime, phones_of: dict[int, str]) -> dict[str, Any]:
    """Return the words of one order."""
    closure = next((each for each in case.closures.all() if each.round == case.round), None)
    promises = {each.kind: each for each in case.promises.all() if each.round == case.round}
    requesters = list(case.requesters.all())
    helpers = [str(each.unit or each.helper) for each in case.co_handlings.all() if each.round == case.round]
    return {
        "title": _("诉求办理工单"),
        "left": str(case.community),
        "right": _("编号：{number}").format(number=case.number),
        "code": code_of(case.number),
        "note": _("时限写在单上，办完请当面或电话答复，再请居民签名。二维码只有编号。热线 {hotline}").format(
            hotline=case.community.hotline
        ),
        "printed": _("表号 LL-01　制表 {day}").format(day=timezone.localdate(at).isoformat()),
        "pages": _("第 {x} 页 共 {y} 页"),
        "pairs": [
            [_("接到时间"), _say(case.received_at)],
            [_("来路"), str(case.get_channel_display())],
            [_("类型"), str(case.get_kind_display())],
            [_("归类"), str(case.category)],
            [_("紧急程度"), str(case.get_urgency_display())],
            [_("来单编号"), case.external_number or pgettext("表格", "无")],
            [_("诉求人"), _("、").join(_name(each, phones_of) for each in requesters) or _("不愿留名")],
            [
                _("电话"),
                _("、").join(_phone(each, phones_of) for each in requesters if each.phone_tail)
                or pgettext("表格", "无"),
            ],
            [_("首接人"), case.first_handler.name],
            [_("经办人"), case.handler.name if case.handler else ""],
        ],
        "lines": [
            [_("地点"), _("　").join(part for part in (case.place_text, str(case.zone or "")) if part) or _("没有说")],
            [_("协办"), _("、").join(helpers) or pgettext("表格", "无")],
            [_("到场时限"), _promised(promises.get(Promise.Kind.ARRIVE))],
            [_("办结时限"), _promised(promises.get(Promise.Kind.RESOLVE))],
        ],
        "matter": [_("什么事"), case.content],
        "blanks": [
            [_("到场时间"), _("、").join(_say(each.at) for each in case.arrivals.all() if each.round == case.round), 6],
            [_("办理情况"), closure.done if closure else "", 26],
            [_("答复居民"), closure.answer.body if closure and closure.answer else "", 18],
        ],
        "signatures": [
            [_("居民意见"), _("□ 解决了　□ 没有解决　　　居民（签名）：　　　　　　　　　年　月　日"), 16],
            [_("经办"), _("经办人（签名）：　　　　　　　　　年　月　日"), 14],
            [_("社区"), _("负责人（签名）：　　　　　　　　（盖章）　　　　　年　月　日"), 18],
        ],
    }


def _say(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), pgettext("时间格式", "Y年n月j日 H:i"))


def _promised(promise: Promise | None) -> str:
    if promise is None:
        return _("不要求到场")
    return _("{due_at} 前（依据：{source}）").format(due_at=_say(promise.due_at), source=promise.source)


def _name(requester: Requester, phones_of: dict[int, str]) -> str:
    if not requester.name:
        return _("不愿留名")
    return requester.name if requester.pk in phones_of else mask_name(requester.name)


def _phone(requester: Requester, phones_of: dict[int, str]) -> str:
    if full := phones_of.get(requester.pk):
        return phones.dialled(full)
    return mask_phone(requester.phone_tail)


def for_paper(cases: Any) -> list[Case]:
    """Fetch what an order reads, in a fixed number of queries."""
    return list(
        cases.select_related("community", "category__parent", "zone", "handler", "first_handler").prefetch_related(
            "promises",
            "arrivals",
            "closures__answer",
            "co_handlings__unit",
            "co_handlings__helper",
            Prefetch("requesters", Requester.objects.unopened()),
        )
    )
