"""A keeper's tasks, drawn by functions: their page is fetched anew whenever anything happens to a case.

Whoever brought a matter is named in full to the person who handles it, so that what is drawn is kept nowhere.
"""

from collections.abc import Iterable
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from linli.web.drawing import badge, clock, icon, joined

from ..models import Status
from ..queries.queue import Caller, Task
from ..queries.rows import CaseRow
from .addresses import address

LONGEST = 160
"""Signs of the words it was told in; all of them stand on the page of the case."""


def draw_tasks(tasks: Iterable[Task], csrf: str, *, is_mine: bool) -> SafeString:
    """Draw what waits for one to take it (接单), or what is in one's hand (`is_mine`); `csrf` goes into each form."""
    back = reverse("cases:tasks")
    return joined(_task(task, _Ways(task.row.number, back, csrf), is_mine=is_mine) for task in tasks)


class _Ways:
    """The ways on from one task; each comes back to the tasks."""

    def __init__(self, number: str, back: str, csrf: str) -> None:
        self.number, self.back, self.csrf = number, back, csrf

    def at_once(self, page: str, mark: str, said: str) -> str:
        return (
            f'<form method="post" action="{address(page, self.number)}" data-double-guard>{self.csrf}'
            f'<input type="hidden" name="next" value="{self.back}">'
            '<button class="button" data-kind="main" data-size="big" data-wide>'
            f"{icon(mark)}{said}</button></form>\n"
        )

    def form(self, page: str, said: str, how: str = "") -> str:
        return f'<a class="button"{how} data-wide href="{address(page, self.number)}?next={self.back}">{said}</a>\n'

    def beside(self, page: str, mark: str, said: str) -> str:
        return f'<a href="{address(page, self.number)}?next={self.back}">{icon(mark)}{said}</a>\n'


def _task(task: Task, ways: _Ways, *, is_mine: bool) -> str:
    row = task.row
    place = escape(row.place) or _("没说地方")
    told = ""
    if task.says_more:
        told = f"<blockquote>{escape(Truncator(task.content).chars(LONGEST))}</blockquote>\n"
    said = ""
    if row.said:
        said = f'<p class="notice" data-tone="amber">{icon("pause")}<span>{escape(row.said)}</span></p>\n'
    return (
        f'<article class="task" data-row="{row.pk}" data-state="{row.clock.state}" aria-labelledby="task-{row.pk}">\n'
        f'<header>\n<p class="row tiny soft"><span class="number">{row.number}</span>{_standing(row, is_mine)}</p>\n'
        f'<h2 id="task-{row.pk}"><a href="{address("detail", row.number)}">{escape(row.title)}</a></h2>\n'
        f'<p class="where">{icon("pin")}<b>{place}</b></p>\n</header>\n'
        f"{clock(row.clock, 'medium', live=True)}\n{told}{said}"
        f"{_steps_in_hand(row, ways) + _beside(task, ways) if is_mine else _steps_asked(ways)}</article>\n"
    )


def _standing(row: CaseRow, is_mine: bool) -> SafeString:  # noqa: FBT001  which of the two lists
    if not is_mine:
        return badge(_("等您接单"), "amber", "bell")
    if row.is_paused:
        return badge(row.doing, "plain", "pause")
    return badge(row.doing, "indigo", "pin" if row.status == Status.ON_SITE else "arrow")


def _steps_asked(ways: _Ways) -> str:
    note, take = _("接单后才显示联系电话。"), ways.at_once("acceptance", "check", _("接单"))
    refusal = ways.form("refusal", _("现在去不了，说明原因"))
    return f'<p class="small soft">{note}</p>\n{take}{refusal}'


def _steps_in_hand(row: CaseRow, ways: _Ways) -> str:
    if row.is_paused:
        return ways.at_once("resumption", "check", _("恢复办理"))
    if row.status == Status.ACCEPTED:
        note = _("点一下就行，不定位、不打卡、不用拍照。忘了点，可以补记。")
        there, stay = (
            ways.at_once("arrival", "pin", _("我到场了")), ways.form("resolution", _("不用去现场，直接办结"))
        )  # fmt: skip
        return f'{there}<p class="tiny soft">{note}</p>\n{stay}'
    end = ways.form("resolution", icon("check") + _("办结"), ' data-kind="main" data-size="big"')
    late = row.clock.state == "broken"
    return end if late else end + ways.form("extension", _("按时办不完，申请延期"))


def _beside(task: Task, ways: _Ways) -> str:
    detail, word = address("detail", task.row.number), _("写一句")
    photo, help_, on = (
        ways.beside("new_files", "camera", _("可拍照")),
        ways.beside("help", "person", _("请来协办")),
        ways.beside("handover", "handover", _("转交")),
    )
    call = _call(task.caller, task.row.number) if task.caller else ""
    return f"""<div class="beside">
{call}<a href="{detail}#remark">{icon("note")}{word}</a>
{photo}{help_}{on}</div>
"""


def _call(caller: Caller, number: str) -> str:
    if not caller.has_phone:
        none = _("没留电话")
        return f'<span class="soft">{icon("phone")}{none}</span>\n'
    said = escape(_("打给%(name)s") % {"name": caller.name}) if caller.name else _("打电话")
    return f'<a href="{address("phone", number, caller.pk)}">{icon("phone")}{said}</a>\n'
