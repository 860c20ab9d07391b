"""Deciding together in the first community, for the tests of every page and every stranger."""

from typing import Any

from .builders import a_body, a_committee


def assembly_at_work(town, now) -> dict[str, list[Any]]:
    """Return the URL words of what a page of this room can be about."""
    body = a_committee(town, now, town.keeper_li, town.secretary_liao)
    a_body(town, "residents", now)
    return {"body": [body.pk], "seat": [body.seats.first().pk]}
