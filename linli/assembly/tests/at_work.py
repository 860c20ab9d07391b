"""Deciding together in the first community, for the tests of every page and every stranger."""

from typing import Any

from linli.assembly.actions import ask_swap

from .builders import a_body, a_committee, a_conference, pass_on


def assembly_at_work(town, now) -> dict[str, list[Any]]:
    """Return the URL words of what a page of this room can be about."""
    conference = a_conference(town, now, count=3, terms=3, liaison=town.keeper_wei)
    pass_on(conference, now, by=town.secretary_liao)
    asked, other = conference.terms.filter(status="planned").order_by("number")
    swap = ask_swap(asked, asked=other, reason="正在换届", by=town.secretary_liao, at=now)
    body = a_committee(town, now, town.keeper_li, town.secretary_liao)
    a_body(town, "residents", now)
    return {
        "body": [body.pk], "seat": [body.seats.first().pk], "conference": [conference.pk],
        "turn": [conference.turns.first().pk], "term": [asked.pk], "chair_swap": [swap.pk],
        "chair": [conference.terms.get(status="active").pk],
    }  # fmt: skip
