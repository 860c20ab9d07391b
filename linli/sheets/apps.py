from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SheetsConfig(AppConfig):
    name = "linli.sheets"
    verbose_name = _("表格")

    def ready(self) -> None:
        from . import events, ledgers, menu, rules  # noqa: F401  declares verbs, an export, permissions
