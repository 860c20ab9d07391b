"""The code on the wall: printed by who runs the activity, opened by whoever stands in front of it."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.doors import SignedInRequest, admits
from linli.accounts.middleware import name_place
from linli.accounts.models import User
from linli.accounts.tries import count_try, place_of, tries
from linli.residents.models import Person
from linli.web.doors import public
from linli.web.downloads import PDF, file_answer

from .. import actions
from ..forms import HereForm
from ..models import Activity
from ..paper import print_roll, print_wall
from ..queries import roll_of
from ..queries.mine import person_of
from ..queries.wall import activity_behind, is_open, who_says_so, word_of
from .doors import activity_in_url, done

WRONG_FROM_ONE_PLACE, WRONG_AT_ONE_WALL = 20, 100
"""So many wrong names an hour: from one address (a hall may share one), and for one activity from everywhere."""


@require_safe
@admits("activities.take_attendance", to=activity_in_url)
def wall(request: SignedInRequest, activity: Activity) -> HttpResponse:
    return render(request, "activities/wall.html", {"activity": activity, "address": _address(request, activity)})


def _address(request: HttpRequest, activity: Activity) -> str:
    return request.build_absolute_uri(reverse("activities:here", args=[word_of(activity)]))


@require_safe
@admits("activities.take_attendance", to=activity_in_url)
def wall_sheet(request: SignedInRequest, activity: Activity) -> HttpResponse:
    made = print_wall(activity, _address(request, activity))
    return file_answer(made, _("签到码 {title}.pdf").format(title=activity.title), PDF)


@require_safe
@admits("activities.take_attendance", to=activity_in_url)
def roll_sheet(request: SignedInRequest, activity: Activity) -> HttpResponse:
    """A list to sign on paper, with the names expected and lines left for others."""
    made = print_roll(activity, [line.person.name for line in roll_of(activity)])
    return file_answer(made, _("签到表 {title}.pdf").format(title=activity.title), PDF)


@require_POST
@admits("activities.renew_wall_code", to=activity_in_url)
def wall_renewed(request: SignedInRequest, activity: Activity) -> HttpResponse:
    actions.renew_wall_code(activity, by=request.user, at=timezone.now())
    return done(request, _("换了新的签到码，原来印的不能用了。"), "activities:wall", activity.pk)


@require_http_methods(["GET", "POST"])
@never_cache
@public
def here(request: HttpRequest, word: str) -> HttpResponse:
    """Somebody's own phone in front of the wall: one press when signed in, else a name and a phone end.

    Nothing is shown of anybody; no place and no picture is asked for.
    """
    activity = activity_behind(word)
    if activity is None:
        raise Http404
    name_place(request, activity.community)
    if not is_open(activity, timezone.now()):
        return _page(request, activity, word, is_closed=True)
    person = _own_person(request, activity)
    if request.method != "POST":
        return _page(request, activity, word, person=person, form=HereForm())
    if person and "me" in request.POST:
        return _noted(request, activity, word, person)
    if _has_guessed_too_often(request, activity):
        return _page(request, activity, word, is_too_often=True, status=429)
    form = HereForm(request.POST)
    if form.is_valid():
        found = who_says_so(activity, **form.cleaned_data)
        if found:
            return _noted(request, activity, word, found)
        for of in (place_of(request), f"activity-{activity.pk}"):
            count_try("wall-names", of)
        form.add_error("name", _("没有对上。请看看姓名和手机号后四位，或者到门口请点名的同志记。"))
    return _page(request, activity, word, person=person, form=form)


def _noted(request: HttpRequest, activity: Activity, word: str, person: Person) -> HttpResponse:
    by = request.user if isinstance(request.user, User) and person.user_id == request.user.pk else None
    actions.confirm_presence(activity, person=person, by=by, at=timezone.now())
    return _page(request, activity, word, is_noted=True)


def _own_person(request: HttpRequest, activity: Activity) -> Person | None:
    return person_of(request.user, activity.community_id) if isinstance(request.user, User) else None


def _has_guessed_too_often(request: HttpRequest, activity: Activity) -> bool:
    from_here = tries("wall-names", place_of(request)) >= WRONG_FROM_ONE_PLACE
    return from_here or tries("wall-names", f"activity-{activity.pk}") >= WRONG_AT_ONE_WALL


def _page(request: HttpRequest, activity: Activity, word: str, *, status: int = 200, **more: object) -> HttpResponse:
    context = {"activity": activity, "word": word, "hotline": activity.community.hotline, **more}
    return render(request, "activities/here.html", context | {"sign_in": settings.LOGIN_URL}, status=status)
