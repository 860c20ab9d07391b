"""Nouns of campaigns."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.activities.models import Activity
from linli.care.models import Visit
from linli.cases.models import Case
from linli.fence.scoping import ScopedModel, ScopedQuerySet
from linli.residents.models import Person, Unit

if TYPE_CHECKING:
    from linli.accounts.models import User


class Theme(ScopedModel):
    """主题活动: a campaign of the community. `code` names a shipped one; one of the community's own has none.

    `source` is the paper it rests on. Until the street has said what an item is, the item has no name.
    """

    code = models.CharField(max_length=40, blank=True, editable=False)
    name = models.CharField(_("名称"), max_length=40)
    about = models.TextField(_("说明"), max_length=2000, blank=True)
    source = models.CharField(_("依据的文件"), max_length=200, blank=True)
    from_on = models.DateField(_("从哪天起"))
    until_on = models.DateField(_("到哪天为止"), null=True, blank=True)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("主题活动")
        ordering = ["-from_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["community", "name"], name="one_theme_of_each_name"),
            models.CheckConstraint(
                name="theme_ends_after_it_begins", condition=Q(until_on=None) | Q(until_on__gte=F("from_on"))
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_over(self, today: date) -> bool:
        return self.until_on is not None and self.until_on < today


class Item(ScopedModel):
    """One thing a theme asks for (第二包). It has no name until somebody with the street's paper filled it in."""

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="items", verbose_name=_("主题活动"))
    group = models.CharField(_("分组"), max_length=10)
    order = models.PositiveSmallIntegerField(_("第几项"))
    name = models.CharField(_("内容"), max_length=60, blank=True)
    about = models.CharField(_("说明"), max_length=300, blank=True)
    source = models.CharField(_("依据"), max_length=200, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("主题活动的一项")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["theme", "group", "order"], name="one_item_at_each_place"),
            models.CheckConstraint(
                name="an_item_is_named_from_a_paper",
                condition=Q(name="", source="", confirmed_by=None, confirmed_at=None)
                | ~Q(name="") & ~Q(source="") & Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name or gettext("{group} {order}（待街道确认）").format(group=self.group, order=self.order)


class PledgeQuerySet(ScopedQuerySet["Pledge"]):
    def of(self, user: "User") -> Self:
        """Pledges of the units somebody signs in for, and their own."""
        units = Unit.objects.filter(liaisons__user=user, liaisons__until_on=None).values("pk")
        return self.filter(Q(unit__in=units) | Q(person__user=user))


class Pledge(ScopedModel):
    """认领: a unit or a member says what they take on, for an item or, while no item has a name, for the theme."""

    theme = models.ForeignKey(Theme, models.PROTECT, related_name="pledges", verbose_name=_("主题活动"))
    item = models.ForeignKey(
        Item, models.PROTECT, null=True, blank=True, related_name="pledges", verbose_name=_("哪一项")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="pledges", verbose_name=_("单位")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="pledges", verbose_name=_("党员")
    )
    what = models.CharField(_("认领做什么"), max_length=200)
    from_on = models.DateField(_("从哪天起"))
    until_on = models.DateField(_("到哪天为止"), null=True, blank=True)
    pledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    pledged_at = models.DateTimeField(editable=False)
    ended_on = models.DateField(_("结束日期"), null=True, blank=True)
    end_note = models.CharField(_("做得怎样"), max_length=300, blank=True)

    objects = PledgeQuerySet.as_manager()  # type: ignore[misc]  # narrower than the one inherited

    class Meta:
        verbose_name = _("认领")
        ordering = ["-from_on", "-pk"]
        indexes = [models.Index(fields=["theme", "-from_on", "-id"], name="pledges_of_a_theme")]
        constraints = [
            models.CheckConstraint(
                name="a_pledge_is_a_units_or_a_members",
                condition=Q(unit__isnull=False, person=None) | Q(unit=None, person__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["theme", "unit", "person", "what", "from_on"],
                name="the_same_is_pledged_once",
                condition=Q(ended_on=None),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="pledge_ends_after_it_begins", condition=Q(until_on=None) | Q(until_on__gte=F("from_on"))
            ),
            models.CheckConstraint(
                name="an_ended_pledge_says_how_it_went",
                condition=Q(ended_on=None, end_note="") | Q(ended_on__gte=F("from_on")) & ~Q(end_note=""),
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def whose(self) -> str:
        return str(self.unit or self.person)


RECORDS = ("visit", "activity", "case")
"""Kinds of records that can keep a pledge: each is a key of `Kept`."""


class Kept(ScopedModel):
    """做到: a record that keeps a pledge. It is read where it stands; nothing of it is written down again."""

    pledge = models.ForeignKey(Pledge, models.CASCADE, related_name="kept")
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, blank=True, related_name="+")
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, blank=True, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")
    joined_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    joined_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("连上的记录")
        ordering = ["-joined_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pledge", *RECORDS], name="a_record_keeps_a_pledge_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                name="kept_by_one_record",
                condition=Q(visit__isnull=False, activity=None, case=None)
                | Q(visit=None, activity__isnull=False, case=None)
                | Q(visit=None, activity=None, case__isnull=False),
            ),
        ]

    @property
    def kind(self) -> str:
        return next(kind for kind in RECORDS if getattr(self, f"{kind}_id"))

    @property
    def record(self) -> Any:
        return getattr(self, self.kind)
