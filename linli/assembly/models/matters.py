"""先知道、先讨论、先行动: a matter that touches the residents, and how it went through its three stages."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.cases.models import Case, CouncilCandidate, Requester
from linli.fence.scoping import ManyRows, ScopedModel
from linli.residents.models import Person

from .bodies import Body
from .meetings import Meeting


class Matter(ScopedModel):
    """议事事项: something of vital interest to residents.

    A stage is entered only with its evidence and says when: `informed_at` (everybody who sits was told, or it is said
    why not), `discussed_at` (a meeting talked about it, or opinions were heard), `acted_at` (resolved, tasks given),
    `concluded_at` (tasks ended; the answer went out). `published_at` is when the public may read it, never before
    the members were told.
    """

    class Source(models.TextChoices):
        MEMBER = "member", _("党员")
        RESIDENT = "resident", _("居民")
        CASE = "case", _("诉求")
        UNIT = "unit", _("驻区单位")
        SUPERIOR = "superior", _("上级")

    class Level(models.TextChoices):
        PARTY_ONLY = "party_only", _("党组织内")
        COUNCIL = "council", _("党员议事会")
        REPRESENTATIVES = "representatives", _("居民代表会议")
        ASSEMBLY = "assembly", _("居民会议")

    body = models.ForeignKey(Body, models.PROTECT, related_name="matters", verbose_name=_("议事机构"))
    year = models.PositiveSmallIntegerField(editable=False)
    number = models.PositiveIntegerField(_("编号"), editable=False)
    title = models.CharField(_("事项"), max_length=120)
    background = models.TextField(_("由来"), max_length=4000)
    options = models.TextField(_("备选办法"), max_length=4000, blank=True)
    source = models.CharField(_("从哪里来"), max_length=8, choices=Source)
    level = models.CharField(_("议到哪一级"), max_length=15, choices=Level, default=Level.COUNCIL)
    affects_all = models.BooleanField(_("涉及全体居民"), default=False)
    is_confidential = models.BooleanField(_("不对外公开"), default=False)
    candidate = models.OneToOneField(
        CouncilCandidate, models.PROTECT, null=True, blank=True, related_name="matter", verbose_name=_("拟提交的事")
    )
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_for = models.CharField(_("谁提出的"), max_length=80, blank=True)
    proposed_at = models.DateTimeField()
    informed_at = models.DateTimeField(null=True, blank=True)
    discussed_at = models.DateTimeField(null=True, blank=True)
    acted_at = models.DateTimeField(null=True, blank=True)
    untold_because = models.CharField(_("没有告知到的人和原因"), max_length=300, blank=True)
    discussed_in = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="matters_discussed")
    discussed_because = models.CharField(_("没有上会的原因"), max_length=200, blank=True)
    party_agreed_on = models.DateField(_("党组织先讨论的日期"), null=True, blank=True)
    concluded_at = models.DateTimeField(null=True, blank=True)
    result = models.TextField(_("结果"), max_length=4000, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    public_text = models.TextField(_("给居民看的说明"), max_length=4000, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(_("为什么撤回"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("议事事项")
        ordering = ["-year", "-number"]
        indexes = [models.Index(fields=["community", "-proposed_at", "-id"], name="matters_of_a_community")]
        constraints = [
            models.UniqueConstraint(fields=["community", "year", "number"], name="one_matter_of_each_number"),
            models.CheckConstraint(
                name="first_informed_then_discussed_then_acted",
                condition=(Q(discussed_at=None) | Q(informed_at__isnull=False, discussed_at__gte=F("informed_at")))
                & (Q(acted_at=None) | Q(discussed_at__isnull=False, acted_at__gte=F("discussed_at")))
                & (Q(concluded_at=None) | Q(acted_at__isnull=False, concluded_at__gte=F("acted_at")) & ~Q(result="")),
            ),
            models.CheckConstraint(
                name="members_are_told_before_the_public",
                condition=Q(published_at=None)
                | Q(informed_at__isnull=False, published_at__gte=F("informed_at"), is_confidential=False),
            ),
            models.CheckConstraint(
                name="withdrawing_a_matter_says_why",
                condition=Q(withdrawn_at=None, withdrawn_because="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def code(self) -> str:
        return f"{self.year}-{self.number:02}"


class MatterCase(ScopedModel):
    """A case a matter came from or touches; who reported it is told how the matter goes."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="matter_cases")
    case = models.ForeignKey(Case, models.PROTECT, related_name="matters")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "case"], name="a_case_belongs_to_a_matter_once")]


class Answered(ManyRows):
    """电话答复: a caller of a linked case who was told the end of the matter by phone, after it was concluded."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="answered")
    requester = models.ForeignKey(Requester, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "requester"], name="a_caller_is_answered_once")]


class Told(ManyRows):
    """先知道: a member told of a matter: on their page (`opened_at` when they read it), by phone or at the door."""

    class Mode(models.TextChoices):
        PAGE = "page", _("网上")
        PHONE = "phone", _("电话告知")
        IN_PERSON = "in_person", _("上门告知")

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="told")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("姓名"), max_length=50, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    mode = models.CharField(_("怎么告知的"), max_length=9, choices=Mode, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["user", "matter"], name="told_of_a_user", condition=Q(user__isnull=False))]
        constraints = [
            models.UniqueConstraint(fields=["matter", "person"], name="told_once", condition=Q(person__isnull=False)),
            models.CheckConstraint(
                name="who_is_told_is_somebody",
                condition=Q(person__isnull=False, name="") | Q(person=None) & ~Q(name=""),
            ),
            models.CheckConstraint(
                name="being_told_says_how_and_when",
                condition=Q(told_at=None, mode="", opened_at=None) | Q(told_at__isnull=False) & ~Q(mode=""),
            ),
        ]


class Opinion(ScopedModel):
    """意见: for, against or a concern, before the meeting or in it. `by` is empty where the rule allows no name."""

    class Stance(models.TextChoices):
        FOR = "for", _("赞成")
        AGAINST = "against", _("反对")
        CONCERN = "concern", _("担心")

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="opinions")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="opinions")
    stance = models.CharField(_("态度"), max_length=7, choices=Stance)
    text = models.TextField(_("意见"), max_length=1000)
    is_anonymous = models.BooleanField(_("不署名"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    said_by = models.CharField(_("谁说的"), max_length=50, blank=True)
    at = models.DateTimeField()
    reply = models.CharField(_("采纳情况"), max_length=300, blank=True)
    is_adopted = models.BooleanField(_("已采纳"), null=True, blank=True)
    replied_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    replied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("意见")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(name="an_opinion_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="an_anonymous_opinion_is_nobodys",
                condition=Q(is_anonymous=False) | Q(is_anonymous=True, by=None, said_by=""),
            ),
        ]
