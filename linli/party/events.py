"""What happens in the Party's registers. Members are named by the number of their card, never by their name: what is
written here is never deleted."""

from django.utils.translation import gettext_lazy as _

from linli.journal.record import verb

from .models.codes import From, PostCode, Status

ORGANISATION_FOUNDED = verb("party.organisation_founded", _("成立了{name}"), days=("on",))
ORGANISATION_CHANGED = verb("party.organisation_changed", _("改了{name}的资料"))
ORGANISATION_ENDED = verb("party.organisation_ended", _("{name}撤销了，{on}起"), days=("on",))
MEMBER_ENTERED = verb(
    "party.member_entered", _("登记了党员 {card}：{relation}，在{branch}"), codes={"relation": From}
)  # fmt: skip
MEMBER_CHANGED = verb("party.member_changed", _("改了党员 {card} 的登记"))
STATUS_NOTED = verb(
    "party.status_noted", _("党员 {card}：{status}，{on}起"), codes={"status": Status}, days=("on",)
)  # fmt: skip
LOST_NOTED = verb("party.lost_noted", _("党员 {card} 从 {since} 起失去联系"), days=("since",))
FOUND_AGAIN = verb("party.found_again", _("党员 {card} 又联系上了"))
CONFIRMED = verb("party.confirmed", _("党员 {card} 转为正式党员"))
TRANSFERRED_IN = verb("party.transferred_in", _("党员 {card} 到了{branch}，{on}起"), days=("on",))
TRANSFERRED_OUT = verb("party.transferred_out", _("党员 {card} 转出到{where}，{on}起"), days=("on",))
POST_GIVEN = verb(
    "party.post_given", _("党员 {card} 任{branch}{post}，{on}起"), codes={"post": PostCode}, days=("on",)
)  # fmt: skip
POST_ENDED = verb(
    "party.post_ended", _("党员 {card} 不再任{branch}{post}，{on}起"), codes={"post": PostCode}, days=("on",)
)  # fmt: skip
MOBILE_NOTED = verb("party.mobile_noted", _("党员 {card} 登记为流动党员"))
CONTACTED = verb("party.contacted", _("联系了流动党员 {card}"))
RETURNED = verb("party.returned", _("流动党员 {card} 回来了，{on}"), days=("on",))
DUES_NOTED = verb("party.dues_noted", _("{branch} {month} 的党费记了 {count} 人"))
REPORTED_IN = verb("party.reported_in", _("党员 {card} 来社区报到"))
REPORT_ENDED = verb("party.report_ended", _("党员 {card} 的报到结束了"))
POSTS_CLAIMED = verb("party.posts_claimed", _("党员 {card} 认领的岗位改了"))
SERVICE_NOTED = verb("party.service_noted", _("记了党员 {card} 的一次服务"))
SERVICE_REMOVED = verb("party.service_removed", _("删了党员 {card} 的一条服务记录"))
NOTE_WRITTEN = verb("party.note_written", _("写了党员 {card} {year} 年第 {quarter} 季度的反馈"))
NOTE_SENT = verb("party.note_sent", _("党员 {card} {year} 年第 {quarter} 季度的反馈送出了"))
NOTE_RETURNED = verb("party.note_returned", _("收到党员 {card} {year} 年第 {quarter} 季度反馈的回执"))
CARD_PRINTED = verb("party.card_printed", _("打印了党员 {card} 的登记卡"))
REGISTER_TAKEN = verb("party.register_taken", _("打印了党员一览表，{count} 人：{reason}"))
MEETING_PLANNED = verb("party.meeting_planned", _("{branch}安排了{title}"))
MEETING_KEPT = verb("party.meeting_kept", _("{branch}记了{title}"))
LIFE_DUE_SOON = verb("party.life_due_soon", _("{branch}：{kind}还差 {count} 次，到 {until}"), days=("until",))
CONTACT_DUE = verb("party.contact_due", _("{branch}：有 {count} 位流动党员该联系了"))
