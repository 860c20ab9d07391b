from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NoticesConfig(AppConfig):
    name = "linli.notices"

    def ready(self) -> None:
        from linli.journal.record import on_record

        from . import menu, rules  # noqa: F401  declares permissions and menu entries
        from .jobs import tell_people_of, tell_people_of_many

        autodiscover_modules("notify")
        on_record(tell_people_of, of_many=tell_people_of_many)
