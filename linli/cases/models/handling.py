from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ManyRows, ScopedModel

from .case import Case
from .codes import Outcome, Satisfaction
from .requester import Requester


class Arrival(ManyRows):
    """到场: somebody was there at `at`. One tap, no place, no photo; a forgotten one is added later with a note."""

    case = models.ForeignKey(Case, models.CASCADE, db_index=False, related_name="arrivals")
    round = models.PositiveSmallIntegerField()
    who = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("到场时间"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+")
    recorded_at = models.DateTimeField()
    was_added_later = models.BooleanField(default=False)
    note = models.CharField(_("补记说明"), max_length=200, blank=True)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["case", "round", "who"], name="one_arrival_of_a_person_a_round"),
            models.CheckConstraint(
                name="an_added_arrival_says_how_we_know", condition=Q(was_added_later=False) | ~Q(note="")
            ),
            models.CheckConstraint(name="arrived_before_it_was_recorded", condition=Q(at__lte=F("recorded_at"))),
        ]


class Remark(ManyRows):
    """A few words on a case: a note for ourselves, or an answer the resident sees."""

    class Kind(models.TextChoices):
        NOTE = "note", _("内部备注")
        ANSWER = "answer", _("答复居民")

    class Mode(models.TextChoices):
        PHONE = "phone", _("电话")
        IN_PERSON = "in_person", _("当面")
        PAGE = "page", _("查询页")
        LETTER = "letter", _("书信")

    case = models.ForeignKey(Case, models.CASCADE, related_name="remarks")
    kind = models.CharField(max_length=6, choices=Kind)
    mode = models.CharField(_("怎样答复的"), max_length=10, choices=Mode, blank=True)
    body = models.TextField(_("内容"), max_length=2000)
    co_handling = models.ForeignKey("CoHandling", models.PROTECT, null=True, blank=True, related_name="remarks")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+", null=True, blank=True
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(name="a_remark_has_words", condition=~Q(body=""))]


class Closure(ManyRows):
    """办结: what was done and how it ended, once a round. `answer` is what the resident was told."""

    case = models.ForeignKey(Case, models.CASCADE, db_index=False, related_name="closures")
    round = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    outcome = models.CharField(_("怎样结束的"), max_length=24, choices=Outcome)
    done = models.TextField(_("办得怎样"), max_length=2000)
    answer = models.ForeignKey(Remark, models.PROTECT, null=True, blank=True, db_index=False, related_name="+")
    handed_to = models.CharField(_("移交给谁"), max_length=100, blank=True)

    class Meta:
        ordering = ["round"]
        constraints = [
            models.UniqueConstraint(fields=["case", "round"], name="one_closure_a_round"),
            models.CheckConstraint(name="a_closure_says_what_was_done", condition=~Q(done="")),
            models.CheckConstraint(
                name="handing_over_says_to_whom",
                condition=~Q(outcome__in=[Outcome.HANDED_OVER, Outcome.EMERGENCY_TRANSFERRED]) | ~Q(handed_to=""),
            ),
        ]


class Callback(ScopedModel):
    """回访: what the resident says of it, asked by somebody who did not handle it (a trigger refuses the same person).

    Several people may have brought the matter: `requester` is whom this attempt was for; None in older rows.
    `by` is None when the resident answered through the query code.
    """

    class Mode(models.TextChoices):
        PHONE = "phone", _("电话")
        VISIT = "visit", _("上门")
        PAGE = "page", _("居民自己在查询页答")

    case = models.ForeignKey(Case, models.CASCADE, related_name="callbacks")
    requester = models.ForeignKey(Requester, models.SET_NULL, null=True, blank=True, related_name="callbacks")
    round = models.PositiveSmallIntegerField()
    attempt = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    mode = models.CharField(max_length=6, choices=Mode, default=Mode.PHONE)
    reached = models.BooleanField(_("接通了吗"))
    contacted_in_time = models.BooleanField(_("及时联系您了吗"), null=True, blank=True)
    resolved = models.BooleanField(_("解决了吗"), null=True, blank=True)
    satisfaction = models.CharField(_("满意吗"), max_length=1, choices=Satisfaction, blank=True)
    comment = models.TextField(_("居民说"), max_length=1000, blank=True)

    class Meta:
        ordering = ["round", "attempt"]
        constraints = [
            models.UniqueConstraint(fields=["case", "round", "attempt"], name="callbacks_come_in_order"),
            models.UniqueConstraint(
                fields=["case", "round"],
                name="one_answered_callback_a_round",
                condition=Q(reached=True, requester=None),
            ),
            models.UniqueConstraint(
                fields=["case", "round", "requester"],
                name="one_answer_of_a_requester_a_round",
                condition=Q(reached=True, requester__isnull=False),
            ),
            models.CheckConstraint(
                name="only_a_reached_resident_answers",
                condition=Q(reached=True, resolved__isnull=False)
                | Q(reached=False, contacted_in_time=None, resolved=None, satisfaction=""),
            ),
            models.CheckConstraint(
                name="a_callback_on_the_page_is_the_residents",
                condition=Q(by=None, mode="page") | Q(by__isnull=False) & ~Q(mode="page"),
            ),
        ]


class Reopening(ScopedModel):
    """重新办: a new round and why it was needed."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="reopenings")
    round = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(_("原因"), max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "round"], name="one_reopening_a_round"),
            models.CheckConstraint(name="reopening_says_why", condition=~Q(reason="")),
        ]
