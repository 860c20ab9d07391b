"""At the door: the tick list, excuses, guests, and a paper list entered in one go."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from linli.accounts.doors import SignedInRequest, admits
from linli.residents.fields import PersonField
from linli.residents.queries import readable_by
from linli.web.refusal import is_partial

from .. import actions
from ..forms import AwayForm, CameAlongForm, PaperRollForm, Ticks
from ..models import Activity, Guest
from ..queries import counts_of, roll_of
from ..queries.paper_rolls import read_paper_roll
from ..queries.rolls import guests_to_come
from .doors import activity_in_url, done, guest_in_url


@require_http_methods(["GET", "POST"])
@admits("activities.take_attendance", to=activity_in_url)
def attendance(request: SignedInRequest, activity: Activity) -> HttpResponse:
    """A large-target list. Scripts save every tick at once; without them the button saves what changed."""
    if request.method == "POST":
        ticks = Ticks.read(request.POST)
        actions.take_attendance(
            activity, present=ticks.here, not_here=ticks.not_here, by=request.user, at=timezone.now()
        )
        if is_partial(request) and "one" in request.POST:
            return _one_line(request, activity, ticks)
        return done(request, _("记好了。"), "activities:attendance", activity.pk)
    return _tick_list(request, activity)


def _tick_list(request: SignedInRequest, activity: Activity, **more: Any) -> HttpResponse:
    context = {
        "activity": activity,
        "roll": roll_of(activity),
        "counts": counts_of([activity.pk])[activity.pk],
        "guests": activity.guests.all(),
        "guests_to_come": guests_to_come(activity),
        "guest_form": CameAlongForm(),
        "somebody": _somebody(request),
        "is_early": timezone.now() < activity.starts_at - actions.EARLY,
    }
    return render(request, "activities/attendance.html", context | more)


def _one_line(request: SignedInRequest, activity: Activity, ticks: Ticks) -> HttpResponse:
    keys = {*ticks.here, *ticks.not_here}
    line = next((line for line in roll_of(activity) if line.person.pk in keys), None)
    context = {"activity": activity, "line": line, "counts": counts_of([activity.pk])[activity.pk]}
    return render(request, "activities/tick_saved.html", context)


def _somebody(request: SignedInRequest) -> Any:
    """The form that finds somebody who is not on the list."""
    form = _SomebodyForm(request.POST if request.POST.get("do") == "somebody" else None)
    field: Any = form.fields["person"]
    field.people = readable_by(request.user, timezone.localdate())
    return form


class _SomebodyForm(AwayForm):
    reason = None  # type: ignore[assignment]
    person = PersonField(label=gettext_lazy("不在名单上的人"))


@require_http_methods(["GET", "POST"])
@admits("activities.take_attendance", to=activity_in_url)
def somebody(request: SignedInRequest, activity: Activity) -> HttpResponse:
    """Tick somebody who is not on the list."""
    form = _somebody(request)
    if request.method != "POST" or not form.is_valid():
        return _tick_list(request, activity, somebody=form)
    person = form.cleaned_data["person"]
    actions.take_attendance(activity, present=[person.pk], by=request.user, at=timezone.now())
    return done(request, _("{name}到了。").format(name=person.name), "activities:attendance", activity.pk)


@require_http_methods(["GET", "POST"])
@admits("activities.take_attendance", to=activity_in_url)
def excuse(request: SignedInRequest, activity: Activity) -> HttpResponse:
    """Somebody cannot come (?who=); why need not be told."""
    who = request.GET.get("who", "")
    line = next((line for line in roll_of(activity) if str(line.person.pk) == who), None)
    if line is None:
        return redirect("activities:attendance", activity.pk)
    initial = {"reason": line.attendance.reason} if line.attendance else {}
    form = AwayForm(request.POST or None, initial=initial)
    if request.method != "POST" or not form.is_valid():
        return render(request, "activities/excuse.html", {"activity": activity, "line": line, "form": form})
    reason = form.cleaned_data["reason"]
    actions.take_attendance(activity, excused={line.person.pk: reason}, by=request.user, at=timezone.now())
    said = _("{name}请假，记好了。").format(name=line.person.name)
    return done(request, said, "activities:attendance", activity.pk)


@require_http_methods(["GET", "POST"])
@admits("activities.take_attendance", to=activity_in_url)
def guests(request: SignedInRequest, activity: Activity) -> HttpResponse:
    form = CameAlongForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _tick_list(request, activity, guest_form=form)
    came = actions.CameAlong(**form.cleaned_data)
    actions.note_guests(activity, guests=[came], by=request.user, at=timezone.now())
    return done(request, _("来客记好了。"), "activities:attendance", activity.pk)


@require_POST
@admits("activities.take_attendance", to=guest_in_url)
def guest_off(request: SignedInRequest, guest: Guest) -> HttpResponse:
    actions.take_off_guest(guest, by=request.user, at=timezone.now())
    return done(request, _("去掉了。"), "activities:attendance", guest.activity_id)


@require_http_methods(["GET", "POST"])
@admits("activities.enter_paper_roll", to=activity_in_url)
def paper_roll(request: SignedInRequest, activity: Activity) -> HttpResponse:
    """Type or paste the names of a signed list, look line by line who is meant, enter all of it in one go."""
    form = PaperRollForm(request.POST or None)
    if not form.is_valid():
        return render(request, "activities/paper_roll.html", {"activity": activity, "form": form})
    lines = read_paper_roll(activity, form.cleaned_data["names"])
    if request.POST.get("do") != "enter" or not lines:
        return render(request, "activities/paper_roll.html", {"activity": activity, "form": form, "lines": lines})
    people, guests = form.choices(lines)
    actions.enter_paper_roll(
        activity,
        people=people,
        guests=[actions.CameAlong(name=name) for name in guests],
        by=request.user,
        at=timezone.now(),
    )
    count = len(people) + len(guests)
    said = ngettext("录入了 {n} 个人。", "录入了 {n} 个人。", count).format(n=count)
    return done(request, said, "activities:attendance", activity.pk)
