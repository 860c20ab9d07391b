"""Every row that belongs to a community says so, and is only found by people who may see it."""

from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from linli.accounts.models import User


M_co = TypeVar("M_co", bound=models.Model, covariant=True)


class ScopedQuerySet(models.QuerySet[M_co]):
    def visible_to(self, user: "User") -> Self:
        """Rows of the communities in which `user` acts now (see accounts.models.User.community_ids)."""
        return self.filter(community__in=user.community_ids)


class ScopedModel(models.Model):
    community = models.ForeignKey("territory.Community", models.PROTECT, verbose_name=_("社区"), related_name="+")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True


class ManyRows(ScopedModel):
    """Rows there are millions of: nobody looks for them by their community alone, so no index keeps it."""

    community = models.ForeignKey(
        "territory.Community", models.PROTECT, db_index=False, verbose_name=_("社区"), related_name="+"
    )

    class Meta:
        abstract = True
