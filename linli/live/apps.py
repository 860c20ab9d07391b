from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class LiveConfig(AppConfig):
    name = "linli.live"

    def ready(self) -> None:
        autodiscover_modules("hearing")
