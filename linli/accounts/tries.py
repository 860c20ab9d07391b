"""Counting, in the shared cache, how often something was tried from one place within an hour."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

SECONDS = 3600


def tries(name: str, of: str) -> int:
    return int(cache.get(f"{name}:{of}", 0))


def count_try(name: str, of: str) -> None:
    cache.set(f"{name}:{of}", tries(name, of) + 1, SECONDS)


def place_of(request: HttpRequest) -> str:
    """Return the address a request came from, as the sign-in page sees it."""
    return str(get_adapter().get_client_ip(request))
