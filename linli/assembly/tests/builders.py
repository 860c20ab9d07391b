"""Bodies of 桂花社区, for the tests of this room and those above."""

from datetime import date

from linli.assembly.actions import give_seat, start_body
from linli.assembly.models import Body

LONG_AGO = date(2020, 1, 1)


def a_body(town, kind, at, *, name="", by=None, organisation=None, founded_on=LONG_AGO) -> Body:
    name = name or str(Body.Kind(kind).label)
    return start_body(
        town.guihua, kind=kind, name=name, founded_on=founded_on, organisation=organisation, by=by, at=at
    )  # fmt: skip


def a_seat(body, at, *, from_on=LONG_AGO, **given):
    """Seat somebody: `person`, or `name` for who is in no register."""
    return give_seat(body, from_on=from_on, by=None, at=at, **given)


def a_committee(town, at, *people) -> Body:
    """居务监督委员会 with a seat for each of these users, in order; the first is its head."""
    body = a_body(town, "supervision", at)
    for n, user in enumerate(people):
        a_seat(body, at, name=user.name, user=user, post="" if n else "主任")
    return body
