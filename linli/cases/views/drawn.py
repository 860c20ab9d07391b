"""Rows of the lists, drawn once for the same facts: a desk has fifty of them and is looked at all day.

Each function shows nothing but its arguments, in the language that is among them, so what it remembers cannot be old.
Nothing here depends on who looks, and no unmasked name or number of a resident comes in.
"""

from collections.abc import Iterable
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.web import drawing
from linli.web.clocks import Clock

from ..queries.rows import CaseRow
from .addresses import address


def drawn_queue(rows: Iterable[CaseRow], *, choosing: bool = False) -> SafeString:
    """The rows of queue_table.html, each with a box to tick while one is `choosing`."""
    language = get_language()
    return drawing.joined(
        _in_queue(
            row.pk, row.number, row.title, row.place, row.clock, row.said, row.who, row.doing, bool(row.asked),
            row.helpers, row.there, choosing, language,
        )
        for row in rows
    )  # fmt: skip


@lru_cache(maxsize=2048)
def _in_queue(  # noqa: PLR0917  everything a row shows
    pk: int,
    number: str,
    title: str,
    place: str,
    clock: Clock,
    said: str,
    who: str,
    doing: str,
    waits: bool,  # noqa: FBT001
    helpers: tuple[str, ...],
    there: tuple[str, ...],
    choosing: bool,  # noqa: FBT001
    _language: str | None,
) -> str:
    box = f'<div class="queue-choose choose">{_box(number)}' if choosing else ""
    if waits:
        hands = drawing.badge(_("等接单"), "amber", "bell") + f"<br><small>{escape(who)}</small>"
    else:
        hands = f"{escape(who) or '—'}<br><small>{escape(doing)}</small>"
    helps = [escape(_("协办 %(helper)s") % {"helper": helper}) for helper in helpers]
    beside = "".join(f"<br><small>{words}</small>" for words in helps)
    return (
        f'\n    <tr data-row="{pk}" data-state="{clock.state}">\n'
        f"      <td>{drawing.clock(clock, 'small', live=True)}</td>\n"
        f'      <td>{box}<div class="queue-matter"><a href="{address("detail", number)}">{escape(title)}</a>'
        f'<small>{escape(place) or "—"} · <span class="number" title="{number}">{number[-4:]}</span></small>'
        f"{f'<small>{escape(said)}</small>' if said else ''}</div>{'</div>' if choosing else ''}</td>\n"
        f"      <td>{hands}{beside}{_there(there)}</td>\n    </tr>\n    "
    )


def drawn_list(rows: Iterable[CaseRow], *, may_do_in_bulk: bool) -> SafeString:
    """The rows of list.html."""
    language = get_language()
    return drawing.joined(
        _in_list(
            row.pk, row.number, row.title, row.place, drawing.moment(row.received_at), row.channel_words, row.zone,
            row.who, row.doing, row.is_late, row.there, may_do_in_bulk, language,
        )
        for row in rows
    )  # fmt: skip


@lru_cache(maxsize=2048)
def _in_list(  # noqa: PLR0917  everything a row shows
    pk: int,
    number: str,
    title: str,
    place: str,
    received: SafeString,
    channel: str,
    zone: str,
    who: str,
    doing: str,
    late: bool,  # noqa: FBT001
    there: tuple[str, ...],
    box: bool,  # noqa: FBT001
    _language: str | None,
) -> str:
    badge = drawing.badge(_("超时"), "vermilion", "cross") + " " if late else ""
    heads = [_("接到"), _("来路"), _("责任区"), _("谁在办"), _("到哪一步")]
    when, way, where, hand, step = map(escape, heads)
    return (
        f'<tr data-row="{pk}">\n      {bulk_box(number) if box else ""}\n'
        f'      <td data-label="{when}">{received}</td>\n'
        f'      <th scope="row"><a href="{address("detail", number)}">{escape(title)}</a><br>'
        f'<small class="soft">{escape(place)} · {number}</small></th>\n'
        f'      <td data-label="{way}">{escape(channel)}</td>\n'
        f'      <td data-label="{where}">{escape(zone) or "—"}</td>\n'
        f'      <td data-label="{hand}">{escape(who) or "—"}{_there(there)}</td>\n'
        f'      <td data-label="{step}">{badge}{escape(doing)}</td>\n    </tr>'
    )


def _there(names: tuple[str, ...]) -> str:
    """Who else has the case open now."""
    if not names:
        return ""
    one, many = _("%(name)s正在看"), _("%(n)s 人正在看")
    words = escape((one if len(names) == 1 else many) % {"name": names[0], "n": len(names)})
    return f'<br><small class="there" title="{escape("、".join(names))}">{drawing.icon("eye")}{words}</small>'


def bulk_box(number: str) -> str:
    """The cell with the box that chooses a case for doing something to many."""
    return f'<td class="choose">{_box(number)}</td>\n'


def _box(number: str) -> str:
    label = escape(_("勾选 %(number)s") % {"number": number})
    return (
        f'<label><input type="checkbox" name="n" value="{number}"><span class="hidden-visually">{label}</span></label>'
    )
