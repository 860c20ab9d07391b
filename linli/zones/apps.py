from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ZonesConfig(AppConfig):
    name = "linli.zones"
    verbose_name = _("责任区")

    def ready(self) -> None:
        from . import menu, rules  # noqa: F401  declares permissions and menu entries
