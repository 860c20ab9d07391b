from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ScopedModel
from linli.territory.models import Door


class Unit(ScopedModel):
    """驻区单位: an organisation located in, or answering for something in, the community."""

    class Kind(models.TextChoices):
        OFFICE = "office", _("机关")
        INSTITUTION = "institution", _("事业单位")
        COMPANY = "company", _("企业")
        SCHOOL = "school", _("学校幼儿园")
        HOSPITAL = "hospital", _("医院")
        SOCIETY = "society", _("社会组织")
        PROPERTY = "property", _("物业")
        OTHER = "other", _("其他")

    name = models.CharField(_("名称"), max_length=100)
    short_name = models.CharField(_("简称"), max_length=40)
    kind = models.CharField(_("类别"), max_length=12, choices=Kind)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    door = models.ForeignKey(Door, models.PROTECT, null=True, blank=True, related_name="units", verbose_name=_("地址"))
    phone = models.CharField(_("公开电话"), max_length=20, blank=True)
    head = models.CharField(_("负责人"), max_length=50, blank=True)
    party_org_name = models.CharField(_("党组织名称"), max_length=100, blank=True)
    party_secretary = models.CharField(_("党组织书记"), max_length=50, blank=True)
    party_member_count = models.PositiveIntegerField(_("党员人数"), null=True, blank=True)
    employee_count = models.PositiveIntegerField(_("职工人数"), null=True, blank=True)
    joined_on = models.DateField(_("加入联席会"), null=True, blank=True)
    left_on = models.DateField(_("退出"), null=True, blank=True)

    class Meta:
        verbose_name = _("驻区单位")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["community", "name"], name="one_unit_of_each_name")]

    def __str__(self) -> str:
        return self.short_name or self.name


class LiaisonOfficer(ScopedModel):
    """联络员: who signs in for a unit."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="liaisons", verbose_name=_("单位"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="liaison_of", verbose_name=_("人"))
    from_on = models.DateField(_("起"))
    until_on = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_liaison_at_a_time", fields=["unit", "user"], condition=Q(until_on=None))
        ]
