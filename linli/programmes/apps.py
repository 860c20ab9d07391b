from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    name = "linli.programmes"
    verbose_name = _("主题活动")

    def ready(self) -> None:
        from . import events, menu, notify, rules  # noqa: F401  declares what others ask for
