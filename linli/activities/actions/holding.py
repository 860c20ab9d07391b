"""An activity was held: when it really began and ended, what was done, what was decided."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.web.refusal import Refusal

from .. import events
from ..models import Activity
from .locking import locked


class NotYet(Refusal):
    pass


@transaction.atomic
def record_held(
    activity: Activity,
    *,
    started_at: datetime,
    ended_at: datetime,
    summary: str,
    decisions: str = "",
    helped: int | None = None,
    sessions: int = 1,
    by: User | None,
    at: datetime,
) -> Activity:
    """Write the record of an activity: from now on it counts. Written again, it is mended."""
    activity = locked(activity)
    if started_at > at:
        raise NotYet(_("还没到的活动不能记成已办。"), field="started_at")
    activity.started_at, activity.ended_at, activity.sessions = started_at, ended_at, sessions
    activity.summary, activity.decisions, activity.helped = summary, decisions, helped
    activity.save(update_fields=["started_at", "ended_at", "sessions", "summary", "decisions", "helped"])
    record(events.HELD, activity, by=by, at=at, title=activity.title, starts_at=started_at)
    return activity
