"""Two sheets on A4: the code for the wall, and the list to sign. In the house's own language, whoever prints them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from linli.paper.codes import code_leading_to, code_of
from linli.paper.press import PressBusy, press
from linli.web.refusal import Refusal

from .models import Activity

LEAST_LINES, LINES_A_PAGE = 20, 20


class PressIsBusy(Refusal):
    pass


def print_wall(activity: Activity, address: str) -> bytes:
    """Return the sheet whose code opens the page on which people say that they are here."""
    with translation.override(settings.LANGUAGE_CODE):
        data = {
            "title": activity.title,
            "when": say_when(activity),
            "where": activity.where,
            "code": code_leading_to(address),
            "head": _("扫一扫，说声到了"),
            "steps": [
                _("用手机相机或微信扫上面的码。"),
                _("登录过的，点「我到了」；没有账号的，写姓名和手机号后四位。"),
                _("不会用手机也没关系，跟门口的同志说一声就行。"),
            ],
            "note": _("只记到没到，不看位置，不拍照。活动前后才能用。{community}　热线 {hotline}").format(
                community=activity.community, hotline=activity.community.hotline
            ),
        }
    return _press("activities/data/wall.typ", data)


def print_roll(activity: Activity, names: Sequence[str]) -> bytes:
    """Return the list to sign: who is expected or signed up, and lines for whoever else comes."""
    lines = [[str(n + 1), name] for n, name in enumerate(names)]
    wanted = max(LEAST_LINES, -(-(len(lines) + 5) // LINES_A_PAGE) * LINES_A_PAGE)
    lines += [[str(n + 1), ""] for n in range(len(lines), wanted)]
    with translation.override(settings.LANGUAGE_CODE):
        data = {
            "title": _("活动签到表"),
            "left": activity.title,
            "right": say_when(activity),
            "where": _("地点：{place}").format(place=activity.where or pgettext("表格", "无")),
            "code": code_of(f"{activity.community.number_prefix}-H{activity.pk}"),
            "note": _("签完交给记录的同志，整张一次录入。二维码只有编号。"),
            "printed": str(activity.community),
            "pages": _("第 {x} 页 共 {y} 页"),
            "header": [_("序号"), _("姓名"), _("签名"), _("手机后四位"), _("备注")],
            "lines": lines,
        }
    return _press("activities/data/roll.typ", data)


def say_when(activity: Activity) -> str:
    since, until = timezone.localtime(activity.starts_at), timezone.localtime(activity.ends_at)
    day = date_format(since, pgettext("时间格式", "Y年n月j日 l H:i"))
    return f"{day}–{_until(since, until)}"


def _until(since: datetime, until: datetime) -> str:
    form = "H:i" if since.date() == until.date() else pgettext("时间格式", "n月j日 H:i")
    return str(date_format(until, form))


def _press(template: str, data: Mapping[str, Any]) -> bytes:
    try:
        return press(template, data, fonts=settings.FONTS)
    except PressBusy as why:
        raise PressIsBusy(_("现在打印的人多。请过一会儿再按一次。")) from why
