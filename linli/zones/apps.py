from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ZonesConfig(AppConfig):
    name = "linli.zones"
    verbose_name = _("责任区")

    def ready(self) -> None:
        from . import incoming, menu, rules  # noqa: F401  declares permissions, menu entries and a table to bring
