from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ManyRows, ScopedQuerySet
from linli.fence.sealing import SealedTextField

from .case import Case
from .codes import Channel


class RequesterQuerySet(ScopedQuerySet["Requester"]):
    def unopened(self) -> Self:
        """Leave the sealed number where it is: a page that shows only its end never reads it."""
        return self.defer("phone")


class Requester(ManyRows):
    """诉求人: one person who brought the matter. A second caller joins the case and gets a query code of their own.

    `came_with` is the merger that brought them here from the case they were first written down with.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="requesters")
    is_first = models.BooleanField(default=True)
    intake_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    channel = models.CharField(_("来路"), max_length=12, choices=Channel)
    told_us_at = models.DateTimeField(_("反映时间"))
    words = models.TextField(_("原话"), blank=True)
    name = models.CharField(_("称呼"), max_length=50, blank=True)
    phone = SealedTextField(_("电话"), blank=True)
    phone_hash = models.CharField(max_length=64, blank=True, editable=False)
    phone_tail = models.CharField(_("电话尾号"), max_length=4, blank=True, editable=False)
    is_anonymous = models.BooleanField(_("不愿留名"), default=False)
    wants_confidential = models.BooleanField(_("请保密"), default=False)
    query_code = models.CharField(_("查询码"), max_length=8, blank=True)
    came_with = models.ForeignKey(
        "cases.Merger", models.SET_NULL, null=True, blank=True, db_index=False, editable=False, related_name="+"
    )

    objects = RequesterQuerySet.as_manager()  # type: ignore[misc]  # narrower than the one inherited

    class Meta:
        ordering = ["told_us_at", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_first_requester", fields=["case"], condition=Q(is_first=True)),
            models.CheckConstraint(name="nobody_anonymous_has_a_name", condition=Q(is_anonymous=False) | Q(name="")),
            models.CheckConstraint(
                name="query_code_is_eight_digits", condition=Q(query_code="") | Q(query_code__regex=r"^\d{8}$")
            ),
        ]
        indexes = [
            models.Index(fields=["community", "phone_hash"], name="requesters_by_phone", condition=~Q(phone_hash=""))
        ]


class QueryCode(models.Model):
    """Which requester a query code belongs to. Not behind the fence: it is what a resident opens it with.

    It holds a keyed hash and two keys, nothing of the person or the matter.
    """

    code_hash = models.CharField(max_length=64, unique=True)
    community = models.ForeignKey("territory.Community", models.CASCADE, db_index=False, related_name="+")
    requester = models.OneToOneField(Requester, models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return self.code_hash[:8]
