"""One activity: looked at, signed up for, left."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.doors import SignedInRequest, admits
from linli.files.models import State
from linli.residents.queries import readable_by
from linli.web.downloads import file_answer

from .. import actions
from ..forms import SignUpForm
from ..models import Activity, ActivityFile, SignUp, Standing
from ..queries import counts_of, roll_of
from ..queries.calendar import written
from ..queries.mine import own_part, person_of, sign_up_is_open
from .doors import activity_in_url, done, sign_up_in_url

DOABLE = (
    "change_activity", "cancel_activity", "sign_up_somebody", "take_attendance", "record_held", "expect_people",
)  # fmt: skip


@require_safe
@admits("activities.view_activities", to=activity_in_url)
def activity(request: SignedInRequest, activity: Activity) -> HttpResponse:
    """For everybody: what, when, where, and one's own part. Who is on it is for those who plan or run it."""
    now = timezone.now()
    may = {name: request.user.has_perm(f"activities.{name}", activity) for name in DOABLE}
    counts, standing = counts_of([activity.pk])[activity.pk], activity.standing_at(now)
    context: dict[str, Any] = {
        "activity": activity,
        "standing": standing,
        "counts": counts,
        "own": own_part(request.user, activity),
        "is_open": sign_up_is_open(activity, now),
        "is_full": activity.capacity is not None and counts.going >= activity.capacity,
        "is_ahead": standing in {Standing.COMING, Standing.RUNNING},
        "may": may,
        "now": now,
        "photos": _photos(activity, keeps=may["take_attendance"]),
    }
    if may["take_attendance"]:
        context |= _for_who_runs_it(activity)
    return render(request, "activities/activity.html", context)


def _for_who_runs_it(activity: Activity) -> dict[str, Any]:
    rows = SignUp.objects.filter(activity=activity).select_related("person")
    sign_ups = list(rows.exclude(state=SignUp.State.WITHDRAWN).order_by("state", "signed_at", "pk"))
    to_call = [row for row in sign_ups if row.person is None or row.person.user_id is None]
    return {
        "sign_ups": sign_ups,
        "to_call": to_call if activity.is_cancelled else [],
        "roll": roll_of(activity),
        "guests": list(activity.guests.all()),
    }


def _photos(activity: Activity, *, keeps: bool) -> list[ActivityFile]:
    """Return what is attached: to who keeps it everything, to others what is shown on purpose."""
    rows = ActivityFile.objects.filter(activity=activity, file__removed_at=None).select_related("file")
    if not keeps:
        rows = rows.filter(file__is_public=True, file__state=State.READY, people_were_asked=True)
    return list(rows.order_by("file__position", "file_id"))


@require_POST
@admits("activities.sign_up", to=activity_in_url)
def own_sign_up(request: SignedInRequest, activity: Activity) -> HttpResponse:
    """Sign oneself up; without a link to the register the hotline or the office does it."""
    person = person_of(request.user, activity.community_id)
    if person is None:
        raise actions.CannotSignUp(_("您的账号还没有和居民登记连上，请让社区的同志替您报名。"))
    row = actions.sign_up(activity, person=person, by=request.user, at=timezone.now())
    said = _("报上名了。") if row.state == SignUp.State.GOING else _("名额满了，先排上候补，有空位马上告诉您。")
    return done(request, said, "activities:activity", activity.pk)


@require_http_methods(["GET", "POST"])
@admits("activities.sign_up_somebody", to=activity_in_url)
def new_sign_up(request: SignedInRequest, activity: Activity) -> HttpResponse:
    people = readable_by(request.user, timezone.localdate())
    form = SignUpForm(request.POST or None, people=people)
    if not form.is_valid():
        return render(request, "activities/sign_up.html", {"form": form, "activity": activity})
    row = actions.sign_up(activity, by=request.user, at=timezone.now(), any_time=True, **form.cleaned_data)
    said = _("{name}报上名了。") if row.state == SignUp.State.GOING else _("名额满了，{name}先排候补。")
    return done(request, said.format(name=row.name), "activities:activity", activity.pk)


@require_POST
@admits("activities.withdraw_sign_up", to=sign_up_in_url)
def withdrawal(request: SignedInRequest, row: SignUp) -> HttpResponse:
    actions.withdraw_sign_up(row, by=request.user, at=timezone.now())
    return done(request, _("退了报名。候补的人会依次补上。"), "activities:activity", row.activity_id)


@require_safe
@admits("activities.view_activities", to=activity_in_url)
def calendar_file(request: SignedInRequest, activity: Activity) -> HttpResponse:
    """One activity for a phone's own calendar."""
    return file_answer(written([activity], activity.community), f"{activity.title}.ics", "text/calendar; charset=utf-8")
