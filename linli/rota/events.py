from django.utils.translation import gettext_lazy as _

from linli.journal.record import verb

SPAN = ("starts_at", "ends_at")

SHIFT_PLANNED = verb("rota.shift_planned", _("排班：{who}，{starts_at}"), moments=("starts_at",))
SHIFT_CHANGED = verb("rota.shift_changed", _("改了班：{post}，{who}，{starts_at} 至 {ends_at}"), moments=SPAN)
SHIFT_TAKEN_OFF = verb("rota.shift_taken_off", _("撤了班：{post}，{who}，{starts_at}"), moments=("starts_at",))
ROTA_FILLED = verb(
    "rota.filled", _("按「{pattern}」排了 {post} 的 {count} 个班，{since} 至 {until}"), moments=("since", "until")
)
SWAP_ASKED = verb("rota.swap_asked", _("{giver}想把 {starts_at} 的班换给{taker}"), moments=("starts_at",))
SWAP_AGREED = verb("rota.swap_agreed", _("换好了：{starts_at} 的班由{giver}换给{taker}"), moments=("starts_at",))
SWAP_ARRANGED = verb("rota.swap_arranged", _("安排换班：{starts_at} 的班由{giver}换给{taker}"), moments=("starts_at",))
SWAP_DECLINED = verb("rota.swap_declined", _("{taker}不能换 {starts_at} 的班"), moments=("starts_at",))
SWAP_WITHDRAWN = verb("rota.swap_withdrawn", _("不换了：{starts_at} 的班仍是{giver}"), moments=("starts_at",))
SWAP_UNDONE = verb("rota.swap_undone", _("换回来了：{starts_at} 的班还是{giver}"), moments=("starts_at",))
HANDED_OVER = verb("rota.handed_over", _("{post}交班：有话给下一班"))
HANDOVER_READ = verb("rota.handover_read", _("{post}：下一班看了交班的话"))
ABSENCE_NOTED = verb("rota.absence_noted", _("请假：{who}，{starts_at} 起"), moments=("starts_at",))
ABSENCE_ENDED = verb("rota.absence_ended", _("销假：{who}，{ends_at} 回来"), moments=("ends_at",))
POST_CHANGED = verb("rota.post_changed", _("改了岗位：{post}"))
PATTERN_CHANGED = verb("rota.pattern_changed", _("改了轮班：{pattern}"))
PATTERN_REMOVED = verb("rota.pattern_removed", _("删了轮班：{post}，{pattern}"))
GAP_AHEAD = verb("rota.gap_ahead", _("{post}缺人：{starts_at} 至 {ends_at}"), moments=SPAN)
GAP_OPEN = verb("rota.gap_open", _("{post}从 {starts_at} 起还没有排班"), moments=("starts_at",))
GAP_NEAR = verb("rota.gap_near", _("{post}马上缺人：{starts_at} 起"), moments=("starts_at",))
GAP_FILLED = verb("rota.gap_filled", _("{post}补上人了：{starts_at} 至 {ends_at}"), moments=SPAN)
FEED_MADE = verb("rota.feed_made", _("给出日历地址：{whose}"))
FEED_ENDED = verb("rota.feed_ended", _("日历地址作废：{whose}"))
