"""意见: for, against or a concern, before the meeting and in it; answered, and taken up or not."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.web.refusal import Refusal

from .. import events
from ..models import Matter, Meeting, Opinion
from ..queries.sitting import rule_on
from .matters import lock_matter


class NamesAreAskedFor(Refusal):
    pass


@transaction.atomic
def say_opinion(
    matter: Matter,
    *,
    stance: str,
    text: str,
    by: User,
    at: datetime,
    is_anonymous: bool = False,
    said_by: str = "",
    meeting: Meeting | None = None,
) -> Opinion:
    """Say something of a matter. Without a name it is nobody's: no account, no journal line, no hour.

    `said_by` names somebody else, whose words are written down by whoever took them.
    """
    matter = lock_matter(matter)
    if is_anonymous:
        rule = rule_on(matter.body, timezone.localdate(at))
        if rule is None or not rule.takes_anonymous_opinions:
            raise NamesAreAskedFor(_("按议事规则，意见要署名。"), field="is_anonymous")
        at = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    opinion = Opinion.objects.create(
        community_id=matter.community_id, matter=matter, meeting=meeting, stance=stance, text=text,
        is_anonymous=is_anonymous, by=None if is_anonymous else by, said_by="" if is_anonymous else said_by, at=at,
    )  # fmt: skip
    if not is_anonymous:
        record(events.OPINION_SAID, matter, by=by, at=at, stance=stance)
    return opinion


@transaction.atomic
def reply_opinion(opinion: Opinion, *, reply: str, is_adopted: bool | None, by: User, at: datetime) -> Opinion:
    """采纳情况: taken up or not, and why."""
    opinion = Opinion.objects.select_for_update().get(pk=opinion.pk)
    opinion.reply, opinion.is_adopted, opinion.replied_by, opinion.replied_at = reply, is_adopted, by, at
    opinion.save(update_fields=["reply", "is_adopted", "replied_by", "replied_at"])
    record(events.OPINION_ANSWERED, Matter.objects.get(pk=opinion.matter_id), by=by, at=at, opinion=opinion.pk)
    return opinion
