from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResidentsConfig(AppConfig):
    name = "linli.residents"
    verbose_name = _("居民")

    def ready(self) -> None:
        from . import ledgers, menu, rules, tables  # noqa: F401  declares tables out and in, menu entries, permissions
