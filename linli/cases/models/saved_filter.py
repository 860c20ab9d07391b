from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ScopedModel


class SavedFilter(ScopedModel):
    """常用筛选: a way of looking at the desk that somebody comes back to, theirs alone or shared with the office.

    `address` is a `CaseFilter` written as an address, so that it can be passed on and read without this row.
    A removed one stays for a while: taking it away can be taken back.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("谁存的"))
    name = models.CharField(_("名称"), max_length=20)
    address = models.CharField(max_length=1000)
    is_shared = models.BooleanField(_("给全社区的同事用"), default=False)
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("常用筛选")
        ordering = ["is_shared", "name", "pk"]
        constraints = [
            models.CheckConstraint(name="a_saved_filter_has_a_name", condition=~Q(name="")),
            models.UniqueConstraint(
                fields=["community", "owner", "name"],
                condition=Q(removed_at=None),
                name="one_filter_of_a_name_for_each_person",
            ),
        ]

    def __str__(self) -> str:
        return self.name
