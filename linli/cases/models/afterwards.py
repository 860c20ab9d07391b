"""What is said about a case afterwards: why it was late, that it does not count, that the council should see it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ScopedModel
from linli.territory.models import Lane

from .case import Case
from .policy import Category
from .promise import Promise


class BreachReason(ScopedModel):
    """为什么晚了: what stood in the way of one promise, in the words of whoever handled it. Nobody is judged by it."""

    class Code(models.TextChoices):
        BUSY = "busy", _("手上正有别的事，人手不够")
        FAR = "far", _("路上耽误了")
        NO_ACCESS = "no_access", _("进不了门，或者联系不上居民")
        MATERIALS = "materials", _("缺材料、配件或工具")
        OTHERS = "others", _("要等别的单位")
        WEATHER = "weather", _("天气、停水停电")
        MISDIRECTED = "misdirected", _("派错了人或责任区")
        NOT_NOTED = "not_noted", _("其实做了，当时忘了记")
        OTHER = "other", _("别的原因")

    case = models.ForeignKey(Case, models.CASCADE, related_name="breach_reasons")
    promise = models.OneToOneField(Promise, models.CASCADE, related_name="breach_reason")
    code = models.CharField(_("为什么晚了"), max_length=12, choices=Code)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="another_reason_is_written_out", condition=~Q(code="other") | ~Q(note="")),
        ]


class NotCounted(ScopedModel):
    """不计数: a wrong number, a test, a nuisance call. It stays where it is and no figure counts it, until undone."""

    class Why(models.TextChoices):
        MISDIAL = "misdial", _("打错电话")
        TEST = "test", _("测试、演练")
        NUISANCE = "nuisance", _("骚扰电话")

    case = models.ForeignKey(Case, models.CASCADE, related_name="not_counted")
    why = models.CharField(_("为什么不计数"), max_length=8, choices=Why)
    note = models.CharField(_("怎么知道的"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], name="not_counted_once_at_a_time", condition=Q(undone_at=None)),
            models.CheckConstraint(name="not_counting_says_how_we_know", condition=~Q(note="")),
            models.CheckConstraint(
                name="undone_says_who_and_when",
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        ]


class CouncilCandidate(ScopedModel):
    """拟提交议事会: a matter the council should talk about: one stuck case, or what comes back at one place.

    `times` is how often it had come when it was put on the list, `times_url` where these cases stand. Read by the room
    that holds the meetings.
    """

    title = models.CharField(_("议什么"), max_length=120)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="council_candidates")
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="+")
    lane = models.ForeignKey(Lane, models.PROTECT, null=True, blank=True, related_name="+")
    place_text = models.CharField(max_length=200, blank=True)
    times = models.PositiveIntegerField(default=1)
    times_url = models.TextField(blank=True)
    since_on = models.DateField()
    why = models.CharField(_("为什么要议"), max_length=300)
    put_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    put_at = models.DateTimeField()
    taken_off_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    taken_off_at = models.DateTimeField(null=True, blank=True)
    taken_off_why = models.CharField(_("为什么取下"), max_length=200, blank=True)

    class Meta:
        ordering = ["-put_at", "-pk"]
        indexes = [models.Index(fields=["community", "-put_at", "-id"], name="council_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], name="a_case_is_listed_once", condition=Q(taken_off_at=None, case__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["community", "category", "lane", "place_text"], name="a_hot_spot_is_listed_once",
                condition=Q(taken_off_at=None, case=None), nulls_distinct=False,
            ),
            models.CheckConstraint(name="the_council_is_told_why", condition=~Q(why="")),
            models.CheckConstraint(
                name="a_candidate_is_a_case_or_a_place",
                condition=Q(case__isnull=False)
                | Q(category__isnull=False) & (Q(lane__isnull=False) | ~Q(place_text="")),
            ),
            models.CheckConstraint(
                name="taking_off_says_who_when_why",
                condition=Q(taken_off_at=None, taken_off_by=None, taken_off_why="")
                | Q(taken_off_at__isnull=False, taken_off_by__isnull=False) & ~Q(taken_off_why=""),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title
