from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from linli.fence.scoping import ScopedModel, ScopedQuerySet
from linli.residents.models import Unit

from .case import Case


class UnitLinkQuerySet(ScopedQuerySet["UnitLink"]):
    def live(self, at: datetime) -> Self:
        return self.filter(revoked_at=None, expires_at__gt=at)


class UnitLink(ScopedModel):
    """答复链接: lets a unit nobody signs in for answer about one case, until it expires or is revoked.

    The token itself is said once and stored nowhere; its keyed hash is in LinkKey.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="unit_links")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = UnitLinkQuerySet.as_manager()  # type: ignore[misc]  # narrower than the one inherited

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "unit"], name="one_link_of_a_unit_at_a_time", condition=Q(revoked_at=None)
            ),
            models.CheckConstraint(name="a_link_lasts_a_while", condition=Q(expires_at__gt=F("issued_at"))),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.case}"


class LinkKey(models.Model):
    """Which link a token belongs to. Not behind the fence: it is what a unit opens it with.

    It holds a keyed hash and two keys, nothing of the unit or the matter.
    """

    token_hash = models.CharField(max_length=64, unique=True)
    community = models.ForeignKey("territory.Community", models.CASCADE, related_name="+")
    link = models.OneToOneField(UnitLink, models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return self.token_hash[:8]
