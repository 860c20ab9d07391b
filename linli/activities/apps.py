from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActivitiesConfig(AppConfig):
    name = "linli.activities"
    verbose_name = _("活动")

    def ready(self) -> None:
        from . import chapter, events, ledgers, menu, rules  # noqa: F401  declares what others ask for

        chapter.declare()
