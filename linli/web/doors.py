from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http.response import HttpResponseBase

View = Callable[..., HttpResponseBase]


def public(view: View) -> View:
    """A page anybody may open, and said so where the permissions of all pages are checked.

    It opens no fence by itself; a page that needs one opens it only as far as one thing reaches.
    """
    view.permission = "public"  # type: ignore[attr-defined]  # read by the test of all doors
    return login_not_required(view)
