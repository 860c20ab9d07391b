"""A reader's notices, with the words they say."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from linli.accounts.models import User
from linli.fence.asking import ask
from linli.journal.queries import subjects_of
from linli.journal.record import sentence_of

from .models import Notice

READ = (
    "link", "urgency", "told_at", "read_at", "event__verb", "event__at", "event__facts", "event__subject_type_id",
    "event__subject_id", "event__actor__name",
)  # fmt: skip
"""What a notice says is made of these; of whoever did it only the name, not the sealed number."""


def notices_of(user: User) -> QuerySet[Notice]:
    """Return the notices of `user` in the communities they act in; order and page them by `told_at`."""
    return Notice.objects.visible_to(user).filter(reader=user).select_related("event__actor").only(*READ)


@dataclass(frozen=True)
class Told:
    """One notice as it reads now: what happened, to what, and where it leads."""

    notice: Notice
    sentence: str
    subject: Any


def read_out(notices: list[Notice]) -> list[Told]:
    """Return the words of notices; the subjects are fetched together, one query a kind."""
    subjects = subjects_of(notice.event for notice in notices)
    return [Told(notice, sentence_of(notice.event), subjects.get(notice.event_id)) for notice in notices]


@dataclass(frozen=True)
class Waiting:
    """Events of one community nobody has been told of yet, oldest first."""

    community_id: int
    event_ids: list[int]


def what_waits(most: int) -> list[Waiting]:
    """Return what may be told now, as parts to be told together: what failed before is told alone."""
    rows = ask(
        """SELECT community_id, event_id, tries FROM notices_untold WHERE tell_at <= clock_timestamp()
        ORDER BY event_id LIMIT %s""",
        [most],
    )
    fresh: dict[int, Waiting] = {}
    again: list[Waiting] = []
    for community_id, event_id, tries in rows:
        if tries:
            again.append(Waiting(community_id, [event_id]))
        else:
            fresh.setdefault(community_id, Waiting(community_id, [])).event_ids.append(event_id)
    return [*fresh.values(), *again]


def seconds_late() -> float:
    """Return how long the oldest event waits that nobody has tried to tell of; 0 when none does."""
    ((seconds,),) = ask(
        """SELECT coalesce(extract(epoch FROM clock_timestamp() - min(tell_at)), 0)
        FROM notices_untold WHERE tries = 0"""
    )
    return float(seconds)
