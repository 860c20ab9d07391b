from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ManyRows, ScopedModel, ScopedQuerySet
from linli.residents.models import Person

from .codes import FreeTime, From, Lost, PostCode, Skill, Standing, Status
from .organisations import Organisation

Precision = Person.Precision


def days() -> Func:
    """Return the days from `from_on` until just before `until_on`, for constraints."""
    return Func(
        F("from_on"), F("until_on"), RangeBoundary(), function="daterange", output_field=DateRangeField()
    )  # fmt: skip


def in_force(on: date) -> Q:
    return Q(from_on__lte=on) & (Q(until_on=None) | Q(until_on__gt=on))


class BelongingQuerySet(ScopedQuerySet["Belonging"]):
    def in_force(self, on: date) -> Self:
        return self.filter(in_force(on))


class PostQuerySet(ScopedQuerySet["Post"]):
    def in_force(self, on: date) -> Self:
        return self.filter(in_force(on))


class Member(ScopedModel):
    """党员: what the Party knows of a person of the register. Name, sex, birth, education, ethnicity, phones and work
    are the person's own and are never repeated here.

    Days of old ledgers are often known to the month or year only; beside each stands how far. `archive_birth_on` is
    the birth in the personnel archive where it differs from the register's: both are right in their place.
    `number` is the member's own in this community (LF-DY-0017).
    """

    person = models.OneToOneField(Person, models.PROTECT, related_name="member", verbose_name=_("谁"))
    number = models.PositiveIntegerField(_("编号"), editable=False)
    standing = models.CharField(_("人员类别"), max_length=12, choices=Standing)
    relation = models.CharField(_("来源类型"), max_length=10, choices=From, default=From.HOME)
    applied_on = models.DateField(_("递交入党申请书"), null=True, blank=True)
    applied_precision = models.CharField(max_length=5, choices=Precision, default=Precision.DAY)
    activist_on = models.DateField(_("列为入党积极分子"), null=True, blank=True)
    activist_precision = models.CharField(max_length=5, choices=Precision, default=Precision.DAY)
    candidate_on = models.DateField(_("列为发展对象"), null=True, blank=True)
    candidate_precision = models.CharField(max_length=5, choices=Precision, default=Precision.DAY)
    joined_on = models.DateField(_("入党日期"), null=True, blank=True)
    joined_precision = models.CharField(max_length=5, choices=Precision, default=Precision.DAY)
    confirmed_on = models.DateField(_("转正日期"), null=True, blank=True)
    confirmed_precision = models.CharField(max_length=5, choices=Precision, default=Precision.DAY)
    archive_birth_on = models.DateField(_("档案上的出生日期"), null=True, blank=True)
    archive_birth_precision = models.CharField(max_length=5, choices=Precision, default=Precision.DAY)
    sponsors = models.CharField(_("入党介绍人"), max_length=60, blank=True)
    status = models.CharField(_("党籍状态"), max_length=11, choices=Status, default=Status.NORMAL)
    status_on = models.DateField(_("状态变化日期"), null=True, blank=True)
    lost_since = models.DateField(_("失去联系日期"), null=True, blank=True)
    lost_reason = models.CharField(_("失联情形"), max_length=1, choices=Lost, blank=True)
    skills = ArrayField(models.CharField(max_length=2, choices=Skill), verbose_name=_("特长"), default=list, blank=True)
    free_times = ArrayField(
        models.CharField(max_length=8, choices=FreeTime), verbose_name=_("什么时候能帮忙"), default=list, blank=True
    )
    willing = models.CharField(_("想做的事"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("党员")
        constraints = [
            models.UniqueConstraint(fields=["community", "number"], name="one_member_of_each_number"),
            models.CheckConstraint(
                name="who_is_on_probation_is_not_confirmed",
                condition=~Q(standing="probationary") | Q(confirmed_on=None),
            ),
            models.CheckConstraint(
                name="confirmed_after_joining",
                condition=Q(confirmed_on=None) | Q(joined_on=None) | Q(confirmed_on__gte=F("joined_on")),
            ),
            models.CheckConstraint(
                name="a_changed_status_has_its_day", condition=Q(status="normal") | Q(status_on__isnull=False)
            ),
            models.CheckConstraint(
                name="who_is_lost_is_so_since_a_day_and_for_a_reason",
                condition=Q(lost_since=None, lost_reason="") | Q(lost_since__isnull=False) & ~Q(lost_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.person.name

    @property
    def card_number(self) -> str:
        """The number of the record, as it is printed: LF-DY-0017. It names nobody."""
        return f"{self.community.number_prefix}-DY-{self.number:04}"


class Belonging(ManyRows):
    """Where a member belongs for a while: a branch, or a group of one. `came_from` and `went_to` are organisations
    elsewhere, at a transfer in or out."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="belongings", verbose_name=_("党员"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="belongings", verbose_name=_("所在党组织")
    )
    from_on = models.DateField(_("起"))
    until_on = models.DateField(_("止"), null=True, blank=True)
    came_from = models.CharField(_("从哪里转来"), max_length=100, blank=True)
    went_to = models.CharField(_("转到哪里"), max_length=100, blank=True)

    objects = BelongingQuerySet.as_manager()  # type: ignore[misc]  # narrower than the one inherited

    class Meta:
        verbose_name = _("所在支部")
        ordering = ["-from_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="belonging_ends_after_it_begins", condition=Q(until_on=None) | Q(until_on__gt=F("from_on"))
            ),
            ExclusionConstraint(
                name="nobody_belongs_to_two_organisations_at_once",
                expressions=[(F("member"), RangeOperators.EQUAL), (days(), RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.from_on}"


class Post(ScopedModel):
    """党内职务: who is secretary, committee member or group leader of an organisation, from when to when."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="posts", verbose_name=_("党员"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="posts", verbose_name=_("党组织"))
    code = models.CharField(_("职务"), max_length=12, choices=PostCode)
    from_on = models.DateField(_("起"))
    until_on = models.DateField(_("止"), null=True, blank=True)

    objects = PostQuerySet.as_manager()  # type: ignore[misc]  # narrower than the one inherited

    class Meta:
        verbose_name = _("党内职务")
        ordering = ["from_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="post_ends_after_it_begins", condition=Q(until_on=None) | Q(until_on__gt=F("from_on"))
            ),
            ExclusionConstraint(
                name="one_secretary_at_a_time",
                expressions=[(F("organisation"), RangeOperators.EQUAL), (days(), RangeOperators.OVERLAPS)],
                condition=Q(code="secretary"),
            ),
            ExclusionConstraint(
                name="one_post_of_a_kind_at_a_time",
                expressions=[
                    (F("member"), RangeOperators.EQUAL),
                    (F("organisation"), RangeOperators.EQUAL),
                    (F("code"), RangeOperators.EQUAL),
                    (days(), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}{self.get_code_display()}"
