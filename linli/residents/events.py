from django.utils.translation import gettext_lazy as _

from linli.journal.record import verb

from .models import Consent, Population, Reading, Relation, RightsRequest

PERSON_ENTERED = verb("residents.person_entered", _("登记了一位居民"))
PERSON_CHANGED = verb("residents.person_changed", _("改了登记：{what}"))
PERSON_VERIFIED = verb("residents.person_verified", _("核对过，都对"))
PERSON_DIED = verb("residents.person_died", _("登记去世，{on}"), days=("on",))
NUMBER_REVEALED = verb("residents.number_revealed", _("看了完整的{part}：{reason}"), codes={"part": Reading.Part})
HOUSEHOLD_FORMED = verb("residents.household_formed", _("登记一户，住{where}"))
HOUSEHOLD_CHANGED = verb("residents.household_changed", _("改了住所情况"))
HOUSEHOLD_MOVED = verb("residents.household_moved", _("{on} 全家搬到{where}"), days=("on",))
HOUSEHOLD_LEFT = verb("residents.household_left", _("{on} 全家搬走"), days=("on",))
HOUSEHOLD_VERIFIED = verb("residents.household_verified", _("全家核对过，{count} 人都对"))
HEAD_NAMED = verb("residents.head_named", _("户主改为{name}"))
MOVED_IN = verb("residents.moved_in", _("{on} 搬进{where}"), days=("on",))
MOVED_OUT = verb("residents.moved_out", _("{on} 从{where}搬走"), days=("on",))
RELATION_ADDED = verb("residents.relation_added", _("记了一层关系：{kind}"), codes={"kind": Relation.Kind})
RELATION_ENDED = verb("residents.relation_ended", _("结束一层关系：{kind}"), codes={"kind": Relation.Kind})
WORK_ADDED = verb("residents.work_added", _("记了工作单位"))
WORK_ENDED = verb("residents.work_ended", _("工作单位不再是这里"))
PEOPLE_MERGED = verb("residents.people_merged", _("并入了另一份重复的登记，{count} 条记录跟着过来"))
MERGER_UNDONE = verb("residents.merger_undone", _("撤销合并，恢复成两份登记"))
TOLD_APART = verb("residents.told_apart", _("看过了，和另一份不是同一个人"))
UNIT_ENTERED = verb("residents.unit_entered", _("登记了驻区单位：{name}"))
CONSENT_GIVEN = verb("residents.consent_given", _("记下了同意：{purpose}"), codes={"purpose": Consent.Purpose})
CONSENT_WITHDRAWN = verb(
    "residents.consent_withdrawn", _("有人撤回了同意：{purpose}，今天起不再用"), codes={"purpose": Consent.Purpose}
)
REQUEST_RECEIVED = verb(
    "residents.request_received",
    _("有人就自己的信息提出申请：{kind}，{due_at} 前答复"),
    codes={"kind": RightsRequest.Kind},
    moments=("due_at",),
)
REQUEST_NEAR = verb(
    "residents.request_near",
    _("个人信息申请快到期了：{kind}，{due_at} 前答复"),
    codes={"kind": RightsRequest.Kind},
    moments=("due_at",),
)
REQUEST_OVERDUE = verb(
    "residents.request_overdue",
    _("个人信息申请过了答复期限：{kind}，应在 {due_at} 前答复"),
    codes={"kind": RightsRequest.Kind},
    moments=("due_at",),
)
REQUEST_ANSWERED = verb(
    "residents.request_answered",
    _("答复了个人信息申请：{kind}，{outcome}"),
    codes={"kind": RightsRequest.Kind, "outcome": RightsRequest.Outcome},
)
COPY_MADE = verb("residents.copy_made", _("给出了一份个人信息副本，原因：{reason}"))
PERSON_FROZEN = verb("residents.person_frozen", _("停用了一位居民的信息，只存不用，原因：{why}"))
PERSON_THAWED = verb("residents.person_thawed", _("恢复使用一位居民的信息，原因：{why}"))
PERSON_DELETED = verb("residents.person_deleted", _("删除了一位居民的信息，原因：{why}"))
PERSON_ANONYMISED = verb("residents.person_anonymised", _("去掉了一位居民的姓名等信息，原因：{why}"))
RETENTION_CHANGED = verb(
    "residents.retention_changed",
    _("改了保存期限：{population}，{before} 个月改为 {months} 个月"),
    codes={"population": Population},
)
RETENTION_LOOKED = verb(
    "residents.retention_looked", _("看了哪些过了保存期限：{population}"), codes={"population": Population}
)
RETENTION_BEGUN = verb(
    "residents.retention_begun", _("开始清理过了保存期限的：{population}"), codes={"population": Population}
)
RETENTION_DONE = verb(
    "residents.retention_done",
    _("清理完了：{population}，删除 {deleted}，去掉姓名 {anonymised}，留着 {kept}"),
    codes={"population": Population},
)
SHARED = verb("residents.shared", _("对外提供了个人信息，{count} 人：{fields}，给{recipient}"))
UNIT_CHANGED = verb("residents.unit_changed", _("改了驻区单位：{name}"))
