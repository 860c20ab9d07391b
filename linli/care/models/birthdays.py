from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ManyRows
from linli.residents.models import Person


class BirthdayReminder(ManyRows):
    """A keeper was told of a birthday ahead, once: what is on the list is not told again."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("谁"))
    on = models.DateField(_("哪天"))

    class Meta:
        verbose_name = _("生日提醒")
        constraints = [models.UniqueConstraint(fields=["person", "on"], name="a_birthday_is_told_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.on}"
