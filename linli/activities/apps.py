from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActivitiesConfig(AppConfig):
    name = "linli.activities"
    verbose_name = _("活动")

    def ready(self) -> None:
        from . import events, rules  # noqa: F401  declares verbs and permissions
