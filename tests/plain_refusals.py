"""The addresses of the house, where a refusal is its status and no page: for tests that ask who may, many times over.

What the pages of a refusal say, and to whom, is looked at in linli/web/tests/test_errors.py and in the journeys.
"""

from django.http import HttpRequest, HttpResponse

from linli.config.urls import urlpatterns

__all__ = ["handler403", "handler404", "urlpatterns"]


def handler403(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(status=403)


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(status=404)
