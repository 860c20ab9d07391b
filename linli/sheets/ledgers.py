"""Saved ledgers as tables: our own sheet with its title, lines, legend and watermark, or the form somebody wants."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from linli.fence.sealing import unseal_bytes

from .headers import ROW_NUMBERS, header_at, plain
from .models import ExportRun, Template
from .own_forms import FormWriter, Place, Said, open_form
from .queries.ledgers import Draft, asked, keys_of, lines_of
from .registry import Asked, ExportKind, LedgerKind, Table, TableWriter, declare_export
from .workbooks import WorkbookRefused
from .writing import Writer

ROW_NUMBER = gettext_lazy("序号")


def table_of(run: ExportRun, at: datetime) -> Table:
    """Return the ledger a run asks for, as its asker may read it at that moment."""
    draft, template = Draft.wanted(run.wanted), _template(run)
    if template is not None:
        codes = tuple(code for _column, code in sorted(template.columns.items()))
        draft = Draft(draft.kind, codes, draft.filters, draft.as_of, draft.sort, draft.by_hand)
    question = asked(draft, user=run.by, community=run.community, at=at, is_personal=run.is_personal)
    keys, kind = keys_of(draft, question), draft.kind
    lines = lines_of(kind, question, keys)
    columns = [kind.column(code) for code in question.codes]
    return Table(
        title=_title(run),
        sheet=str(kind.label),
        columns=[(ROW_NUMBER, 6), *[(column.label, column.width) for column in columns]],
        rows=lines if template else ([n, *line] for n, line in enumerate(lines, 1)),
        total=len(keys),
        keys=keys,
        lines=[_line(run, question, len(keys))],
        foot=_("制表人：{name}　　审核人：　　　　　　填报日期：{day}").format(
            name=run.by.name, day=timezone.localdate(at).isoformat()
        ),
        legend=_legend(run, kind, question),
        watermark=watermark_of(run) if run.is_personal else "",
    )


def _template(run: ExportRun) -> Template | None:
    """Return the form a run is wanted in. Raises WorkbookRefused where it was taken back meanwhile."""
    if not run.wanted.get("with_template"):
        return None
    template = Template.objects.filter(ledger=run.wanted["ledger"]).first()
    if template is None:
        raise WorkbookRefused(_("这个台账的表样已经拿掉了。请重新交一次表样，或者按我们的样子做。"))
    return template


def _title(run: ExportRun) -> str:
    """Return the name without the day behind it, which stands in the line below."""
    return run.title.rsplit(" ", 1)[0]


def _line(run: ExportRun, question: Asked, count: int) -> str:
    day = date_format(question.as_of, pgettext("时间格式", "Y年n月j日"))
    sentence = ngettext(
        "单位：{place}　截至：{day}　共 {count} 行", "单位：{place}　截至：{day}　共 {count} 行", count
    ).format(place=run.community, day=day, count=count)
    recipient = run.wanted.get("recipient")
    return sentence + (_("　报：{recipient}").format(recipient=recipient) if recipient else "")


def _legend(run: ExportRun, kind: LedgerKind, question: Asked) -> list[tuple[str, str]]:
    personal = [str(kind.column(code).label) for code in question.codes if kind.column(code).is_personal]
    told = [(str(word), str(meaning)) for word, meaning in kind.legend]
    if not personal:
        return told
    said = (
        _("含个人信息，导出原因：{reason}。请妥善保管，用完删除，不要转发。").format(reason=run.reason)
        if run.is_personal
        else _("打了星号或者空着；要看全的，在系统里写原因导出。")
    )
    return [(_("、").join(personal), said), *told]


def watermark_of(run: ExportRun) -> str:
    """Return who takes it away, when and what for, in the words that stand on every page."""
    at = timezone.localtime(run.begun_at).strftime("%Y-%m-%d %H:%M")
    return _("{name} {at} 导出，用于{reason}").format(name=run.by.name, at=at, reason=run.reason)


def writer_of(run: ExportRun, table: Table) -> TableWriter:
    template = _template(run)
    if template is None:
        return Writer(table)
    form = open_form(template.file_name, unseal_bytes(bytes(template.content)))
    grid = next((each for each in form.grids() if each.name == template.sheet), None)
    if grid is None:
        raise WorkbookRefused(_("表样里没有「{sheet}」这张表了。请重新交一次表样。").format(sheet=template.sheet))
    header = header_at(grid, template.header_first, template.header_depth)
    mapped = template.columns
    numbered = next(
        (n for n, label in enumerate(header.labels) if plain(label) in ROW_NUMBERS and n not in mapped), None
    )
    place = Place(template.sheet, header.ends, sorted(mapped), numbered)
    return FormWriter(form, place, table, Said(words_of(run, table), table.watermark))


def words_of(run: ExportRun, table: Table) -> dict[str, str]:
    """Return what a form may ask for around its table: {{单位}} {{截至}} {{制表人}} {{日期}} …"""
    as_of = Draft.wanted(run.wanted).as_of or timezone.localdate(run.begun_at)
    day, today = _day(as_of), _day(timezone.localdate(run.begun_at))
    place, name = str(run.community), run.by.name
    return {
        "标题": table.title, "单位": place, "填报单位": place, "填表单位": place, "社区": place, "截至": day,
        "截至日期": day, "统计日期": day, "制表人": name, "填表人": name, "填报人": name, "日期": today,
        "填报日期": today, "填表日期": today, "制表日期": today, "人数": str(table.total), "共几行": str(table.total),
    }  # fmt: skip  # catalogue: data


def _day(day: Any) -> str:
    return str(date_format(day, "Y年n月j日"))  # catalogue: data


def note_taken(run: ExportRun, table: Table) -> None:
    """Let the room whose people these are note who read of them, and why."""
    kind = Draft.wanted(run.wanted).kind
    if run.is_personal and kind.note_taken is not None:
        kind.note_taken(run, table.keys)


LEDGER = declare_export(
    ExportKind(
        code="ledger",
        label=gettext_lazy("台账"),
        permission="sheets.use_ledgers",
        table=table_of,
        writer=writer_of,
        kept=note_taken,
        back_url_name="sheets:ledgers",
    )
)
