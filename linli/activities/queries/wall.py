"""The code on the wall: what it opens, for how long, and who somebody is who only says name and phone end."""

from datetime import datetime, timedelta

from django.core.signing import BadSignature, Signer
from django.utils.crypto import constant_time_compare

from linli.fence.rows import open_fence
from linli.residents.models import Person

from ..models import Activity

EARLY, LATE = timedelta(hours=1), timedelta(minutes=30)
"""The code opens so long before the beginning, and until so long after the end."""
_signer = Signer(salt="linli activity wall", sep="~")


def word_of(activity: Activity) -> str:
    """Return the secret word of the code on the wall. It is signed: a guess is known at once."""
    return _signer.sign(f"{activity.community_id}-{activity.pk}-{activity.wall_secret}")


def activity_behind(word: str) -> Activity | None:
    """Open the fence of the activity's community and return it; None when the code is nobody's or was replaced."""
    try:
        community, pk, secret = _signer.unsign(word).split("-", 2)
    except (BadSignature, ValueError):
        return None
    open_fence([int(community)])
    found = Activity.objects.select_related("community", "door__lane").filter(pk=pk).first()
    if found is None or not found.wall_secret or not constant_time_compare(found.wall_secret, secret):
        return None
    return found


def is_open(activity: Activity, now: datetime) -> bool:
    """Say whether people may say now that they are here."""
    return not activity.is_cancelled and activity.starts_at - EARLY <= now <= activity.ends_at + LATE


def who_says_so(activity: Activity, *, name: str, phone_end: str) -> Person | None:
    """Return the one person of the register with this name and phone end; None when there is none, or more than one."""
    same = Person.objects.filter(community=activity.community_id, name=name, phone_tail=phone_end)
    found = list(same.filter(merged_into=None, frozen_on=None, died_on=None)[:2])
    return found[0] if len(found) == 1 else None
