from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "linli.reports"
    verbose_name = _("总览")

    def ready(self) -> None:
        from . import menu, rules  # noqa: F401  declares permissions and menu entries
