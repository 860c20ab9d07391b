from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RotaConfig(AppConfig):
    name = "linli.rota"
    verbose_name = _("排班")

    def ready(self) -> None:
        from linli.journal.record import on_record

        from . import menu, rules  # noqa: F401  declares permissions and menu entries
        from .jobs import look_after

        on_record(look_after)
