"""组织生活: meetings planned with who should come, and what their card needs besides the activity's own record."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Unpack

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.timezone import localdate

from linli.accounts.models import User
from linli.activities import actions as activities
from linli.activities.actions import Wanted
from linli.activities.models import Activity
from linli.fence.asking import ask
from linli.journal.record import record

from .. import events
from ..models import Organisation, OrganisationActivity
from ..queries.rosters import expected_at

FACTS = ("agenda", "observers", "papers", "is_disclosed")


@transaction.atomic
def plan_meeting(
    organisation: Organisation, *, agenda: str = "", is_disclosed: bool = False, expected: Iterable[int] | None = None,
    by: User | None, at: datetime, **wanted: Unpack[Wanted],
) -> OrganisationActivity:  # fmt: skip
    """Plan a meeting of an organisation: an activity, and who should come by the register of that day.

    Raises PlannedAlready for the same meeting twice.
    """
    on = localdate(wanted["starts_at"])
    if expected is None:
        expected = expected_at(organisation, wanted["kinds"], on)
    wanted["origin_label"] = organisation.short_name
    wanted["origin_url"] = reverse("party:organisation", args=[organisation.pk])
    activity = activities.plan_activity(organisation.community, by=by, at=at, expected=expected, **wanted)
    meeting = _number(activity, organisation, agenda=agenda, is_disclosed=is_disclosed)
    record(
        events.MEETING_PLANNED, meeting, by=by, at=at, branch=organisation.short_name, title=activity.title
    )  # fmt: skip
    return meeting


@transaction.atomic
def adopt_activity(activity: Activity, *, organisation: Organisation, by: User, at: datetime) -> OrganisationActivity:
    """Let an activity that was planned without one be a meeting of an organisation; who should come is asked anew."""
    known = OrganisationActivity.objects.filter(activity=activity).first()
    if known is not None:
        return known
    meeting = _number(activity, organisation)
    if not activity.expected.exists():
        people = expected_at(organisation, activity.kinds, localdate(activity.starts_at))
        activities.expect_people(activity, people=people, by=by, at=at)
    record(events.MEETING_PLANNED, meeting, by=by, at=at, branch=organisation.short_name, title=activity.title)
    return meeting


@transaction.atomic
def keep_meeting(meeting: OrganisationActivity, *, by: User, at: datetime, **given: Any) -> None:
    """Keep what the card says besides the activity's own record: agenda, observers, papers, 是否公开."""
    meeting = (
        OrganisationActivity.objects.select_for_update(of=("self",))
        .select_related("activity", "organisation")
        .get(pk=meeting.pk)
    )
    for name in FACTS:
        if name in given:
            setattr(meeting, name, given[name])
    meeting.save(update_fields=[name for name in FACTS if name in given])
    record(
        events.MEETING_KEPT, meeting, by=by, at=at, branch=meeting.organisation.short_name,
        title=meeting.activity.title,
    )  # fmt: skip


def _number(activity: Activity, organisation: Organisation, **given: Any) -> OrganisationActivity:
    year = localdate(activity.starts_at).year
    ask("SELECT pg_advisory_xact_lock(hashtext('party_organisationactivity number'), %s)", [activity.community_id])
    numbers = OrganisationActivity.objects.filter(community=activity.community_id, year=year)
    last = numbers.aggregate(Max("number"))["number__max"] or 0
    return OrganisationActivity.objects.create(
        community=activity.community, activity=activity, organisation=organisation, year=year, number=last + 1, **given
    )
