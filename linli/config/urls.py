"""Every address of the house."""

from django.urls import include, path, re_path

from linli.accounts.views import pages
from linli.web import errors
from linli.web.views import favicon

from . import health

urlpatterns = [
    path("", include("linli.cases.urls")),
    path("residents/", include("linli.residents.urls")),
    path("zones/", include("linli.zones.urls")),
    path("activities/", include("linli.activities.urls")),
    path("party/", include("linli.party.urls")),
    path("care/", include("linli.care.urls")),
    path("assembly/", include("linli.assembly.urls")),
    path("alliance/", include("linli.alliance.urls")),
    path("programmes/", include("linli.programmes.urls")),
    path("rota/", include("linli.rota.urls")),
    path("figures/", include("linli.reports.urls")),
    path("sheets/", include("linli.sheets.urls")),
    path("notices/", include("linli.notices.urls")),
    path("files/", include("linli.files.urls")),
    path("accounts/", include("linli.accounts.urls")),
    # what allauth would do by e-mail is not here: nobody has to have an address, and no page sends any
    path("sign-in/password/reset/", pages.forgotten_password),
    re_path(r"^sign-in/(email|confirm-email|login/code|password/reset)/", pages.not_here),
    path("sign-in/", include("allauth.urls")),
    path("web/", include("linli.web.urls")),
    path("favicon.ico", favicon),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]

handler400, handler403 = errors.bad_request, errors.permission_denied
handler404, handler500 = errors.page_not_found, errors.server_error
handler429 = errors.too_many_requests  # asked for by allauth
