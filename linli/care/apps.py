from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CareConfig(AppConfig):
    name = "linli.care"
    verbose_name = _("关怀")

    def ready(self) -> None:
        from . import chapter, events, ledgers, menu, rules  # noqa: F401  declares what others ask for
