from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ScopedModel
from linli.files.models import File

from .activities import Activity


class ActivityFile(ScopedModel):
    """A photo or document of an activity. `people_were_asked`: whoever can be recognised agreed to its being shown."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="activity_files")
    file = models.OneToOneField(File, models.PROTECT, related_name="+")
    people_were_asked = models.BooleanField(_("照片里的人都同意了"), default=False)

    class Meta:
        verbose_name = _("活动的文件")

    def __str__(self) -> str:
        return str(self.file)
