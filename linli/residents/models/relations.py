from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ManyRows
from linli.fence.sealing import SealedTextField

from .people import Person
from .units import Unit


class Relation(ManyRows):
    """Who somebody is to a person for a while: a guardian, kin, a carer; `other` is on the register, or only named."""

    class Kind(models.TextChoices):
        GUARDIAN = "guardian", _("监护人")
        SPOUSE = "spouse", _("配偶")
        PARENT = "parent", _("父母")
        CHILD = "child", _("子女")
        SIBLING = "sibling", _("兄弟姐妹")
        CARER = "carer", _("照料人")
        CONTACT = "contact", _("紧急联系人")

    person = models.ForeignKey(Person, models.PROTECT, related_name="relations", verbose_name=_("谁的"))
    kind = models.CharField(_("关系"), max_length=8, choices=Kind)
    other = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="relations_to", verbose_name=_("是谁")
    )
    other_name = models.CharField(_("姓名"), max_length=50, blank=True)
    other_phone = SealedTextField(_("电话"), blank=True)
    from_on = models.DateField(_("起"), null=True, blank=True)
    until_on = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_relation_is_with_somebody", condition=Q(other__isnull=False) | ~Q(other_name="")
            ),
            models.CheckConstraint(name="nobody_is_their_own_relation", condition=~Q(other=F("person"))),
            models.CheckConstraint(
                name="a_relation_ends_after_it_begins",
                condition=Q(until_on=None) | Q(from_on=None) | Q(until_on__gt=F("from_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.other or self.other_name}"


class Work(ManyRows):
    """Where somebody works and as what, for a while: at a unit of the community, or anywhere else by its name."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="works", verbose_name=_("谁"))
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="workers", verbose_name=_("驻区单位")
    )
    employer = models.CharField(_("工作单位"), max_length=100, blank=True)
    post = models.CharField(_("职务"), max_length=60, blank=True)
    from_on = models.DateField(_("起"), null=True, blank=True)
    until_on = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="work_is_somewhere", condition=Q(unit__isnull=False) | ~Q(employer="")),
            models.CheckConstraint(
                name="work_ends_after_it_begins",
                condition=Q(until_on=None) | Q(from_on=None) | Q(until_on__gt=F("from_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit or self.employer} {self.post}".rstrip()
