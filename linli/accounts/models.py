from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from linli.fence.sealing import SealedTextField
from linli.territory.models import Community, Street, Zone


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in. What they may do follows from their duties, never from groups or flags."""

    username = models.CharField(
        _("账号"),
        max_length=60,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": _("这个账号已经有人用了。")},
    )
    name = models.CharField(_("姓名"), max_length=50)
    phone = SealedTextField(_("手机"), blank=True)
    email = models.EmailField(_("邮箱"), blank=True)
    is_active = models.BooleanField(_("可以登录"), default=True)
    must_change_password = models.BooleanField(_("首次登录须改密码"), default=True)
    uses_keys = models.BooleanField(_("用单个字母的快捷键"), default=True)
    joined_at = models.DateTimeField(_("开户时间"), default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    acting: "Duty | None" = None
    """The duty meant in this request, when the person holds several (set by DutyInUseMiddleware)."""

    @cached_property
    def duties_in_force(self) -> list["Duty"]:
        """Duties held today, with their places; one query, once a request."""
        return list(self.duties.held_on(timezone.localdate()))

    @property
    def duties_meant(self) -> list["Duty"]:
        return [self.acting] if self.acting else self.duties_in_force

    @property
    def community_ids(self) -> frozenset[int]:
        """Communities in which this person acts now; what `visible_to` and the fence are opened for."""
        return frozenset(pk for duty in self.duties_meant for pk in duty.community_ids)

    @property
    def zone_ids(self) -> frozenset[int]:
        return frozenset(duty.zone_id for duty in self.duties_meant if duty.zone_id)

    def acts_as(self, roles: Iterable["Duty.Role"], community_id: int | None = None) -> bool:
        """Say whether a duty meant now is one of `roles`, in `community_id` when that is given."""
        wanted = set(roles)
        return any(
            duty.role in wanted and (community_id is None or community_id in duty.community_ids)
            for duty in self.duties_meant
        )

    def duty_in(self, community_id: int) -> "Duty | str":
        """Return the duty meant in `community_id`, for the journal; blank when there is none."""
        return next((duty for duty in self.duties_meant if community_id in duty.community_ids), "")


class TermRange(Func):
    function = "daterange"
    output_field = DateRangeField()


def term() -> TermRange:
    return TermRange(F("from_on"), F("until_on"), RangeBoundary())


class DutyQuerySet(models.QuerySet["Duty"]):
    def in_force(self, on: date) -> Self:
        return self.filter(from_on__lte=on).filter(Q(until_on=None) | Q(until_on__gt=on))

    def held_on(self, on: date) -> Self:
        """Duties in force with the places they open."""
        places = self.in_force(on).select_related("community", "street", "zone")
        return places.prefetch_related("street__communities")


class Duty(models.Model):
    """A role somebody holds at a place for a term; `until_on` is the first day they no longer hold it.

    Not behind the fence itself: it is what the fence is opened with. The database keeps every zone at two or three
    keepers at any time to come (a deferred trigger), unless a KeeperOverride says why not.
    """

    class Role(models.TextChoices):
        DUTY_OPERATOR = "duty_operator", _("热线值班员")
        DUTY_OFFICER = "duty_officer", _("带班")
        COMMUNITY_WORKER = "community_worker", _("社区工作者")
        BRANCH_SECRETARY = "branch_secretary", _("社区党支部书记")
        ORGANIZATION_OFFICER = "organization_officer", _("组织委员")
        PARTY_MEMBER = "party_member", _("社区党员")
        ZONE_KEEPER = "zone_keeper", _("责任区党员")
        UNIT_LIAISON = "unit_liaison", _("驻区单位联络员")
        SUPPORT_HELPER = "support_helper", _("帮教联络人")
        AFFAIRS_SUPERVISOR = "affairs_supervisor", _("居务监督委员")
        STREET_SUPERVISOR = "street_supervisor", _("街道督办")
        SYS_ADMIN = "sys_admin", _("系统管理员")
        AUDIT_ADMIN = "audit_admin", _("审计管理员")

    user = models.ForeignKey(User, models.PROTECT, related_name="duties", verbose_name=_("人"))
    role = models.CharField(_("职务"), max_length=20, choices=Role)
    community = models.ForeignKey(
        Community, models.PROTECT, null=True, blank=True, related_name="duties", verbose_name=_("社区")
    )
    street = models.ForeignKey(
        Street, models.PROTECT, null=True, blank=True, related_name="duties", verbose_name=_("街道")
    )
    zone = models.ForeignKey(
        Zone, models.PROTECT, null=True, blank=True, related_name="duties", verbose_name=_("责任区")
    )
    is_lead = models.BooleanField(_("主责"), default=False)
    from_on = models.DateField(_("起"))
    until_on = models.DateField(_("止"), null=True, blank=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("职务")
        ordering = ["-is_lead", "from_on", "pk"]
        indexes = [models.Index(fields=["community", "role"], name="duties_of_a_community")]
        constraints = [
            models.CheckConstraint(
                name="duty_has_one_place",
                condition=Q(community=None, street__isnull=False) | Q(community__isnull=False, street=None),
            ),
            models.CheckConstraint(
                name="only_a_keeper_has_a_zone",
                condition=Q(role="zone_keeper", zone__isnull=False, community__isnull=False)
                | ~Q(role="zone_keeper") & Q(zone=None),
            ),
            models.CheckConstraint(
                name="duty_ends_after_it_begins", condition=Q(until_on=None) | Q(until_on__gt=F("from_on"))
            ),
            ExclusionConstraint(
                name="one_duty_of_a_kind_at_a_time",
                expressions=[
                    (F("user"), RangeOperators.EQUAL),
                    (F("role"), RangeOperators.EQUAL),
                    (Func(F("community"), 0, function="coalesce"), RangeOperators.EQUAL),
                    (Func(F("street"), 0, function="coalesce"), RangeOperators.EQUAL),
                    (Func(F("zone"), 0, function="coalesce"), RangeOperators.EQUAL),
                    (term(), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        place = self.zone or self.community or self.street
        return f"{place} {self.get_role_display()}"

    @property
    def label(self) -> str:
        return str(self)

    @cached_property
    def community_ids(self) -> frozenset[int]:
        if self.community_id:
            return frozenset([self.community_id])
        return frozenset(community.pk for community in self.street.communities.all()) if self.street else frozenset()


class KeeperOverride(models.Model):
    """Why a zone may, for a while, have other than two or three keepers.

    `warned_at` and `end_told_at` are when somebody was told that it runs out, and that it has.
    """

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="+", verbose_name=_("责任区"))
    reason = models.CharField(_("理由"), max_length=200)
    approved_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("批准人"))
    from_on = models.DateField(_("起"))
    until_on = models.DateField(_("止"))
    warned_at = models.DateTimeField(null=True, blank=True, editable=False)
    end_told_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="override_says_why", condition=~Q(reason="")),
            models.CheckConstraint(name="override_ends_after_it_begins", condition=Q(until_on__gt=F("from_on"))),
        ]

    def __str__(self) -> str:
        return f"{self.zone} {self.from_on}–{self.until_on}"
