"""Code lists of a case: the words people choose from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """来路: how the matter came to us."""

    HOTLINE = "hotline", _("热线")
    MAILBOX = "mailbox", _("民声信箱")
    LETTER = "letter", _("来信")
    VISIT = "visit", _("来访")
    COUNTER = "counter", _("柜台")
    WALK_BY = "walk_by", _("路上遇到")
    HOME_VISIT = "home_visit", _("入户走访")
    PATROL = "patrol", _("巡逻")
    GRID = "grid", _("网格上报")
    COUNCIL = "council", _("议事会")
    FORUM = "forum", _("居民论坛")
    HOTLINE_12345 = "12345", _("12345 转办")
    SUPERIOR = "superior", _("上级交办")
    MEDIA = "media", _("媒体")


class Kind(models.TextChoices):
    """诉求类型 (接诉即办条例 art. 2, and 表扬)."""

    CONSULT = "consult", _("咨询")
    HELP = "help", _("求助")
    COMPLAINT = "complaint", _("投诉")
    REPORT = "report", _("举报")
    SUGGESTION = "suggestion", _("建议")
    PRAISE = "praise", _("表扬")


class Urgency(models.TextChoices):
    EMERGENCY = "emergency", _("突发")
    NOW = "now", _("力所能及，马上去")
    BASIC = "basic", _("水电气热等")
    GENERAL = "general", _("一般")
    COMPLEX = "complex", _("复杂")


class Status(models.TextChoices):
    REGISTERED = "registered", _("已登记")
    OFFERED = "offered", _("等接单")
    ACCEPTED = "accepted", _("在路上")
    ON_SITE = "on_site", _("现场处理")
    RESOLVED = "resolved", _("等回访")
    CALLED_BACK = "called_back", _("等归档")
    ARCHIVED = "archived", _("已归档")
    TOLD = "told", _("已告知")
    MERGED = "merged", _("已并入")


class Outcome(models.TextChoices):
    """How it ended. The last six are the matters not handled here (接诉即办条例 art. 11), each told respectfully."""

    DONE = "done", _("办成了")
    REFUSED = "refused", _("不能办")
    NOT_NEEDED = "not_needed", _("不用办了")
    NOT_OURS = "not_ours", _("不归社区办")
    HANDED_OVER = "handed_over", _("已移交")
    EMERGENCY_TRANSFERRED = "emergency_transferred", _("紧急，转 110 / 119 / 120 / 122")
    LEGAL_ROUTE = "legal_route", _("应走诉讼、仲裁、信访等法定途径")
    REPEAT_INFORMED = "repeat_informed", _("重复反映，没有新情况")
    SECRET_EXPLAINED = "secret_explained", _("涉及秘密或他人隐私")
    OUTSIDE_DUTY_REDIRECTED = "outside_duty_redirected", _("不在职责内，告诉该找谁")
    ILLEGAL_PERSUADED = "illegal_persuaded", _("不合法或违背公序良俗，劝导")


NOT_HANDLED_HERE = (
    Outcome.EMERGENCY_TRANSFERRED,
    Outcome.LEGAL_ROUTE,
    Outcome.REPEAT_INFORMED,
    Outcome.SECRET_EXPLAINED,
    Outcome.OUTSIDE_DUTY_REDIRECTED,
    Outcome.ILLEGAL_PERSUADED,
)
ENDINGS = (Outcome.DONE, Outcome.REFUSED, Outcome.NOT_NEEDED, Outcome.NOT_OURS, Outcome.HANDED_OVER)


class Solved(models.TextChoices):
    YES = "yes", _("已解决")
    NO = "no", _("没有解决")


class Satisfaction(models.TextChoices):
    VERY_SATISFIED = "5", _("非常满意")
    SATISFIED = "4", _("满意")
    FAIRLY_SATISFIED = "3", _("基本满意")
    DISSATISFIED = "2", _("不满意")
    VERY_DISSATISFIED = "1", _("非常不满意")


UNHAPPY = (Satisfaction.DISSATISFIED, Satisfaction.VERY_DISSATISFIED)


class Gone(models.TextChoices):
    """Why a rule names nobody any more."""

    PERSON = "person", _("指定的人已经没有职务，或者账号停用了")
    UNIT = "unit", _("单位已经退出")
    POST = "post", _("岗位从现在起没有人排班")
    ZONE = "zone", _("责任区已经撤了")
    CATEGORY = "category", _("归类已经不用了")
