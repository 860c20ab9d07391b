"""Every address of the house."""

from django.urls import include, path

from linli.web import errors
from linli.web.views import favicon

from . import health

urlpatterns = [
    path("", include("linli.cases.urls")),
    path("figures/", include("linli.reports.urls")),
    path("notices/", include("linli.notices.urls")),
    path("accounts/", include("linli.accounts.urls")),
    path("sign-in/", include("allauth.urls")),
    path("web/", include("linli.web.urls")),
    path("favicon.ico", favicon),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]

handler400, handler403 = errors.bad_request, errors.permission_denied
handler404, handler500 = errors.page_not_found, errors.server_error
handler429 = errors.too_many_requests  # asked for by allauth
