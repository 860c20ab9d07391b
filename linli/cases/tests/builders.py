"""Things tests begin with, made by the room's own actions."""

from datetime import datetime

from linli.cases.actions import Appeal, register_case
from linli.cases.models import Case, Category, Channel


def category(code: str = "municipal.drain") -> Category:
    """Return a category of the reference content (loaded into the template database)."""
    return Category.objects.get(code=code)


def an_appeal(**but) -> Appeal:
    given = {
        "content": "门口水沟堵了，污水漫到路面。",
        "category": category(),
        "channel": Channel.HOTLINE,
        "place_text": "建安街38号门口",
        "name": "黄女士",
        "phone": "+8613800000001",
    }
    return Appeal(**{**given, **but})


def a_case(town, *, at: datetime, by=None, **but) -> Case:
    """Return a drain case at 建安街 38 号, received at `at` and offered to the lead keeper."""
    return register_case(town.guihua, an_appeal(**but), by=by or town.operator_lin, at=at)
