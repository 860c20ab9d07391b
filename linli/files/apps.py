from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "linli.files"
    verbose_name = _("照片和文件")

    def ready(self) -> None:
        from . import events, rules  # noqa: F401  declares verbs and permissions
