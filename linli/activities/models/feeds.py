from django.conf import settings
from django.db import models
from django.db.models import Q

from linli.fence.scoping import ScopedModel
from linli.fence.sealing import SealedTextField


class ActivityFeed(ScopedModel):
    """A secret address from which a calendar program reads the activities one user may see.

    Whoever has the address reads it; a new address makes the old one worthless.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    secret = SealedTextField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "user"], name="one_activity_feed_of_a_user", condition=Q(ended_at=None)
            )
        ]
