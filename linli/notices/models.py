from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ScopedModel
from linli.journal.models import Event


class Notice(ScopedModel):
    """One person is told of one event, once. Words are made when it is read, from the event and its subject."""

    class Urgency(models.TextChoices):
        NOW = "now", _("马上")
        TODAY = "today", _("今天")
        KNOW = "know", _("知悉")

    event = models.ForeignKey(Event, models.PROTECT, related_name="notices")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices")
    urgency = models.CharField(max_length=5, choices=Urgency)
    link = models.CharField(max_length=200, blank=True)
    told_at = models.DateTimeField(_("告知时间"))
    read_at = models.DateTimeField(_("看到时间"), null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "reader"], name="one_notice_per_event_and_reader")]
        indexes = [
            models.Index(fields=["reader", "-told_at", "-id"], name="notices_of_a_reader"),
            models.Index(fields=["reader"], name="unread_notices", condition=Q(read_at=None)),
        ]


class Untold(ScopedModel):
    """An event somebody should hear of, from the action that recorded it until its notices are written.

    It may be told from `tell_at` on: at once, and after each of `tries` that failed a while later. Written with plain
    SQL; no key of the database's, as the journal loses nothing and a mark must cost next to nothing.
    """

    community = models.ForeignKey(
        "territory.Community", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="+", db_constraint=False)
    tell_at = models.DateTimeField(db_default=Now())
    tries = models.PositiveSmallIntegerField(db_default=0)
