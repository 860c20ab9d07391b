from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ManyRows

from .people import Person


class Sharing(ManyRows):
    """对外提供: personal data that left the house: to whom, which fields, on what ground (个人信息保护法 21, 23).

    `count` is how many people it was about; who they are stands in SharedPerson while they are on the register.
    """

    class Basis(models.TextChoices):
        CONSENT = "consent", _("本人单独同意")
        DUTY = "duty", _("法定职责")
        CONTRACT = "contract", _("委托处理协议")
        EMERGENCY = "emergency", _("紧急情况")
        OWN_REQUEST = "own_request", _("本人要求转给对方")

    recipient = models.CharField(_("给了谁"), max_length=120)
    fields = models.CharField(_("哪些内容"), max_length=300)
    basis = models.CharField(_("凭什么"), max_length=11, choices=Basis)
    purpose = models.CharField(_("做什么用"), max_length=200)
    count = models.PositiveIntegerField(_("多少人"))
    at = models.DateTimeField(_("什么时候"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )

    class Meta:
        verbose_name = _("对外提供记录")
        indexes = [models.Index(fields=["community", "-at", "-id"], name="sharings_of_a_community")]
        constraints = [
            models.CheckConstraint(
                name="sharing_says_to_whom_what_and_why", condition=~Q(recipient="") & ~Q(fields="") & ~Q(purpose="")
            ),
            models.CheckConstraint(name="sharing_is_about_somebody", condition=Q(count__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.recipient} {self.fields}"


class SharedPerson(ManyRows):
    """One of the people a sharing was about: what the person is told who asks where their data went."""

    sharing = models.ForeignKey(Sharing, models.CASCADE, related_name="people")
    person = models.ForeignKey(Person, models.CASCADE, related_name="sharings")

    class Meta:
        constraints = [models.UniqueConstraint(name="shared_once_in_a_sharing", fields=["sharing", "person"])]

    def __str__(self) -> str:
        return str(self.person_id)
