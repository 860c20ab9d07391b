"""申请: what people ask about their data is received by any channel, due, reminded of, and answered with reasons."""

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.territory.models import Community
from linli.web.masks import mask_name
from linli.web.refusal import Refusal
from linli.worktime.arithmetic import Clock, add
from linli.worktime.calendar import work_calendar

from .. import events, phones
from ..models import Person, RightsRequest
from ..queries.requests import due_source, open_requests, remind_from

Asker = RightsRequest.Asker


class CannotAsk(Refusal):
    pass


class AlreadyAsked(Refusal):
    pass


class AlreadyAnswered(Refusal):
    pass


class SaysNoReason(Refusal):
    pass


@transaction.atomic
def receive_request(
    community: Community,
    *,
    kind: RightsRequest.Kind,
    channel: RightsRequest.Channel,
    asker: RightsRequest.Asker = Asker.SELF,
    person: Person | None = None,
    about: str = "",
    asker_name: str = "",
    asker_phone: str = "",
    wanted: str = "",
    by: User | None,
    at: datetime,
) -> RightsRequest:
    """Write down what somebody asks about the data of `person`, or of somebody not on the register by the name `about`.

    It is due after RIGHTS_REQUEST_DAYS working days. Raises CannotAsk, AlreadyAsked; ValueError for a wrong phone.
    """
    _check_asker(person, asker, asker_name)
    about = mask_name(person.name if person else about)
    if not about:
        raise CannotAsk(_("请写是谁的信息。不知道全名，写姓也可以。"), field="about")
    due = add(at, settings.RIGHTS_REQUEST_DAYS, Clock.WORKING_DAYS, work_calendar())
    try:
        with transaction.atomic():
            request = RightsRequest.objects.create(
                community=community, person=person, about=about, kind=kind, asker=asker, asker_name=asker_name,
                asker_phone=phones.normalise(asker_phone) if asker_phone else "", channel=channel, wanted=wanted,
                received_at=at, received_by=by, due_at=due.at, due_source=due_source(),
            )  # fmt: skip
    except IntegrityError as why:
        if "one_open_request_of_a_kind" not in str(why):
            raise
        raise AlreadyAsked(
            _("这个人的「{kind}」申请已经在办，还没有答复，不用再登记一次。").format(kind=kind.label)
        ) from why
    record(events.REQUEST_RECEIVED, request, by=by, at=at, kind=kind, due_at=due.at)
    return request


def _check_asker(person: Person | None, asker: str, asker_name: str) -> None:
    if asker != Asker.SELF and not asker_name:
        raise CannotAsk(_("替别人来问，请写来的人姓名。"), field="asker_name")
    if person is None:
        return
    if asker == Asker.RELATIVE and person.died_on is None:
        raise CannotAsk(
            _("登记上这个人还在世。请本人来，或者带本人写的委托；已经去世的，请先记上去世日期。"), field="asker"
        )
    if asker == Asker.SELF and person.died_on is not None:
        raise CannotAsk(_("登记上这个人已经去世，不能由本人提。近亲属来问，请选「去世的人的近亲属」。"), field="asker")


@transaction.atomic
def answer_request(
    request: RightsRequest, *, outcome: RightsRequest.Outcome, answer: str, by: User, at: datetime
) -> None:
    """End a request with what was done, or with why it cannot be done. Raises AlreadyAnswered, SaysNoReason."""
    request = RightsRequest.objects.select_for_update().get(pk=request.pk)
    if request.closed_at is not None:
        raise AlreadyAnswered(_("这件申请已经答复过了。请刷新看答复。"))
    if not answer.strip():
        raise SaysNoReason(
            _("不能办，要告诉人家为什么，还可以找谁。请写上。")
            if outcome == RightsRequest.Outcome.REFUSED
            else _("请写一句办了什么，人家来问时照着说。"),
            field="answer",
        )
    request.outcome, request.answer, request.closed_at, request.closed_by = outcome, answer.strip(), at, by
    request.save(update_fields=["outcome", "answer", "closed_at", "closed_by"])
    record(events.REQUEST_ANSWERED, request, by=by, at=at, kind=request.kind, outcome=outcome)


@transaction.atomic
def remind_of_requests(community_id: int, *, by: User | None = None, at: datetime) -> int:
    """Tell of requests that will soon be due, and of those that are overdue: each once. Return how many lines."""
    lines = 0
    for request in open_requests([community_id]).select_for_update(of=("self",)):
        if request.due_at < at and request.overdue_told_at is None:
            request.overdue_told_at = request.reminded_at = at
            verb = events.REQUEST_OVERDUE
        elif request.reminded_at is None and at >= remind_from(request):
            request.reminded_at = at
            verb = events.REQUEST_NEAR
        else:
            continue
        request.save(update_fields=["reminded_at", "overdue_told_at"])
        record(verb, request, by=by, at=at, kind=request.kind, due_at=request.due_at)
        lines += 1
    return lines
