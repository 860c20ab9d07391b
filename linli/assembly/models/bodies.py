"""Who decides together, by which rule, and who sits there."""

from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.accounts.models import term
from linli.fence.scoping import ScopedModel, ScopedQuerySet
from linli.party.models import Organisation
from linli.residents.models import Person, Unit


class BodyQuerySet(ScopedQuerySet["Body"]):
    def standing(self, on: date) -> Self:
        return self.filter(founded_on__lte=on).filter(Q(ended_on=None) | Q(ended_on__gt=on))


class Body(ScopedModel):
    """议事机构: a circle of people that decides together.

    `seated_by` says where its seats come from: rows of `Seat`, or, so that nothing is typed twice, the members of a
    Party organisation or all grown-up residents, read on the day a meeting is called.
    """

    class Kind(models.TextChoices):
        CONFERENCE = "conference", _("社区党建联席会")
        LIAISON_GROUP = "liaison_group", _("党建工作联络组")
        MEMBER_COUNCIL = "member_council", _("党员议事会")
        RESIDENTS = "residents", _("居民会议")
        REPRESENTATIVES = "representatives", _("居民代表会议")
        SUPERVISION = "supervision", _("居务监督委员会")

    class SeatedBy(models.TextChoices):
        SEATS = "seats", _("逐个定下的席位")
        MEMBERS = "members", _("党组织的全体党员")
        RESIDENTS = "residents", _("年满十八周岁的居民")

    kind = models.CharField(_("类别"), max_length=16, choices=Kind)
    name = models.CharField(_("名称"), max_length=80)
    seated_by = models.CharField(_("谁参加"), max_length=9, choices=SeatedBy, default=SeatedBy.SEATS)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("党组织")
    )
    has_rotating_chair = models.BooleanField(_("会长轮值"), default=False)
    founded_on = models.DateField(_("成立日期"))
    ended_on = models.DateField(_("撤销日期"), null=True, blank=True)

    objects = BodyQuerySet.as_manager()  # type: ignore[misc]  # narrower than the one inherited

    class Meta:
        verbose_name = _("议事机构")
        ordering = ["founded_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "name"], name="one_body_of_each_name", condition=Q(ended_on=None)
            ),
            models.CheckConstraint(
                name="members_sit_for_an_organisation",
                condition=Q(seated_by="members", organisation__isnull=False)
                | ~Q(seated_by="members") & Q(organisation=None),
            ),
            models.CheckConstraint(
                name="body_ends_after_it_begins", condition=Q(ended_on=None) | Q(ended_on__gt=F("founded_on"))
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BodyRule(ScopedModel):
    """议事规则: what counts as a meeting and as a decision, from a day on. Never rewritten: a new one follows it.

    A share is `num`/`den` of those expected (quorum) or of `majority_of`; `*_reached_at` is true where the share itself
    is enough (≥ 2/3) and false where it must be exceeded (> 1/2). `sources` keeps, beside each field by its name, the
    article or the community's own decision it comes from.
    """

    class Of(models.TextChoices):
        PRESENT = "present", _("到会人数")
        EXPECTED = "expected", _("应到人数")

    class Secrecy(models.TextChoices):
        OPEN = "open", _("公开表决")
        SECRET = "secret", _("无记名投票")
        EITHER = "either", _("由会议决定")

    body = models.ForeignKey(Body, models.PROTECT, related_name="rules", verbose_name=_("议事机构"))
    from_on = models.DateField(_("起"))
    until_on = models.DateField(_("止"), null=True, blank=True)
    quorum_num = models.PositiveSmallIntegerField(default=1)
    quorum_den = models.PositiveSmallIntegerField(default=2)
    quorum_reached_at = models.BooleanField(default=False)
    majority_num = models.PositiveSmallIntegerField(default=1)
    majority_den = models.PositiveSmallIntegerField(default=2)
    majority_reached_at = models.BooleanField(default=False)
    majority_of = models.CharField(_("过半数按什么算"), max_length=8, choices=Of, default=Of.PRESENT)
    notice_days = models.PositiveSmallIntegerField(_("提前几天通知"), default=0)
    topic_days = models.PositiveSmallIntegerField(_("议题提前几天提交"), default=0)
    meets_every_months = models.PositiveSmallIntegerField(_("几个月至少开一次"), null=True, blank=True)
    secrecy = models.CharField(_("表决方式"), max_length=6, choices=Secrecy, default=Secrecy.EITHER)
    takes_proxies = models.BooleanField(_("可以委托别人投票"), default=False)
    takes_anonymous_opinions = models.BooleanField(_("意见可以不署名"), default=False)
    sources = models.JSONField(_("出处"), default=dict, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("议事规则")
        ordering = ["-from_on"]
        constraints = [
            ExclusionConstraint(
                name="one_rule_of_a_body_at_a_time",
                expressions=[(F("body"), RangeOperators.EQUAL), (term(), RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(
                name="a_quorum_is_a_share", condition=Q(quorum_num__gte=1, quorum_num__lte=F("quorum_den"))
            ),
            models.CheckConstraint(
                name="a_majority_is_a_share", condition=Q(majority_num__gte=1, majority_num__lte=F("majority_den"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.from_on}"


class SeatQuerySet(ScopedQuerySet["Seat"]):
    def held_on(self, on: date) -> Self:
        return self.filter(from_on__lte=on).filter(Q(until_on=None) | Q(until_on__gt=on))


class Seat(ScopedModel):
    """席位: somebody of the register, or a delegate of a unit known by name, in a body for a term.

    `name` is kept only for who is not in the register. `user` is who signs in for the seat; of a person in the register
    it is the person's own account. `until_on` is the first day they no longer sit.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="seats", verbose_name=_("议事机构"))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="seats", verbose_name=_("谁")
    )
    name = models.CharField(_("姓名"), max_length=50, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="seats", verbose_name=_("账号")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="seats", verbose_name=_("代表单位")
    )
    post = models.CharField(_("职务"), max_length=40, blank=True)
    from_on = models.DateField(_("起"))
    until_on = models.DateField(_("止"), null=True, blank=True)
    end_reason = models.CharField(_("为什么离任"), max_length=200, blank=True)

    objects = SeatQuerySet.as_manager()  # type: ignore[misc]  # narrower than the one inherited

    class Meta:
        verbose_name = _("席位")
        ordering = ["from_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="a_seat_is_somebodys", condition=Q(person__isnull=False, name="") | Q(person=None) & ~Q(name="")
            ),
            models.CheckConstraint(
                name="seat_ends_after_it_begins", condition=Q(until_on=None) | Q(until_on__gt=F("from_on"))
            ),
            ExclusionConstraint(
                name="nobody_sits_twice_at_once",
                condition=Q(person__isnull=False),
                expressions=[
                    (F("body"), RangeOperators.EQUAL),
                    (F("person"), RangeOperators.EQUAL),
                    (term(), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.holder

    @property
    def holder(self) -> str:
        return self.person.name if self.person else self.name
