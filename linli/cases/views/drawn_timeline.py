"""The timeline of a case, drawn by functions: it is the longest piece of a page that is opened most."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import normalize_newlines
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.web.drawing import badge, icon, moment

from ..models import CaseFile
from ..queries.timeline import Line
from .addresses import address


def draw_timeline(lines: Sequence[Line], number: str, *, for_resident: bool) -> SafeString:
    """Draw the lines of case `number`; `for_resident` leaves out who did it, the files and other cases' numbers."""
    drawn, day, language = [], None, get_language()
    for line in lines:
        if line.at.date() != day:
            day = line.at.date()
            drawn.append(_day(day, localdate(), language))
        drawn.append(_line(line, number, language, for_resident=for_resident))
    return mark_safe(f'<ol class="timeline">\n{"".join(drawn)}</ol>')  # noqa: S308 - drawn safely


@lru_cache(maxsize=2048)
def _day(day: date, _today: date, _language: str | None) -> str:
    return f'<li class="timeline-day" data-kind="day"><span>{moment(day)}</span></li>\n'


def _line(line: Line, number: str, language: str | None, *, for_resident: bool) -> str:
    state = f' data-state="{line.state}"' if line.state else ""
    of = files = by = ""
    if not for_resident:
        of = f'<p class="tiny soft"><a href="{address("detail", line.of)}">{escape(line.of)}</a></p>' if line.of else ""
        files = _files(line.files, number) if line.files else ""
        by = _by(line) if line.by else ""
    said = "".join(f"<p>{escape(normalize_newlines(words)).replace(chr(10), '<br>')}</p>" for words in line.words)
    told = _kind(line.kind, language) or f"<p><b>{escape(line.sentence)}</b>{_state(line.state, language)}</p>"
    why = f'<p class="small soft">{escape(line.why)}</p>' if line.why else ""
    return (
        f'<li data-kind="{line.kind}"{state}>{moment(line.at, "seconds")}<div>'
        f"{of}{told}{why}{files}{said}{by}</div></li>\n"
    )


@lru_cache(maxsize=32)
def _kind(kind: str, _language: str | None) -> str:
    """Return what stands over words: for whom they are; nothing over what simply happened."""
    words = {"note": ("lock", _("内部备注，居民看不到")), "answer": ("eye", _("给居民的答复"))}
    if kind not in words:
        return ""
    mark, said = words[kind]
    return f'<p class="row tiny soft">{icon(mark)}{said}</p>'


@lru_cache(maxsize=32)
def _state(state: str, _language: str | None) -> str:
    badges = {
        "kept": (_("守约"), "jade", "check"),
        "broken": (_("超时"), "vermilion", "cross"),
        "warning": (_("提醒"), "amber", "alert"),
    }
    return f" {badge(*badges[state])}" if state in badges else ""


def _by(line: Line) -> str:
    duty = f" · {escape(line.duty)}" if line.duty else ""
    added = _("后来记的")
    later = f" · {added}" if line.was_added_later else ""
    return f'<p class="by">{escape(line.by)}{duty}{later}</p>'


def _files(files: Sequence[CaseFile], number: str) -> str:
    links = (
        f'<a href="{address("file", number, each.file.key)}">'
        f"{icon('camera' if each.file.is_photo else 'file')}{escape(str(each.file))}</a>"
        for each in files
    )
    return f'<p class="row small">{"".join(links)}</p>'
