from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "linli.cases"
    verbose_name = _("诉求")

    def ready(self) -> None:
        from . import menu, orders, rules, tables  # noqa: F401  declares permissions, menu entries and what tables bring
