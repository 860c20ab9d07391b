"""What the screen of a room shows: nothing about anybody."""

from typing import Any

from ..models import Ballot, Meeting
from .meetings import agenda_of, quorum_of


def shown_on(meeting: Meeting) -> dict[str, Any]:
    """Return the item now (the first nobody has resolved), the quorum, and a vote that is open with how many voted."""
    agenda = agenda_of(meeting)
    ballot = Ballot.objects.filter(meeting=meeting, closed_at=None, annulled_at=None).first()
    urn = getattr(ballot, "urn", None) if ballot and ballot.is_secret else None
    voted = len(urn.voted) if urn else ballot.open_votes.count() if ballot else 0
    last = (
        Ballot.objects.filter(meeting=meeting, closed_at__isnull=False, annulled_at=None).order_by("-closed_at").first()
    )
    return {
        "meeting": meeting,
        "quorum": quorum_of(meeting),
        "item": next((each for each in agenda if not each.resolutions.all()), None),
        "left": sum(not each.resolutions.all() for each in agenda),
        "ballot": ballot,
        "choices": list(ballot.choices.all()) if ballot else [],
        "voted": voted,
        "last": None if ballot else last,
        "counted": [(each.label, (last.counts or {}).get(each.code, 0)) for each in last.choices.all()]
        if last and not ballot
        else [],
    }
