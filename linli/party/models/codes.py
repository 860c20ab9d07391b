"""Words of Party registers, with the codes kept for them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    COMMITTEE = "committee", _("党委")
    GENERAL_BRANCH = "general_branch", _("党总支")
    BRANCH = "branch", _("党支部")
    JOINT_BRANCH = "joint_branch", _("联合党支部")
    GROUP = "group", _("党小组")


BRANCHES = (OrganisationKind.BRANCH, OrganisationKind.JOINT_BRANCH)
"""Where a member belongs: directly, or through a group of it."""


class Standing(models.TextChoices):
    FULL = "full", _("正式党员")
    PROBATIONARY = "probationary", _("预备党员")


class From(models.TextChoices):
    """党员来源类型: how a member comes to be in this community's list; it drives every count."""

    HOME = "home", _("组织关系在社区")
    REPORTED = "reported", _("在职报到")
    MOBILE_IN = "mobile_in", _("流入")
    MOBILE_OUT = "mobile_out", _("流出")


class Status(models.TextChoices):
    NORMAL = "normal", _("正常")
    SUSPENDED = "suspended", _("停止党籍")
    TRANSFERRED = "transferred", _("已转出")
    EXPELLED = "expelled", _("除名或出党")
    DECEASED = "deceased", _("去世")


ENDED = (Status.TRANSFERRED, Status.EXPELLED, Status.DECEASED)
"""Who is in no branch of ours any more."""


class Lost(models.TextChoices):
    WORK = "1", _("外出务工经商")
    CLOSED = "2", _("单位改制破产")
    GRADUATED = "3", _("毕业后去向不明")
    EMPLOYER = "4", _("工作单位改变")
    ABROAD = "5", _("出国（境）")
    MOVED = "6", _("居住地改变")
    OTHER = "7", _("其他")


class PostCode(models.TextChoices):
    SECRETARY = "secretary", _("书记")
    DEPUTY = "deputy", _("副书记")
    ORGANISATION = "organisation", _("组织委员")
    PUBLICITY = "publicity", _("宣传委员")
    DISCIPLINE = "discipline", _("纪检委员")
    COMMITTEE = "committee", _("委员")
    GROUP_LEADER = "group_leader", _("党小组长")


LEADING = (
    PostCode.SECRETARY, PostCode.DEPUTY, PostCode.ORGANISATION, PostCode.PUBLICITY, PostCode.DISCIPLINE,
    PostCode.COMMITTEE,
)  # fmt: skip
"""Who sits on the committee of a branch."""


class MobileReason(models.TextChoices):
    WORK = "work", _("外出务工经商")
    STUDY = "study", _("上学、培训")
    RESIDENCE = "residence", _("随家人居住")
    CARE = "care", _("治病、养老")
    ABROAD = "abroad", _("出国（境）")
    OTHER = "other", _("其他")


class ContactMode(models.TextChoices):
    PHONE = "phone", _("电话")
    MESSAGE = "message", _("微信、短信")
    VISIT = "visit", _("见面")
    LETTER = "letter", _("信函")
    ORGANISATION = "organisation", _("问流入地党组织")


class ServicePost(models.TextChoices):
    """认领岗位: the eight kinds of posts a member who reports in may take on."""

    BUILDING = "building", _("组织建设")
    LAW = "law", _("法律咨询与援助")
    AID = "aid", _("助困扶残与就业援助")
    GOVERNANCE = "governance", _("社区治理")
    HEALTH = "health", _("健康医疗")
    CULTURE = "culture", _("文化体育")
    SAFETY = "safety", _("安全宣传与治安巡逻")
    OTHER = "other", _("其他")


class Skill(models.TextChoices):
    """专业特长 (GB/T 31000, table 40); 04–06 (weapons, explosives) are left out, the everyday ones added."""

    DRIVING = "01", _("驾车")
    BOATING = "02", _("驾船")
    PAINTING = "07", _("绘画")
    CALLIGRAPHY = "08", _("书法")
    PHOTOS = "09", _("摄影")
    FILMING = "10", _("摄像")
    ACTING = "11", _("表演")
    CARVING = "12", _("雕刻")
    RADIO = "13", _("通讯")
    COMPUTERS = "14", _("计算机")
    LAW = "15", _("法律咨询")
    MIND = "16", _("心理咨询")
    FIRST_AID = "17", _("医疗救护")
    MARTIAL = "18", _("武术")
    REPAIRS = "19", _("维修")
    LANGUAGES = "20", _("外语")
    DIALECTS = "21", _("民族语言")
    SIGNING = "22", _("手语")
    HOUSEWORK = "91", _("家政")
    HAIR = "92", _("理发")
    TUTORING = "93", _("辅导功课")
    COOKING = "94", _("烹饪")
    ELECTRICS = "95", _("水电工")
    OTHER = "99", _("其他")


class FreeTime(models.TextChoices):
    WORKDAYS = "workdays", _("工作日白天")
    EVENINGS = "evenings", _("晚上")
    WEEKENDS = "weekends", _("周末")
    HOLIDAYS = "holidays", _("节假日")
    ON_CALL = "on_call", _("有急事随叫")
