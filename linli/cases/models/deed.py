from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ScopedModel

from .case import Case


class GoodDeed(ScopedModel):
    """办实事好事: a result worth telling, counted by exactly one source. It may, but need not, come from a case."""

    class Source(models.TextChoices):
        VOICE_STATION = "voice_station", _("民声驿站")
        SERVICE_CENTRE = "service_centre", _("便民服务中心")
        AID_STATION = "aid_station", _("邻里援助站")
        ZONE = "zone", _("责任区")
        UNIT = "unit", _("驻区单位")

    number = models.CharField(_("编号"), max_length=20, unique=True)
    source = models.CharField(_("来源"), max_length=16, choices=Source)
    title = models.CharField(_("事项"), max_length=100)
    done_on = models.DateField(_("办成日期"))
    for_whom = models.CharField(_("受益"), max_length=100, blank=True)
    done_by = models.CharField(_("谁办的"), max_length=100, blank=True)
    result = models.TextField(_("结果"), max_length=1000)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="deeds")

    class Meta:
        verbose_name = _("实事")
        ordering = ["-done_on", "-pk"]
        indexes = [models.Index(fields=["community", "source", "-done_on"], name="deeds_of_a_source")]
        constraints = [models.CheckConstraint(name="a_deed_says_its_result", condition=~Q(result=""))]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class NumberSeries(ScopedModel):
    """The last number given of a kind on a day; one row is locked for each new number."""

    kind = models.CharField(max_length=8)
    on = models.DateField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "kind", "on"], name="one_series_a_day")]
