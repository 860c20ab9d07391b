from typing import TYPE_CHECKING, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ManyRows, ScopedQuerySet
from linli.fence.sealing import SealedTextField
from linli.residents.models import Person

from ..groups import name_of, open_codes
from .reach import cares_for_all, people_in, span

if TYPE_CHECKING:
    from linli.accounts.models import User


class GroupEntryQuerySet(ScopedQuerySet["GroupEntry"]):
    def visible_to(self, user: "User") -> Self:
        """Who answers for care sees all; a keeper the zone's groups that say nothing of health or hardship; a helper
        all of the person they help."""
        from .pairings import Pairing

        rows = super().visible_to(user)
        whole = cares_for_all(user)
        if whole >= user.community_ids:
            return rows
        helped = Pairing.objects.running().helped_by(user).exclude(person=None).values("person")
        own = Q(community__in=whole) | Q(person__in=helped)
        own |= Q(person__in=people_in(user.zone_ids), group__in=open_codes())
        return rows.filter(own)

    def running(self) -> Self:
        return self.filter(until_on=None)


class GroupEntry(ManyRows):
    """Somebody belongs to a group of those looked after, for a while; twice in one group at once is never so.

    `detail` (kind and grade of a disability, what illness) is sealed. Days are half open: `until_on` is the first day
    they no longer belong; an entry that was a mistake ends the day it began.
    """

    class EndReason(models.TextChoices):
        BETTER = "better", _("情况好转，不再符合")
        MOVED = "moved", _("搬离")
        DIED = "died", _("去世")
        MISTAKE = "mistake", _("登记有误")
        OTHER = "other", _("其他")

    person = models.ForeignKey(Person, models.PROTECT, related_name="group_entries", verbose_name=_("谁"))
    group = models.CharField(_("哪一类"), max_length=30)
    detail = SealedTextField(_("种类、等级"), blank=True)
    from_on = models.DateField(_("从哪天起"))
    until_on = models.DateField(_("到哪天止"), null=True, blank=True)
    entry_reason = models.CharField(_("为什么列入"), max_length=100, blank=True)
    end_reason = models.CharField(_("为什么不再列"), max_length=7, choices=EndReason, blank=True)
    source_document = models.CharField(_("依据的文件"), max_length=100, blank=True)

    objects = GroupEntryQuerySet.as_manager()  # type: ignore[misc]  # narrower than the one inherited

    class Meta:
        verbose_name = _("关怀类别")
        indexes = [
            models.Index(fields=["community", "group", "person"], name="people_of_a_group", condition=Q(until_on=None))
        ]
        constraints = [
            models.CheckConstraint(
                name="group_entry_ends_after_it_begins", condition=Q(until_on=None) | Q(until_on__gte=F("from_on"))
            ),
            models.CheckConstraint(
                name="an_ended_group_entry_says_why",
                condition=Q(until_on=None, end_reason="") | Q(until_on__isnull=False) & ~Q(end_reason=""),
            ),
            ExclusionConstraint(
                name="nobody_is_in_a_group_twice_at_once",
                expressions=[
                    (F("person"), RangeOperators.EQUAL),
                    (F("group"), RangeOperators.EQUAL),
                    (span(), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return name_of(self.group)
