"""What happens to a case, and how it reads on its timeline.

No personal words stand here: reasons, notes and answers are in their own rows, which the timeline reads beside these.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.journal.record import verb

from .models import BreachReason, Channel, NotCounted, Offer, Outcome, Promise, Satisfaction
from .models.codes import Gone, Solved

SAID = {"resolved": Solved, "satisfaction": Satisfaction}

REGISTERED = verb(
    "cases.registered", _("接到{channel}，承诺的时间开始走"), shown_to_resident=True, codes={"channel": Channel}
)
JOINED = verb("cases.joined", _("又有一位居民反映同一件事"))
MERGED = verb("cases.merged", _("和 {into} 是同一件事，并过去一起办"), shown_to_resident=True)
TOOK_IN = verb("cases.took_in", _("{number} 是同一件事，并进来一起办"))
UNMERGED = verb("cases.unmerged", _("从 {into} 拆回来，单独办"), shown_to_resident=True)
GAVE_BACK = verb("cases.gave_back", _("{number} 拆回去单独办"))
LINKED = verb("cases.linked", _("和 {number} 关联起来看"))
UNLINKED = verb("cases.unlinked", _("不再和 {number} 关联"))
SPLIT_OFF = verb("cases.split_off", _("拆出一部分：{number}"))
PART_BEGUN = verb("cases.part_begun", _("从 {whole} 拆出来，单独办"))
PART_ENDED = verb("cases.part_ended", _("{number} 这一部分：{outcome}"), codes={"outcome": Outcome})
RECATEGORISED = verb("cases.recategorised", _("改归类：{old} → {new}"))
OFFERED = verb(
    "cases.offered", _("派给{rung} {to}，请在 {answer_by} 前接单"), codes={"rung": Offer.Rung}, moments=("answer_by",)
)
OFFERED_TO_ALL = verb("cases.offered_to_all", _("请{to}抢单，{answer_by} 前谁先接归谁"), moments=("answer_by",))
SPARED = verb("cases.spared", _("{who}先接了，{others}不用再去，谢谢"))
NOBODY_TO_ASK = verb("cases.nobody_to_ask", _("暂时找不到可以派的人，请带班安排"))
LAPSED = verb("cases.lapsed", _("{to}没有回应，转给下一位"))
ACCEPTED = verb("cases.accepted", _("接单，正在赶来"), shown_to_resident=True)
DECLINED = verb("cases.declined", _("现在去不了，说明了原因"))
HANDED_ON = verb("cases.handed_on", pgettext_lazy("经过", "转交"))
ARRIVED = verb("cases.arrived", pgettext_lazy("经过", "到场"), shown_to_resident=True)
ARRIVAL_ADDED = verb("cases.arrival_added", _("补记到场：{who}，{arrived_at}"), moments=("arrived_at",))
HELP_ASKED = verb("cases.help_asked", _("请来协办：{helper}"))
HELP_REPORTED = verb("cases.help_reported", _("协办反馈：{helper}"))
UNIT_ACCEPTED = verb("cases.unit_accepted", _("{unit}通过链接接了，由{handler}跟到底"))
PHONE_SHOWN_TO_UNIT = verb("cases.phone_shown_to_unit", _("{unit}接了，可以看到联系电话"))
HELP_PROMISED = verb("cases.help_promised", _("{helper}说 {expected_at} 办好"), moments=("expected_at",))
HELPER_SAID = verb("cases.helper_said", _("{helper}说"))
HELP_DECLINED = verb("cases.help_declined", _("{helper}办不了，说明了原因"))
HELP_LATE = verb("cases.help_late", _("协办超时：{helper}，应在 {due_at} 前"), moments=("due_at",))
LINK_ISSUED = verb("cases.link_issued", _("给{unit}开了答复链接，{expires_at} 前有效"), moments=("expires_at",))
LINK_REVOKED = verb("cases.link_revoked", _("{unit}的答复链接作废了"))
NOTED = verb("cases.noted", _("内部备注"))
ANSWERED = verb("cases.answered", _("答复居民"), shown_to_resident=True)
RESOLVED = verb("cases.resolved", _("办结：{outcome}"), shown_to_resident=True, codes={"outcome": Outcome})
TOLD = verb("cases.told", _("已告知：{outcome}"), shown_to_resident=True, codes={"outcome": Outcome})
EXTENSION_ASKED = verb("cases.extension_asked", _("申请延期到 {new_due_at}"), moments=("new_due_at",))
EXTENSION_APPROVED = verb(
    "cases.extension_approved", _("同意延期到 {new_due_at}"), shown_to_resident=True, moments=("new_due_at",)
)
EXTENSION_REFUSED = verb("cases.extension_refused", _("不同意延期"))
PAUSED = verb("cases.paused", _("暂停，预计 {resume_by} 恢复"), shown_to_resident=True, moments=("resume_by",))
RESUMED = verb("cases.resumed", _("恢复办理，时限顺延到 {due_at}"), shown_to_resident=True, moments=("due_at",))
CALLED_BACK = verb("cases.called_back", _("回访：{resolved} {satisfaction}"), codes=SAID)
NOT_REACHED = verb("cases.not_reached", _("回访没有接通"))
RESIDENT_ANSWERED = verb(
    "cases.resident_answered", _("居民在查询页评价：{resolved} {satisfaction}"), shown_to_resident=True, codes=SAID
)
REOPENED = verb("cases.reopened", _("重新办，承诺重新开始"), shown_to_resident=True)
ARCHIVED = verb("cases.archived", pgettext_lazy("经过", "归档"), shown_to_resident=True)
PHONE_REVEALED = verb("cases.phone_revealed", _("看了全号，原因：{reason}"))
PROMISE_WARNED = verb("cases.promise_warned", _("{promise}快到时限了"), codes={"promise": Promise.Kind})
PROMISE_BROKEN = verb(
    "cases.promise_broken", _("{promise}超时"), shown_to_resident=True, codes={"promise": Promise.Kind}
)
SENT = verb("cases.sent", _("由{sender}的表格导入"))
DEED_RECORDED = verb("cases.deed_recorded", _("记下一件办成的实事"))

RULE_ADDED = verb("cases.rule_added", _("加了派单规则：{words}"))
RULE_CHANGED = verb("cases.rule_changed", _("改了派单规则：原来是 {before}；现在是 {words}"))
RULE_MOVED = verb("cases.rule_moved", _("派单规则「{rule}」从第 {was} 条移到第 {order} 条"))
RULE_SWITCHED_ON = verb("cases.rule_switched_on", _("启用派单规则「{rule}」"))
RULE_SWITCHED_OFF = verb("cases.rule_switched_off", _("停用派单规则「{rule}」"))
RULE_REMOVED = verb("cases.rule_removed", _("删除派单规则「{rule}」（原第 {order} 条）"))
RULE_NAMES_NOBODY = verb("cases.rule_names_nobody", _("派单规则「{rule}」要改：{why}"), codes={"why": Gone})
POLICY_PLANNED = verb("cases.policy_planned", _("定了新的时限规则，{begins} 起：{source}"), days=("begins",))
POLICY_WITHDRAWN = verb("cases.policy_withdrawn", _("收回了原定 {begins} 起的时限规则"), days=("begins",))
POLICY_ENDED = verb("cases.policy_ended", _("时限规则到 {until} 为止"), days=("until",))
BREACH_EXPLAINED = verb(
    "cases.breach_explained",
    _("说明{promise}超时的原因：{reason}"),
    codes={"promise": Promise.Kind, "reason": BreachReason.Code},
)
LEFT_UNCOUNTED = verb("cases.left_uncounted", _("标为不计数：{kind}"), codes={"kind": NotCounted.Why})
COUNTED_AGAIN = verb("cases.counted_again", _("重新计数"))
PUT_BEFORE_COUNCIL = verb("cases.put_before_council", _("放上议事会名单"))
TAKEN_OFF_COUNCIL_LIST = verb("cases.taken_off_council_list", _("从议事会名单上取下"))
REPLY_TEXT_KEPT = verb("cases.reply_text_kept", _("改了答复用语：{title}"))
WORD_WATCHED = verb("cases.word_watched", _("答复里提醒这个词：{word}"))
WORD_LET_BE = verb("cases.word_let_be", _("答复里不再提醒这个词：{word}"))
