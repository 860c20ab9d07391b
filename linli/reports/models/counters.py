"""Counters: how often each part of a figure occurs, kept beside the cases so that a year of figures is a few rows.

What every tally means is written once, in `tallies.py`. A trigger on each table that figures read puts the case on
`CaseToCount`; `actions.count_anew` folds those into `Counter`, and `queries.counted` adds what is not folded yet.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ScopedModel

TALLIES = (
    "received",
    "ended",
    "hotline_ended",
    "letters_and_visits",
    "missed",
    "missed_unfinished",
    "arrive_kept",
    "arrive_missed",
    "arrive_excluded",
    "arrive_waived",
    "arrive_waiting",
    "arrive_corrected",
    "resolve_kept",
    "resolve_missed",
    "resolve_waiting",
    "told_emergency_transferred",
    "told_legal_route",
    "told_repeat_informed",
    "told_secret_explained",
    "told_outside_duty_redirected",
    "told_illegal_persuaded",
    "contact_kept",
    "contact_missed",
    "contact_excluded",
    "contact_waiting",
    "said_nothing",
    "said_resolved",
    "said_unresolved",
    "said_happy",
    "said_unhappy",
    "said_no_opinion",
    "arrivals_added",
    "late_busy",
    "late_far",
    "late_no_access",
    "late_materials",
    "late_others",
    "late_weather",
    "late_misdirected",
    "late_not_noted",
    "late_other",
    "late_unexplained",
)


class By(models.TextChoices):
    """What a counter is kept by. `ALL` is everything of a day; of any other each case is in one key, or in none yet."""

    ALL = "", _("合计")
    ZONE = "zone", _("责任区")
    CHANNEL = "channel", _("来路")
    CATEGORY = "category", _("归类")
    URGENCY = "urgency", _("紧急程度")
    HOUR = "hour", _("几点")
    WEEKDAY = "weekday", _("星期几")
    ARRIVED = "arrived", _("接到后多久到场")
    RESOLVED = "resolved", _("接到后多久办结")


class CaseToCount(ScopedModel):
    """A mark that something figures count has changed about a case. Written by triggers, only ever added.

    Not a key to the case and not unique: a mark must cost next to nothing, wait for nobody, and a second change must
    never be lost in the first one's mark.
    """

    community = models.ForeignKey(
        "territory.Community", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    case_id = models.BigIntegerField()


class CountedCase(ScopedModel):
    """What the counters hold of one case, so that it can be taken out of them again.

    No zone: it lies in none. `arrived_after` and `resolved_after` are minutes from the moment received to the first
    arrival and the first closing, as exact as `queries.spans` keeps them; None while nobody has.
    """

    community = models.ForeignKey(
        "territory.Community", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    case_id = models.BigIntegerField(primary_key=True)
    counted_at = models.DateTimeField()
    received_on = models.DateField()
    hour = models.PositiveSmallIntegerField()
    zone_id = models.BigIntegerField(null=True)
    channel = models.CharField(max_length=12)
    category_id = models.BigIntegerField()
    urgency = models.CharField(max_length=10)
    arrived_after = models.IntegerField(null=True)
    resolved_after = models.IntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["community", "counted_at"], name="counted_lately")]


class Counter(ScopedModel):
    """How often each tally occurs among the cases received on one day or in one month, and in one key of `by`."""

    class Span(models.TextChoices):
        DAY = "d", _("日")
        MONTH = "m", _("月")

    span = models.CharField(max_length=1, choices=Span)
    by = models.CharField(max_length=8, choices=By, blank=True)
    begins_on = models.DateField()
    key = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "span", "by", "begins_on", "key"], name="one_counter_of_a_key")
        ]


for _name in TALLIES:
    CountedCase.add_to_class(_name, models.SmallIntegerField(default=0))
    Counter.add_to_class(_name, models.IntegerField(default=0))
