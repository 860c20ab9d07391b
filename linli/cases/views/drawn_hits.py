"""Rows of search results. Who brought a matter is masked here, and what is drawn is kept nowhere."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.web import drawing
from linli.web.masks import mask_phone

from ..queries.found import Caller
from ..queries.hits import Hit, Piece
from ..queries.rows import status_words
from .addresses import address
from .drawn import bulk_box
from .drawn_case import callers_name


def drawn_hits(hits: Iterable[Hit], now: datetime, *, may_do_in_bulk: bool) -> SafeString:
    """The rows of search.html."""
    heads = tuple(map(escape, (_("接到"), _("诉求人"), _("谁在办"), _("到哪一步"))))
    late = drawing.badge(_("超时"), "vermilion", "cross") + " "
    said = {
        "note": drawing.icon("lock") + _("内部备注："),
        "answer": _("答复："),
        "done": _("办理："),
        "caller": _("原话："),
    }
    language = get_language()
    return drawing.joined(
        _row(
            hit,
            heads,
            bulk_box(hit.case.number) if may_do_in_bulk else "",
            said.get(hit.where, ""),
            (late if hit.case.is_late(now) else "") + escape(status_words(hit.case.status, language)),
        )
        for hit in hits
    )


def _row(hit: Hit, heads: Sequence[str], box: str, said_by: str, step: str) -> str:
    case = hit.case
    when, whose, hand, at = heads
    zone = f" · {escape(case.zone)}" if case.zone else ""
    said = f"<br><small>{said_by}{_marked(hit.said)}</small>" if hit.said else ""
    return (
        f'<tr data-row="{case.pk}">\n  {box}\n  <td data-label="{when}">{drawing.moment(case.received_at)}</td>\n'
        f'  <th scope="row"><a href="{address("detail", case.number)}">{_marked(hit.title)}</a><br>'
        f'<small class="soft">{_marked(hit.place)} · {case.number}{zone}</small>{said}</th>\n'
        f'  <td data-label="{whose}">{"<br>".join(map(_caller, case.callers))}</td>\n'
        f'  <td data-label="{hand}">{escape(case.handler) or "—"}</td>\n'
        f'  <td data-label="{at}">{step}</td>\n</tr>\n'
    )


def _marked(pieces: Iterable[Piece]) -> str:
    """Write text with the words found in it marked."""
    return "".join(f"<mark>{escape(text)}</mark>" if is_hit else escape(text) for text, is_hit in pieces)


def _caller(caller: Caller) -> str:
    return f'{escape(callers_name(caller))} <span class="number">{mask_phone(caller.phone_tail)}</span>'
