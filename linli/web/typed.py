"""What a person typed into a form that was not accepted, so that a page can hand it back."""

import re
from functools import cache
from urllib.parse import urlsplit

from django.apps import apps
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

_NEVER = re.compile(r"password|secret|token|credential|otp", re.IGNORECASE)
_PICKED = re.compile(r"[A-Za-z0-9_.:+-]{1,40}")
_NUMBER = re.compile(r"[0-9-]{5,}")


def what_was_typed(request: HttpRequest) -> list[str]:
    """The sentences and numbers of a submitted form, in its order.

    Left out: passwords, tokens, and values that were picked rather than typed (keys, codes, moments).
    """
    if request.method != "POST":
        return []
    return [
        value.strip()
        for name, values in request.POST.lists()
        if not _NEVER.search(name) and name != "next"
        for value in values
        if isinstance(value, str) and _typed(value.strip()) and value not in _codes().get(name, ())
    ]


@cache
def _codes() -> dict[str, set[str]]:
    """The codes that can be chosen, by the name of their field: some are of several words, and look typed."""
    codes: dict[str, set[str]] = {}
    for model in apps.get_models():
        for field in model._meta.fields:  # noqa: SLF001 - public by its name in Django
            codes.setdefault(field.name, set()).update(str(code) for code, _label in field.flatchoices)
    return codes


def _typed(value: str) -> bool:
    if not value or _looks_like_a_moment(value):
        return False
    return bool(_NUMBER.fullmatch(value)) or not _PICKED.fullmatch(value)


def _looks_like_a_moment(value: str) -> bool:
    return bool(re.fullmatch(r"\d{4}-\d\d-\d\d(T[\d:.+Z-]+)?", value))


def way_back(request: HttpRequest) -> str:
    """The page the request came from, if it is one of ours; otherwise this page itself, or the start."""
    came_from = request.headers.get("Referer", "")
    if is_ours(request, came_from):
        parts = urlsplit(came_from)
        return parts.path + (f"?{parts.query}" if parts.query else "")
    return "/" if request.method == "GET" else request.path


def is_ours(request: HttpRequest, url: str) -> bool:
    return url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
