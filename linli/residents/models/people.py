from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ManyRows
from linli.fence.sealing import SealedTextField

from .. import codes, dates


class Person(ManyRows):
    """Somebody of the register. An identity number is never required and never a key: many have none.

    `birth_on` is the solar day; of it only as much is known as `birth_precision` says (the rest is 1). Who keeps the
    lunar birthday has its month and day beside it, and `birth_as_told` keeps the words it was told in.
    Who is frozen is kept and shown to nobody at work; an anonymised row is left only where others refer to it.
    `pinyin` is in syllables without tones ("qin juan"), `initials` its first letters; a clerk may correct it by hand.
    """

    class Sex(models.TextChoices):
        UNKNOWN = "0", _("未知")
        MALE = "1", _("男")
        FEMALE = "2", _("女")
        NOT_SAID = "9", _("未说明")

    class Precision(models.TextChoices):
        DAY = "day", _("到日")
        MONTH = "month", _("到月")
        YEAR = "year", _("到年")

    name = models.CharField(_("姓名"), max_length=50)
    former_name = models.CharField(_("曾用名"), max_length=50, blank=True)
    pinyin = models.CharField(_("拼音"), max_length=160, blank=True, db_collation="C")
    initials = models.CharField(max_length=40, blank=True, editable=False)
    pinyin_is_by_hand = models.BooleanField(_("拼音已由人改过"), default=False)
    sex = models.CharField(_("性别"), max_length=1, choices=Sex, default=Sex.UNKNOWN)
    ethnicity = models.CharField(_("民族"), max_length=2, blank=True)
    native_place = models.CharField(_("籍贯"), max_length=60, blank=True)
    education = models.CharField(_("学历"), max_length=2, blank=True)
    birth_on = models.DateField(_("出生日期"), null=True, blank=True)
    birth_precision = models.CharField(_("出生日期准到"), max_length=5, choices=Precision, default=Precision.DAY)
    birth_as_told = models.CharField(_("出生日期原话"), max_length=40, blank=True)
    lunar_month = models.PositiveSmallIntegerField(_("农历月"), null=True, blank=True)
    lunar_day = models.PositiveSmallIntegerField(_("农历日"), null=True, blank=True)
    id_kind = models.CharField(_("证件种类"), max_length=3, default="111")
    id_number = SealedTextField(_("证件号码"), blank=True)
    id_number_hash = models.CharField(max_length=64, blank=True, editable=False)
    phone = SealedTextField(_("电话"), blank=True)
    phone_hash = models.CharField(max_length=64, blank=True, editable=False)
    phone_tail = models.CharField(_("电话尾号"), max_length=4, blank=True, editable=False)
    landline = SealedTextField(_("固定电话"), blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="person", verbose_name=_("账号")
    )
    died_on = models.DateField(_("去世日期"), null=True, blank=True)
    last_verified_on = models.DateField(_("核对日期"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    frozen_on = models.DateField(_("停用日期"), null=True, blank=True)
    frozen_because = models.CharField(_("停用原因"), max_length=200, blank=True)
    anonymised_on = models.DateField(_("去掉姓名等信息的日期"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_from", verbose_name=_("并入")
    )

    class Meta:
        verbose_name = _("居民")
        constraints = [
            models.UniqueConstraint(
                name="one_person_of_each_id_number",
                fields=["community", "id_number_hash"],
                condition=~Q(id_number_hash="") & Q(merged_into=None),
            ),
            models.CheckConstraint(
                name="an_anonymised_person_is_nobody",
                condition=Q(anonymised_on=None)
                | Q(
                    frozen_on__isnull=False,
                    user=None,
                    birth_on=None,
                    lunar_month=None,
                    former_name="",
                    pinyin="",
                    id_number_hash="",
                    phone_hash="",
                    phone_tail="",
                ),
            ),
            models.CheckConstraint(name="nobody_is_merged_into_themselves", condition=~Q(merged_into=F("pk"))),
            models.CheckConstraint(
                name="a_lunar_birthday_has_month_and_day",
                condition=Q(lunar_month=None, lunar_day=None) | Q(lunar_month__range=(1, 12), lunar_day__range=(1, 30)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["community", "phone_hash", "pinyin"], name="people_by_phone", condition=~Q(phone_hash="")
            ),
            models.Index(
                fields=["community", "phone_tail"],
                name="people_by_end_of_phone",
                condition=~Q(phone_tail="") & Q(merged_into=None),
            ),
            models.Index(fields=["community", "pinyin", "id"], name="people_in_order", condition=Q(merged_into=None)),
            models.Index(
                fields=["community", "name", "birth_on"], name="people_of_one_name", condition=Q(merged_into=None)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def born(self) -> dates.Known:
        """What is known of the birth, as `residents.dates` reads and says it."""
        return dates.Known(self.birth_on, self.birth_precision, self.lunar_month, self.lunar_day)

    @property
    def birth_words(self) -> str:
        """The birth as a ledger writes it, with the lunar birthday of who keeps one: 1953-08-01，农历六月廿二."""
        said = dates.say_day(self.birth_on, self.birth_precision), dates.say_lunar(self.lunar_month, self.lunar_day)
        return "，".join(part for part in said if part)  # catalogue: data

    @property
    def ethnicity_label(self) -> str:
        return codes.ETHNICITY.label(self.ethnicity)

    @property
    def education_label(self) -> str:
        return codes.EDUCATION.label(self.education)

    @property
    def id_kind_label(self) -> str:
        return codes.ID_KIND.label(self.id_kind)
