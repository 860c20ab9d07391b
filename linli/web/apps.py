from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _

FINDER = "linli.web.bundles.BundleFinder"


class WebConfig(AppConfig):
    name = "linli.web"
    verbose_name = _("页面")

    def ready(self) -> None:
        # The stylesheet and the script exist only through our finder: without it every page would be bare.
        if FINDER not in settings.STATICFILES_FINDERS:
            settings.STATICFILES_FINDERS = [FINDER, *settings.STATICFILES_FINDERS]
