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
