"""Notices as lines of a list, drawn by functions: a page has thirty."""

from collections.abc import Iterable
from functools import lru_cache
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.web.drawing import badge, joined, moment

from ..queries import Told

KEY = 987654321


def draw_notices(told: Iterable[Told], csrf: str) -> SafeString:
    """Draw notices; each is a button that opens what it is about. `csrf` is the hidden field of its form."""
    before, after = reverse("notices:follow", args=[KEY]).split(str(KEY))
    language = get_language()
    lines = []
    for line in told:
        notice = line.notice
        unread = notice.read_at is None
        badges = _badges(notice.urgency == "now", language) if unread else ""
        actor = notice.event.actor
        by = f" · {escape(actor.name)}" if actor else ""
        lines.append(
            f'<li class="notice-line"{" data-unread" if unread else ""}>\n'
            f'<form method="post" action="{before}{notice.pk}{after}">{csrf}\n'
            f'<button class="linklike">{badges}<b>{escape(line.sentence)}</b></button>\n</form>\n'
            f'<p class="small soft">{escape(str(line.subject or ""))} · {moment(notice.told_at)}{by}</p>\n</li>\n'
        )
    return joined(lines)


@lru_cache(maxsize=16)
def _badges(at_once: bool, _language: str | None) -> str:  # noqa: FBT001  a key of the cache
    """What stands before a notice nobody has opened."""
    badges = [badge(_("没看"), "indigo", "bell")]
    badges += [badge(_("马上"), "amber", "alert")] if at_once else []
    return "".join(f"{each} " for each in badges)
