from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ScopedModel
from linli.fence.sealing import SealedTextField
from linli.territory.models import Door, Dwelling


class Person(ScopedModel):
    """Somebody of the register. An identity number is never required and never a key: many have none."""

    class Sex(models.TextChoices):
        UNKNOWN = "0", _("未知")
        MALE = "1", _("男")
        FEMALE = "2", _("女")
        NOT_SAID = "9", _("未说明")

    name = models.CharField(_("姓名"), max_length=50)
    sex = models.CharField(_("性别"), max_length=1, choices=Sex, default=Sex.UNKNOWN)
    birth_on = models.DateField(_("出生日期"), null=True, blank=True)
    id_number = SealedTextField(_("公民身份号码"), blank=True)
    id_number_hash = models.CharField(max_length=64, blank=True, editable=False)
    phone = SealedTextField(_("电话"), blank=True)
    phone_hash = models.CharField(max_length=64, blank=True, editable=False)
    phone_tail = models.CharField(_("电话尾号"), max_length=4, blank=True, editable=False)

    class Meta:
        verbose_name = _("居民")
        constraints = [
            models.UniqueConstraint(
                name="one_person_of_each_id_number",
                fields=["community", "id_number_hash"],
                condition=~Q(id_number_hash=""),
            ),
        ]
        indexes = [
            models.Index(fields=["community", "phone_hash"], name="people_by_phone", condition=~Q(phone_hash=""))
        ]

    def __str__(self) -> str:
        return self.name


class Household(ScopedModel):
    """The people who live behind one door; `head` is found among its members."""

    dwelling = models.ForeignKey(Dwelling, models.PROTECT, related_name="households", verbose_name=_("住处"))
    from_on = models.DateField(_("入住"))
    until_on = models.DateField(_("搬离"), null=True, blank=True)
    last_verified_on = models.DateField(_("核对日期"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="household_leaves_after_it_comes", condition=Q(until_on=None) | Q(until_on__gt=F("from_on"))
            )
        ]


class HouseholdMember(ScopedModel):
    household = models.ForeignKey(Household, models.CASCADE, related_name="members", verbose_name=_("户"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships", verbose_name=_("人"))
    is_head = models.BooleanField(_("户主"), default=False)
    from_on = models.DateField(_("起"))
    until_on = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_head_of_a_household", fields=["household"], condition=Q(is_head=True, until_on=None)
            ),
            ExclusionConstraint(
                name="nobody_lives_in_two_households_at_once",
                expressions=[
                    (F("person"), RangeOperators.EQUAL),
                    (
                        Func(
                            F("from_on"),
                            F("until_on"),
                            RangeBoundary(),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]


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
