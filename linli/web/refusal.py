"""The one place where a rule of the house that said no becomes a page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from .requests import behind_fence
from .typed import way_back, what_was_typed

CONFLICT = 409


class Refusal(Exception):
    """A rule said no. The message is a whole sentence for the person: what is refused, why, and the right door.

    `field` names the input it is about, if it is about one. A subclass may bring its sentence as `message`.
    """

    message: str = ""

    def __init__(self, message: str = "", *, field: str | None = None) -> None:
        self.field = field
        super().__init__(message or self.message)

    def __str__(self) -> str:
        return str(self.args[0])


class RefusalMiddleware:
    """Answers a Refusal with 409 and gives back what was typed.

    Nothing is half done: ATOMIC_REQUESTS wraps the view alone, so when an exception arrives here its transaction has
    been rolled back already.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        if is_partial(request):
            return notice(str(exception), status=CONFLICT)
        said = {"refusal": exception, "typed": what_was_typed(request), "back": way_back(request)}
        with behind_fence(request):
            return render(request, "ui/refusal.html", said, status=CONFLICT)


def is_partial(request: HttpRequest) -> bool:
    """Whether a piece of a page was asked for, not a page (a boosted link asks for a page)."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"


def notice(sentence: str, *, status: int, tone: str = "vermilion") -> HttpResponse:
    """A notice for the top of the page that asked; the form it came from stays as it was."""
    response = HttpResponse(render_to_string("ui/notice.html", {"sentence": sentence, "tone": tone}), status=status)
    response.headers["HX-Retarget"] = "#notices"
    response.headers["HX-Reswap"] = "innerHTML show:top"
    return response
