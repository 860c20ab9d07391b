from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssemblyConfig(AppConfig):
    name = "linli.assembly"
    verbose_name = _("议事")

    def ready(self) -> None:
        from . import events, hearing, menu, notify, rules  # noqa: F401  declares what other rooms show of this one
        from .queries import calendar  # noqa: F401
