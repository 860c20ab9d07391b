"""What happens where people decide together. Nobody is named here: what is written here is never deleted."""

from django.utils.translation import gettext_lazy as _

from linli.journal.record import verb

# Bodies, rules and seats
BODY_STARTED = verb("assembly.body_started", _("成立了{name}"))
BODY_ENDED = verb("assembly.body_ended", _("{name}撤销了，{on}起：{reason}"), days=("on",))
RULE_CHANGED = verb("assembly.rule_changed", _("{name}的议事规则改了，{on}起：{reason}"), days=("on",))
SEAT_GIVEN = verb("assembly.seat_given", _("{name}加了一席，{on}起：{post}"), days=("on",))
SEAT_ENDED = verb("assembly.seat_ended", _("{name}有一席离任，{on}起：{reason}"), days=("on",))
SEAT_UNDONE = verb("assembly.seat_undone", _("{name}有一席记错了，当天撤回"))

# The rotating chair
TURN_ADDED = verb("assembly.turn_added", _("{name}的轮值加了{unit}"))
TURNS_CHANGED = verb("assembly.turns_changed", _("{name}的轮值次序改了：{unit}"))
TURN_LEFT = verb("assembly.turn_left", _("{unit}不再参加{name}的轮值：{reason}"))
TERMS_PLANNED = verb("assembly.terms_planned", _("{name}排了 {count} 任轮值会长，到 {until}"), days=("until",))
TERM_CHANGED = verb("assembly.term_changed", _("第 {number} 任（{unit}）的安排改了"))
TERM_SKIPPED = verb("assembly.term_skipped", _("第 {number} 任（{unit}）跳过：{reason}"))
HANDED_OVER = verb("assembly.handed_over", _("{name}交接了：{unit}接任第 {number} 任轮值会长"))
HANDOVER_LATE = verb("assembly.handover_late", _("{name}该交接了：{unit}的任期过了 {days} 天"))
REPORT_WRITTEN = verb("assembly.report_written", _("第 {number} 任（{unit}）写了任期小结"))
SWAP_ASKED = verb("assembly.swap_asked", _("{unit}想和{other}换一任轮值会长：{reason}"))
SWAP_AGREED = verb("assembly.swap_agreed", _("{other}同意和{unit}换一任轮值会长"))
SWAP_REFUSED = verb("assembly.swap_refused", _("{other}不和{unit}换轮值会长"))
SWAP_TAKEN_BACK = verb("assembly.swap_taken_back", _("换班的请求收回了"))
