"""The board on A4: for a wall, black on white, with a code that leads to the public page. In the house's language."""

import base64
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from linli.files import storing
from linli.files.models import File
from linli.paper.codes import code_leading_to
from linli.paper.press import PressBusy, press
from linli.web.refusal import Refusal

from .queries.boards import KeeperLine, Shown

TEMPLATE = "zones/data/board.typ"
PHOTO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 125"><image href="data:image/jpeg;base64,{body}"'
    ' width="100" height="125" preserveAspectRatio="xMidYMid slice"/></svg>'
)


class PressIsBusy(Refusal):
    pass


def print_board(shown: Shown, address: str, at: datetime) -> bytes:
    """Return the board as PDF; `address` is where its public page stands."""
    with translation.override(settings.LANGUAGE_CODE):
        data = facts_of(shown, address, at)
    try:
        return press(TEMPLATE, data, fonts=settings.FONTS)
    except PressBusy as why:
        raise PressIsBusy(_("现在打印的人多。请过一会儿再按一次。")) from why


def facts_of(shown: Shown, address: str, at: datetime) -> dict[str, Any]:
    """Return the words of one board."""
    board, community = shown.board, shown.zone.community
    hangs = [_day(day) for day in (board.published_from, board.published_until) if day]
    return {
        "community": community.organiser or str(community),
        "heading": _("党员责任区公示牌"),
        "number": str(shown.zone.number),
        "number_word": _("号责任区"),
        "name": shown.zone.name,
        "code": code_leading_to(address),
        "code_word": _("扫码看这块牌子现在的样子"),
        "keepers": [_keeper(line) for line in shown.keepers],
        "facts": [
            [_("责任范围"), _("；").join(shown.words)],
            [_("主要职责"), _("、").join(board.duty_words)],
            [_("户　　数"), ngettext("{n} 户", "{n} 户", shown.households).format(n=shown.households)],
            [_("有事请打"), board.public_phone or community.hotline],
            [_("监督电话"), board.supervise_phone],
            [_("公示时间"), " — ".join(hangs) + (_(" 起") if len(hangs) == 1 else "")],
        ],
        "printed": _("制表 {day}").format(day=timezone.localdate(at).isoformat()),
    }


def _keeper(line: KeeperLine) -> dict[str, str]:
    return {
        "name": line.keeper.name,
        "lead": _("主责党员") if line.is_lead else _("责任区党员"),
        "phone": line.phone,
        "photo": _picture(line.photo) if line.photo else "",
    }


def _picture(file: File) -> str:
    """Return a photo as an SVG that carries it: words and pictures reach the press as one piece of text."""
    try:
        content = b"".join(storing.stream(file.shown, 0, storing.store().size(file.shown)))
    except OSError:
        return ""
    return PHOTO.format(body=base64.b64encode(content).decode())


def _day(day: Any) -> str:
    return date_format(day, pgettext("时间格式", "Y年n月j日"))
