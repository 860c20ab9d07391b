from django.utils.translation import gettext_lazy as _

from linli.journal.record import verb

from .models import GroupEntry, Pairing

GROUP_ENTERED = verb("care.group_entered", _("列入了一类关怀对象"), days=("from_on",))
GROUP_LEFT = verb("care.group_left", _("不再列为这一类：{reason}"), codes={"reason": GroupEntry.EndReason})
PLAN_MADE = verb("care.plan_made", _("定了服务安排：{what}"))
PLAN_ENDED = verb("care.plan_ended", _("服务安排结束：{what}"))
PLAN_DUE = verb("care.plan_due", _("{what}：{who}，{on} 前要做一次"), days=("on",))
PAIRED = verb("care.paired", _("{helper}与{who}结了对"))
PAIRING_CHANGED = verb("care.pairing_changed", _("改了结对的打算"))
PAIRING_ENDED = verb("care.pairing_ended", _("结对结束：{reason}"), codes={"reason": Pairing.EndReason})
VISIT_DUE = verb("care.visit_due", _("该去看看{who}了，最晚 {on}"), days=("on",))
VISITED = verb("care.visited", _("看望了{who}"))
UNCHANGED = verb("care.unchanged", _("去过了，{who}情况没变"))
VISIT_CORRECTED = verb("care.visit_corrected", _("更正了一次看望"))
VISIT_WITHDRAWN = verb("care.visit_withdrawn", _("撤回了一次看望"))
NEED_REGISTERED = verb("care.need_registered", _("看望中的需要登记成了诉求 {number}"))
PHONE_SHOWN = verb("care.phone_shown", _("为看望查看了电话"))
BIRTHDAY_AHEAD = verb("care.birthday_ahead", _("{who} {on} 过生日"), days=("on",))
