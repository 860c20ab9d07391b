from django.utils.translation import gettext_lazy as _

from linli.journal.record import verb

STARTS = ("starts_at",)

PLANNED = verb("activities.planned", _("安排了活动：{title}，{starts_at}"), moments=STARTS)
CHANGED = verb("activities.changed", _("改了活动：{title}，{starts_at}，{place}"), moments=STARTS)
MOVED = verb("activities.moved", _("活动改时间地点：{title}，{starts_at}，{place}"), moments=STARTS)
CANCELLED = verb("activities.cancelled", _("活动取消：{title}，原定 {starts_at}。{reason}"), moments=STARTS)
EXPECTED = verb("activities.expected", _("请了 {count} 人来：{title}，{starts_at}"), moments=STARTS)
SIGNED_UP = verb("activities.signed_up", _("{who}报名：{title}"))
WAITS = verb("activities.waits", _("{who}报名候补：{title}"))
MOVED_UP = verb("activities.moved_up", _("有名额了，{who}补上：{title}，{starts_at}"), moments=STARTS)
SIGN_UP_WITHDRAWN = verb("activities.sign_up_withdrawn", _("{who}不去了：{title}"))
ATTENDANCE_TAKEN = verb("activities.attendance_taken", _("点名：{title}"))
CAME = verb("activities.came", _("{who}扫码签到：{title}"))
PAPER_ROLL_ENTERED = verb("activities.paper_roll_entered", _("录入纸质签到：{title}，{people} 位居民，{guests} 位来客"))
GUESTS_NOTED = verb("activities.guests_noted", _("记来客：{title}，{count} 人"))
HELD = verb("activities.held", _("活动办完了：{title}，{starts_at}"), moments=STARTS)
WALL_CODE_MADE = verb("activities.wall_code_made", _("换了墙上的签到码：{title}"))
REMINDED_DAY_BEFORE = verb(
    "activities.reminded_day_before", _("明天别忘了：{title}，{starts_at}，{place}"), moments=STARTS
)
REMINDED_HOUR_BEFORE = verb(
    "activities.reminded_hour_before", _("活动快开始了：{title}，{starts_at}，{place}"), moments=STARTS
)
SERIES_PLANNED = verb("activities.series_planned", _("安排了系列活动：{title}，{count} 次"))
SERIES_CHANGED = verb("activities.series_changed", _("系列活动往后都改了：{title}，{count} 次"))
SERIES_STOPPED = verb("activities.series_stopped", _("系列活动往后都不办了：{title}，取消 {count} 次"))
FEED_MADE = verb("activities.feed_made", _("给出活动的日历地址"))
FEED_ENDED = verb("activities.feed_ended", _("活动的日历地址作废"))
