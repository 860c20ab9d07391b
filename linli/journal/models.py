from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ManyRows


class Event(ManyRows):
    """One thing that happened. Written once, never changed.

    `at` is when it happened, `recorded_at` when it was written down: a forgotten arrival has both.
    `duty` is the name of the duty the actor held then, so that it still reads right years later.
    """

    verb = models.CharField(max_length=60)
    at = models.DateTimeField(_("发生时间"))
    recorded_at = models.DateTimeField(_("记录时间"))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    duty = models.CharField(_("当时的职务"), max_length=60, blank=True)
    subject_type = models.ForeignKey(ContentType, models.PROTECT, db_index=False, related_name="+")
    subject_id = models.BigIntegerField()
    subject: Any = GenericForeignKey("subject_type", "subject_id")
    facts: Any = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "at"], name="events_of_a_subject"),
            models.Index(fields=["community", "-recorded_at", "-id"], name="events_of_a_community"),
        ]
