"""What left the house on paper, and why."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from linli.accounts.models import User
from linli.journal.record import record
from linli.residents.models import Reading
from linli.territory.models import Community

from .. import events
from ..models import Member, Organisation


@transaction.atomic
def note_card_printed(member: Member, *, by: User, at: datetime) -> None:
    """Remember who printed a member's card."""
    record(events.CARD_PRINTED, member, by=by, at=at, card=member.card_number)


@transaction.atomic
def note_register_taken(
    community: Community, shown: QuerySet[Member] | None, *, count: int, reason: str, by: User, at: datetime
) -> None:
    """Remember who printed the register and what for; `shown` are those whose whole numbers stand on it."""
    if shown is not None:
        note_copies(shown, community_id=community.pk, reason=reason, by=by, at=at)
    about = Organisation.objects.filter(community=community).order_by("pk").first()
    if about is not None:
        record(events.REGISTER_TAKEN, about, by=by, at=at, count=count, reason=reason)


@transaction.atomic
def note_copies(members: QuerySet[Member], *, community_id: int, reason: str, by: User, at: datetime) -> None:
    """Let everybody whose numbers left the house find who read them, and why: in one statement."""
    Reading.objects.bulk_create(
        [
            Reading(
                community_id=community_id, person_id=key, reader=by, duty=str(by.duty_in(community_id)),
                part=Reading.Part.COPY, reason=reason, on=timezone.localdate(at), first_at=at, last_at=at,
            )
            for key in members.order_by("pk").values_list("person_id", flat=True)
        ],
        ignore_conflicts=True,
    )  # fmt: skip
