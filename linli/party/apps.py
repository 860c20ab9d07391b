from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartyConfig(AppConfig):
    name = "linli.party"
    verbose_name = _("党务")

    def ready(self) -> None:
        from . import chapters, incoming, menu, rules, tables  # noqa: F401  declares what other rooms show of this one
