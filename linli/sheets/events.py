"""What happens to tables. No facts of the people in them."""

from django.utils.translation import gettext_lazy as _

from linli.journal.record import verb

BROUGHT = verb("sheets.brought", _("交来一个表格"))
TAKEN = verb("sheets.taken", _("从表格导入：新的 {taken} 行，已有 {known} 行，要改 {wrong} 行"))
BROUGHT_UP_TO_DATE = verb(
    "sheets.brought_up_to_date",
    _("从表格导入：新的 {taken} 行，改动 {changed} 行，没有变化 {known} 行，要改 {wrong} 行"),
)
FORGOTTEN = verb("sheets.forgotten", _("删掉了交来的表格"))
ASKED = verb("sheets.asked", _("要求导出，不含个人信息"))
ASKED_PERSONAL = verb("sheets.asked_personal", _("要求导出个人信息，原因：{reason}"))
CARRIED_AWAY = verb("sheets.carried_away", _("下载了导出的表格，{rows} 行"))
LEDGER_SAVED = verb("sheets.ledger_saved", _("存了台账「{name}」"))
LEDGER_CHANGED = verb("sheets.ledger_changed", _("改了台账「{name}」"))
LEDGER_FORGOTTEN = verb("sheets.ledger_forgotten", _("删掉了台账「{name}」"))
TEMPLATE_BROUGHT = verb("sheets.template_brought", _("交来{asked_by}的表样"))
