from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ScopedModel
from linli.files.models import File

from .case import Case


class CaseFile(ScopedModel):
    """A photo or document of a case, and at which step it was attached."""

    class Step(models.TextChoices):
        INTAKE = "intake", _("登记时")
        ARRIVAL = "arrival", _("到场时")
        REMARK = "remark", _("办理中")
        HELP = "help", _("协办反馈")
        RESOLUTION = "resolution", _("办结时")
        RESIDENT = "resident", _("居民补充")

    case = models.ForeignKey(Case, models.CASCADE, related_name="case_files")
    file = models.OneToOneField(File, models.PROTECT, related_name="+")
    step = models.CharField(_("哪一步"), max_length=10, choices=Step)

    class Meta:
        verbose_name = _("诉求的文件")
        indexes = [models.Index(fields=["case", "file"], name="files_of_a_case")]

    def __str__(self) -> str:
        return str(self.file)
