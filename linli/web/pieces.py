"""Pieces of a page that is open: <live-region> fetches them anew through the very view that drew them.

The page asks its own address for them by name in a header. A view that draws with `render_live` sends just those; any
other view sends the whole page, and the script takes its pieces out of it.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

PIECES = "Live-Pieces"


def pieces_wanted(request: HttpRequest) -> frozenset[str]:
    """Return the names of the pieces asked for; none when the page itself is."""
    return frozenset(name for name in request.headers.get(PIECES, "").split(",") if name)


def render_live(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, pieces: Mapping[str, str]
) -> HttpResponse:
    """Draw a page, or those of its pieces that were asked for.

    `pieces` names the template of each: a partial of this one, "cases/desk.html#queue", or a file. Costly parts of the
    context are best given as functions: a piece that does not show them asks nothing.
    """
    wanted = pieces_wanted(request)
    if not wanted or not wanted <= set(pieces):
        return render(request, template, dict(context))
    response = HttpResponse("".join(render_to_string(pieces[name], dict(context), request) for name in sorted(wanted)))
    response.headers["Cache-Control"] = "no-store"
    return response
