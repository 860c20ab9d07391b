"""An activity under its lock: two people at the door, one free place, and the database decides."""

from django.utils.translation import gettext as _

from linli.web.refusal import Refusal

from ..models import Activity


class ActivityIsOff(Refusal):
    """It was cancelled: nobody signs up, nobody is ticked."""


def locked(activity: Activity) -> Activity:
    """Return the activity as it is now, locked until the transaction ends; refuse when it was cancelled."""
    found = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if found.is_cancelled:
        raise ActivityIsOff(_("这次活动已经取消了：{reason}").format(reason=found.cancel_reason))
    return found
