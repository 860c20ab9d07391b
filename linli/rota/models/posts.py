from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ScopedModel

from .hours import Hours, read_hours


class Post(ScopedModel):
    """A chair somebody sits on: the hotline, the reception room, the officer in charge (带班).

    Somebody has to be there all day and night, or during `hours` (“8:00-12:00 15:00-18:00”, local time); a post with
    neither is stood on when somebody plans it, and has no gaps. `responsible` hears of a gap `warn_days` days before
    it begins, and again `warn_hours` hours before; without one the secretaries do.
    """

    class Kind(models.TextChoices):
        HOTLINE = "hotline", _("热线")
        RECEPTION = "reception", _("接待室")
        SERVICE_CENTRE = "service_centre", _("服务中心")
        OFFICER = "officer", _("带班")
        PATROL = "patrol", _("联防队")

    name = models.CharField(_("岗位"), max_length=40)
    kind = models.CharField(_("类别"), max_length=14, choices=Kind)
    is_round_the_clock = models.BooleanField(_("二十四小时"), default=False)
    hours = models.CharField(_("值班时间"), max_length=100, blank=True)
    only_working_days = models.BooleanField(_("只在工作日"), default=False)
    min_people = models.PositiveSmallIntegerField(_("至少几个人"), default=1)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("谁管排班")
    )
    warn_days = models.PositiveSmallIntegerField(_("提前几天提醒缺人"), default=7)
    warn_hours = models.PositiveSmallIntegerField(_("临近几小时再提醒"), default=24)
    is_in_use = models.BooleanField(_("还在用"), default=True)
    order = models.PositiveSmallIntegerField(_("排在第几"), default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["community", "name"], name="one_post_of_each_name"),
            models.CheckConstraint(
                name="a_round_the_clock_post_has_no_hours", condition=Q(is_round_the_clock=False) | Q(hours="")
            ),
            models.CheckConstraint(name="a_post_wants_somebody", condition=Q(min_people__gte=1)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def stretches(self) -> tuple[Hours, ...]:
        """Return when on a day it is open somebody has to be there."""
        if self.is_round_the_clock:
            return (Hours(0, 24 * 60),)
        return read_hours(self.hours) if self.hours else ()


class Pattern(ScopedModel):
    """How people take turns on a post.

    `slots` are the shifts of a day, each a name and hours (“早 8:00-16:00”); `cycle` is what one person does day after
    day, slot names and 休; the next person on the list is `stagger` days ahead in it. Day one is `first_on`.
    Only days on which the post is open count.
    """

    post = models.ForeignKey(Post, models.CASCADE, related_name="patterns", verbose_name=_("岗位"))
    name = models.CharField(_("名称"), max_length=40)
    slots = ArrayField(models.CharField(max_length=40), verbose_name=_("一天几个班"))
    cycle = ArrayField(models.CharField(max_length=10), verbose_name=_("怎样轮"))
    stagger = models.PositiveSmallIntegerField(_("下一位错开几天"), default=1)
    first_on = models.DateField(_("从哪天轮起"))

    class Meta:
        ordering = ["post__order", "pk"]
        constraints = [models.UniqueConstraint(fields=["post", "name"], name="one_pattern_of_each_name")]

    def __str__(self) -> str:
        return self.name


class PatternPerson(ScopedModel):
    """Somebody in the turn, in order."""

    pattern = models.ForeignKey(Pattern, models.CASCADE, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["pattern", "person"], name="once_in_a_turn"),
            models.UniqueConstraint(fields=["pattern", "order"], name="one_place_in_a_turn"),
        ]
