from django.conf import settings
from django.db import models
from django.db.models import Q

from linli.fence.scoping import ScopedModel
from linli.fence.sealing import SealedTextField

from .posts import Post


class CalendarFeed(ScopedModel):
    """A secret address from which a calendar program reads the shifts of one person, or of one post.

    Whoever has the address reads it; a new address makes the old one worthless.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    post = models.ForeignKey(Post, models.CASCADE, null=True, blank=True, related_name="+")
    secret = SealedTextField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_feed_is_of_a_person_or_a_post",
                condition=Q(person=None, post__isnull=False) | Q(person__isnull=False, post=None),
            ),
            models.UniqueConstraint(
                fields=["community", "person"], name="one_feed_of_a_person", condition=Q(ended_at=None)
            ),
            models.UniqueConstraint(fields=["post"], name="one_feed_of_a_post", condition=Q(ended_at=None)),
        ]
