from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.cases.models import Case
from linli.fence.scoping import ManyRows, ScopedQuerySet
from linli.fence.sealing import SealedTextField
from linli.residents.models import Household, Person

from .pairings import Pairing
from .plans import ServicePlan
from .reach import about_one, cares_for_all, in_zones

if TYPE_CHECKING:
    from linli.accounts.models import User


class VisitQuerySet(ScopedQuerySet["Visit"]):
    def visible_to(self, user: "User") -> Self:
        rows = super().visible_to(user)
        whole = cares_for_all(user)
        if whole >= user.community_ids:
            return rows
        own = Pairing.objects.helped_by(user).values("pk")
        return rows.filter(Q(community__in=whole) | Q(visited_by=user) | Q(pairing__in=own) | in_zones(user))

    def that_count(self) -> Self:
        """Neither withdrawn nor corrected by a later one."""
        return self.filter(withdrawn_at=None)


class Visit(ManyRows):
    """看望: somebody was there, or telephoned. Three words: who, how they are, what they need; the last two sealed.

    A visit is never rewritten: a correction is another row that `corrects` this one, which is then withdrawn.
    `client_key` is made by the phone: a draft sent twice is one visit. Without words about how they are or what they
    need it `is_unchanged` (a CHECK of the migration: Django cannot look at sealed columns).
    """

    class Mode(models.TextChoices):
        HOME = "home", _("入户")
        PHONE = "phone", _("电话")
        OTHER = "other", _("其他")

    pairing = models.ForeignKey(
        Pairing, models.PROTECT, null=True, blank=True, related_name="visits", verbose_name=_("结对")
    )
    plan = models.ForeignKey(
        ServicePlan, models.PROTECT, null=True, blank=True, related_name="visits", verbose_name=_("服务安排")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, db_index=False, related_name="visits", verbose_name=_("看望谁")
    )
    household = models.ForeignKey(
        Household,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="visits",
        verbose_name=_("看望哪一户"),
    )
    visited_at = models.DateTimeField(_("什么时候"))
    recorded_at = models.DateTimeField(_("记录时间"))
    mode = models.CharField(_("怎样看望的"), max_length=5, choices=Mode, default=Mode.HOME)
    visited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="visits", verbose_name=_("谁去的")
    )
    with_whom = models.CharField(_("和谁一起去的"), max_length=100, blank=True)
    situation = SealedTextField(_("过得怎么样"), blank=True)
    needs = SealedTextField(_("需要什么"), blank=True)
    done = SealedTextField(_("当场做了什么"), blank=True)
    promised = SealedTextField(_("说好下次做什么"), blank=True)
    follow_up_on = models.DateField(_("说好哪天再来"), null=True, blank=True)
    is_unchanged = models.BooleanField(_("情况没变"), default=False)
    client_key = models.UUIDField(unique=True, editable=False)
    case = models.OneToOneField(
        Case, models.PROTECT, null=True, blank=True, related_name="visit", verbose_name=_("由此登记的事")
    )
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by", verbose_name=_("更正的是")
    )
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    withdrawn_why = models.CharField(_("为什么撤回"), max_length=100, blank=True)

    objects = VisitQuerySet.as_manager()  # type: ignore[misc]  # narrower than the one inherited

    class Meta:
        verbose_name = _("看望")
        indexes = [
            models.Index(fields=["community", "-visited_at", "-id"], name="visits_of_a_community"),
            models.Index(fields=["person", "-visited_at"], name="visits_to_a_person"),
            models.Index(fields=["household", "-visited_at"], name="visits_to_a_household"),
        ]
        constraints = [
            about_one("a_visit_is_to_a_person_or_a_household"),
            models.CheckConstraint(name="a_visit_is_for_one_thing_at_most", condition=Q(pairing=None) | Q(plan=None)),
            models.CheckConstraint(
                name="a_visit_is_recorded_after_it_was_made", condition=Q(visited_at__lte=F("recorded_at"))
            ),
            models.CheckConstraint(
                name="a_withdrawn_visit_says_by_whom_and_why",
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_why="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why=""),
            ),
            models.CheckConstraint(name="a_visit_does_not_correct_itself", condition=~Q(corrects=F("pk"))),
        ]

    def __str__(self) -> str:
        return f"{self.get_mode_display()} {self.visited_at:%Y-%m-%d}"
