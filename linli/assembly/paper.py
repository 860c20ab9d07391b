"""会议纪要: the summary of a meeting in the layout of official papers, as PDF and as .docx. In the house's language."""

import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from linli.paper.press import PressBusy, press
from linli.web.refusal import Refusal

from .models import Invited, Meeting
from .queries.meetings import agenda_of, invited_to, quorum_of

BODY_FONT, TITLE_FONT, HEAD_FONT = "仿宋_GB2312", "方正小标宋简体", "黑体"  # catalogue: data
NUMERALS = "一二三四五六七八九十"  # catalogue: data
BODY_SIZE, TITLE_SIZE = Pt(16), Pt(22)  # 三号, 二号


class PressIsBusy(Refusal):
    pass


def print_summary(meeting: Meeting) -> bytes:
    """Return the summary as PDF."""
    with translation.override(settings.LANGUAGE_CODE):
        try:
            return press("assembly/data/summary.typ", summary_of(meeting), fonts=settings.FONTS)
        except PressBusy as why:
            raise PressIsBusy(_("现在打印的人多。请过一会儿再按一次。")) from why


def summary_of(meeting: Meeting) -> dict[str, Any]:
    """Return the words of a summary: who was there, what was said and decided, who does it by when."""
    minutes = getattr(meeting, "minutes", None)
    agenda = agenda_of(meeting)
    parts = [{"head": _("会议情况"), "paragraphs": _paragraphs(minutes.text)}] if minutes and minutes.text else []
    for n, item in enumerate(agenda):
        decided = [each.text for each in item.resolutions.all()]
        said = [*_paragraphs(item.said), *(_("会议决定：{text}").format(text=text) for text in decided)]
        parts.append({"head": f"{_numeral(n)}、{item.title}", "paragraphs": said or [_("（没有形成决议）")]})
    others = [each.text for each in meeting.resolutions.all() if each.item_id is None]
    if others:
        parts.append({"head": _("其他决定"), "paragraphs": others})
    tasks = [
        task for each in meeting.resolutions.prefetch_related("tasks__unit", "tasks__user") for task in each.tasks.all()
    ]
    return {
        "title": f"{meeting.body.name}会议纪要",  # catalogue: data
        "number": _("〔{year}〕{number} 号").format(year=meeting.year, number=meeting.number),
        "day": _day(meeting.opened_at or meeting.starts_at),
        "facts": _facts(meeting),
        "parts": parts,
        "tasks": {
            "head": _("要做的事"),
            "heads": [_("做什么"), _("谁负责"), _("哪天前")],
            "rows": [[task.what, _answers(task), f"{task.due_on:%Y-%m-%d}"] for task in tasks],
        },
        "signatures": [_("主持人（签名）："), _("记录人（签名）：")],
    }


def _facts(meeting: Meeting) -> list[list[str]]:
    invited, quorum, minutes = invited_to(meeting), quorum_of(meeting), getattr(meeting, "minutes", None)
    of = Invited.Presence
    lines = [
        [_("时间"), _span(meeting)],
        [_("地点"), meeting.place],
        [_("主持"), str(meeting.chair or "")],
        [_("记录"), str(meeting.recorder or (minutes.written_by.name if minutes else ""))],
        [
            _("到会"),
            _("应到 {expected} 人，实到 {present} 人，请假 {leave} 人").format(
                expected=quorum.expected, present=quorum.present, leave=quorum.leave
            ),
        ],
        [_("出席"), _names(each for each in invited if each.is_voting and each.presence == of.PRESENT)],
        [_("请假"), _names(each for each in invited if each.is_voting and each.presence == of.LEAVE)],
        [_("缺席"), _names(each for each in invited if each.is_voting and each.presence == of.ABSENT)],
        [_("列席"), _names((each for each in invited if not each.is_voting), with_post=True)],
    ]
    if meeting.short_notice_reason:
        lines.append([_("通知"), _("没有提前够天数，原因：{reason}").format(reason=meeting.short_notice_reason)])
    return [line for line in lines if line[1]]


def _names(people: Iterable[Invited], *, with_post: bool = False) -> str:
    said = [f"{each}（{each.post}）" if with_post and each.post else str(each) for each in people]  # catalogue: data
    return "、".join(said)  # catalogue: data


def _answers(task: Any) -> str:
    return str(task.unit or (task.user.name if task.user else "") or task.who)


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _numeral(n: int) -> str:
    return NUMERALS[n] if n < len(NUMERALS) else str(n + 1)


def _day(at: datetime) -> str:
    return date_format(timezone.localtime(at), "Y年n月j日")  # catalogue: data


def _span(meeting: Meeting) -> str:
    begun = timezone.localtime(meeting.opened_at or meeting.starts_at)
    ended = timezone.localtime(meeting.closed_at) if meeting.closed_at else None
    return f"{_day(begun)} {begun:%H:%M}" + (f"—{ended:%H:%M}" if ended else "")


# .docx


def write_summary(meeting: Meeting) -> bytes:
    """Return the summary as a Word file in the same layout, for who goes on writing in it."""
    with translation.override(settings.LANGUAGE_CODE):
        words = summary_of(meeting)
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.left_margin, section.right_margin, section.bottom_margin = (
        Mm(37),
        Mm(28),
        Mm(26),
        Mm(35),
    )
    _write(document, words["title"], font=TITLE_FONT, size=TITLE_SIZE, centre=True, indent=False)
    _write(document, f"{words['number']}　　{words['day']}", indent=False)
    for label, text in words["facts"]:
        _write(document, f"{label}　{text}", indent=False)
    for part in words["parts"]:
        _write(document, part["head"], font=HEAD_FONT, indent=False)
        for paragraph in part["paragraphs"]:
            _write(document, paragraph)
    if words["tasks"]["rows"]:
        _write(document, words["tasks"]["head"], font=HEAD_FONT, indent=False)
        table = document.add_table(rows=0, cols=3, style="Table Grid")
        for row in [words["tasks"]["heads"], *words["tasks"]["rows"]]:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                _fill(cell.paragraphs[0], text, BODY_FONT, Pt(12))
    _write(document, "　　　　　".join(words["signatures"]), indent=False)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _write(
    document: Any, text: str, *, font: str = BODY_FONT, size: Any = BODY_SIZE, centre: bool = False, indent: bool = True
) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.line_spacing = Pt(28)  # 22 lines on 225 mm
    paragraph.paragraph_format.space_after = Pt(0)
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(32)
    if centre:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _fill(paragraph, text, font, size)


def _fill(paragraph: Any, text: str, font: str, size: Any) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.name = size, font
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)  # noqa: SLF001 - python-docx has no name for it
