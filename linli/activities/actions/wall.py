"""The code on the wall is replaced when a photo of it went where it should not."""

import secrets
from datetime import datetime

from django.db import transaction

from linli.accounts.models import User
from linli.journal.record import record

from .. import events
from ..models import Activity
from .locking import locked


def new_secret() -> str:
    return secrets.token_urlsafe(12)


@transaction.atomic
def renew_wall_code(activity: Activity, *, by: User, at: datetime) -> Activity:
    """Make a new code; whatever was printed before leads nowhere."""
    activity = locked(activity)
    activity.wall_secret = new_secret()
    activity.save(update_fields=["wall_secret"])
    record(events.WALL_CODE_MADE, activity, by=by, at=at, title=activity.title)
    return activity
