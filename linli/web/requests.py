"""Every request gets a number: in its answer (X-Request-Id), in each of its log lines and on the error page."""

import logging
import re
import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

_number: ContextVar[str] = ContextVar("request_number", default="-")
_ACCEPTABLE = re.compile(r"[A-Za-z0-9-]{8,64}")


def request_number() -> str:
    """The number of the request being answered, "-" outside of one."""
    return _number.get()


def behind_fence(request: HttpRequest) -> AbstractContextManager[None]:
    """What a page that says no is drawn in, so that its frame counts as every page's does.

    A room above may set `behind_fence` on the request; nobody signed in has rows of their own.
    """
    opened: Callable[[], AbstractContextManager[None]] = getattr(request, "behind_fence", nullcontext)
    return opened()


class RequestNumberMiddleware:
    """Takes the number the proxy in front gave, or makes one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "")
        number = given if _ACCEPTABLE.fullmatch(given) else secrets.token_hex(8)
        _number.set(number)  # not reset: Django logs refused answers after the outermost middleware has returned
        response = self.get_response(request)
        response.headers["X-Request-Id"] = number
        return response


class RequestNumberFilter(logging.Filter):
    """Writes the number into each log record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_number = request_number()
        return True


_SECRET = re.compile(r"(/answer/)[^/?#\s\"']+")
"""Addresses whose next part lets somebody in: what a unit was given to answer with."""


class SecretAddressFilter(logging.Filter):
    """Takes what lets somebody in out of each log record, wherever in it an address stands."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = _without_secrets(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(_without_secrets(each) for each in record.args)
        record.__dict__.pop("request", None)  # Django puts the whole request beside the line
        return True


def _without_secrets(part: object) -> object:
    return _SECRET.sub(r"\1…", part) if isinstance(part, str) else part
