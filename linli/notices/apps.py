from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NoticesConfig(AppConfig):
    name = "linli.notices"

    def ready(self) -> None:
        from linli.journal.record import on_record

        from . import menu, rules  # noqa: F401  declares permissions and menu entries
        from .actions import let_wait

        autodiscover_modules("notify")
        on_record(let_wait)
