"""Who sits: everybody, page by page, and keeping the seats."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.accounts.doors import SignedInRequest, admits
from linli.residents.queries import units_of

from .. import actions
from ..forms.bodies import EndForm
from ..forms.seats import DayForm, ReplacementForm, SeatForm
from ..models import Body, Seat
from ..queries.sitting import how_many_sit, page_of_sitters, written_today
from .doors import ask, body_in_url, done, seat_in_url


@require_safe
@admits("assembly.view_bodies", to=body_in_url)
def sitters(request: SignedInRequest, body: Body) -> HttpResponse:
    """Everybody who sits there today, and who sat there before."""
    on, page = timezone.localdate(), request.GET.get("page", "1")
    number = max(int(page), 1) if page.isdecimal() and len(page) < 6 else 1
    found, has_more = page_of_sitters(body, on, number)
    former = body.seats.filter(until_on__lte=on).select_related("person", "unit").order_by("-until_on", "-pk")
    may_seat = request.user.has_perm("assembly.give_seat", body) and body.seated_by == Body.SeatedBy.SEATS
    words = {
        "body": body, "sitters": found, "count": how_many_sit(body, on), "number": number, "has_more": has_more,
        "before": number - 1, "after": number + 1, "former": former[:100] if number == 1 else [],
        "may_seat": may_seat, "slips": written_today(body, timezone.now()) if may_seat else set(),
        "takes_delegates": may_seat and body.kind in {Body.Kind.CONFERENCE, Body.Kind.LIAISON_GROUP},
    }  # fmt: skip
    return render(request, "assembly/sitters.html", words)


@require_http_methods(["GET", "POST"])
@admits("assembly.give_seat", to=body_in_url)
def new_seat(request: SignedInRequest, body: Body) -> HttpResponse:
    on = timezone.localdate()
    form = SeatForm(
        request.POST or None, user=request.user, on=on, units=units_of(body.community_id), initial={"from_on": on}
    )
    if not form.is_valid():
        back = (reverse("assembly:sitters", args=[body.pk]), body.name)
        return ask(request, form, title=_("加一席"), button=_("存好"), back=back)
    actions.give_seat(body, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("存好了。记错了今天可以撤回。"), "assembly:sitters", body.pk)


@require_http_methods(["GET", "POST"])
@admits("assembly.end_seat", to=seat_in_url)
def seat_end(request: SignedInRequest, seat: Seat) -> HttpResponse:
    form = EndForm(request.POST or None, initial={"on": timezone.localdate()})
    if not form.is_valid():
        back = (reverse("assembly:sitters", args=[seat.body_id]), seat.body.name)
        return ask(request, form, title=_("{name}离任").format(name=seat.holder), button=_("记下"), back=back)
    actions.end_seat(seat, by=request.user, at=timezone.now(), **form.cleaned_data)
    return done(request, _("记好了。"), "assembly:sitters", seat.body_id)


@require_http_methods(["GET", "POST"])
@admits("assembly.give_seat", to=seat_in_url)
def replacement(request: SignedInRequest, seat: Seat) -> HttpResponse:
    on = timezone.localdate()
    form = ReplacementForm(
        request.POST or None, user=request.user, on=on, units=units_of(seat.community_id),
        initial={"from_on": on, "post": seat.post},
    )  # fmt: skip
    if not form.is_valid():
        back = (reverse("assembly:sitters", args=[seat.body_id]), seat.body.name)
        return ask(request, form, title=_("换掉{name}").format(name=seat.holder), button=_("换好"), back=back)
    given = form.cleaned_data
    actions.replace_seat(seat, on=given.pop("from_on"), by=request.user, at=timezone.now(), **given)
    return done(request, _("换好了。"), "assembly:sitters", seat.body_id)


@require_POST
@admits("assembly.end_seat", to=seat_in_url)
def seat_undone(request: SignedInRequest, seat: Seat) -> HttpResponse:
    body_id = seat.body_id
    actions.undo_seat(seat, by=request.user, at=timezone.now())
    return done(request, _("撤回了。"), "assembly:sitters", body_id)


@require_http_methods(["GET", "POST"])
@admits("assembly.give_seat", to=body_in_url)
def delegates(request: SignedInRequest, body: Body) -> HttpResponse:
    """Seat who speaks for every unit of the conference, in one step."""
    form = DayForm(request.POST or None, initial={"from_on": timezone.localdate()})
    if not form.is_valid():
        back = (reverse("assembly:sitters", args=[body.pk]), body.name)
        note = _("还没有席位的驻区单位，各加一席：联席会是单位的党组织书记，联络组是单位的联络员。")
        return ask(request, form, title=_("把各单位的人一次加进来"), button=_("加进来"), back=back, note=note)
    given = form.cleaned_data
    made, unknown = actions.seat_delegates(body, from_on=given["from_on"], by=request.user, at=timezone.now())
    sentence = ngettext("加了 {n} 席。", "加了 {n} 席。", len(made)).format(n=len(made))
    if unknown:
        names = "、".join(unit.short_name for unit in unknown)  # catalogue: data
        sentence += _("这些单位还没有登记是谁：{names}。").format(names=names)
    return done(request, sentence, "assembly:sitters", body.pk)
