"""议事事项: put forward, discussed, acted on, concluded with an answer to everybody who called, shown to the public."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.cases.models import Case, CouncilCandidate
from linli.journal.record import Verb, record, record_all
from linli.journal.record import events_of as same_event_of
from linli.web.refusal import Refusal

from .. import events
from ..models import AgendaItem, Body, Matter, MatterCase, Meeting, Resolution
from ..queries.matters import bodies_to_put_before, cases_of_candidate, is_agreed_on, tasks_of


class StageTooEarly(Refusal):
    """A stage is entered only with its evidence."""


class MatterIsOver(Refusal):
    pass


class PutForwardAlready(Refusal):
    pass


def lock_matter(matter: Matter) -> Matter:
    """Return the row, locked, unless the matter is over: withdrawn or concluded."""
    rows = Matter.objects.select_for_update(of=("self",)).select_related("body", "community")
    matter = rows.get(pk=matter.pk)
    if matter.withdrawn_at is not None:
        raise MatterIsOver(_("这件事已经撤回了。"))
    if matter.concluded_at is not None:
        raise MatterIsOver(_("这件事已经办结了。"))
    return matter


@transaction.atomic
def put_forward(
    body: Body,
    *,
    title: str,
    background: str,
    source: str,
    by: User,
    at: datetime,
    options: str = "",
    level: str = Matter.Level.COUNCIL,
    affects_all: bool = False,
    is_confidential: bool = False,
    proposed_for: str = "",
    candidate: CouncilCandidate | None = None,
    cases: Iterable[Case] = (),
) -> Matter:
    """提出: a matter with the next number of the year, and the cases it came from. Nobody is told of it yet."""
    year = timezone.localtime(at).year
    Body.objects.select_for_update().filter(community=body.community_id).order_by("pk").first()
    numbers = Matter.objects.filter(community=body.community_id, year=year)
    number = (numbers.aggregate(last=Max("number"))["last"] or 0) + 1
    try:
        with transaction.atomic():
            matter = Matter.objects.create(
                community_id=body.community_id, body=body, year=year, number=number, title=title,
                background=background, options=options, source=source, level=level, affects_all=affects_all,
                is_confidential=is_confidential, candidate=candidate, proposed_by=by, proposed_for=proposed_for,
                proposed_at=at,
            )  # fmt: skip
    except IntegrityError as why:
        if "candidate" not in str(why):
            raise
        raise PutForwardAlready(_("这件事已经有人提出来了。")) from why
    record(events.MATTER_PUT_FORWARD, matter, by=by, at=at, title=title)
    link_cases(matter, cases, by=by, at=at)
    return matter


def put_forward_candidate(candidate: CouncilCandidate, *, body: Body, by: User, at: datetime) -> Matter:
    """Put forward what stands on the list for the council, in one step, with every case of the hot spot."""
    if candidate.taken_off_at is not None:
        raise MatterIsOver(_("这件事已经从名单上取下了。"))
    return put_forward(
        body, title=candidate.title if candidate.case_id is None else _("{category}的事").format(
            category=candidate.case.category if candidate.case else ""
        ), background=candidate.why, source=Matter.Source.CASE, candidate=candidate,
        cases=cases_of_candidate(candidate, at), by=by, at=at,
    )  # fmt: skip


class NobodyToPutBefore(Refusal):
    pass


def put_forward_first(candidate: CouncilCandidate, *, by: User, at: datetime) -> Matter:
    """Put it before the members' council, or whatever body there is; what was put forward already is found again."""
    if there := Matter.objects.filter(candidate=candidate).first():
        return there
    return put_forward_candidate(candidate, body=body_for(by), by=by, at=at)


def put_forward_case(case: Case, *, by: User, at: datetime) -> Matter:
    """Put the matter of one case forward; its words begin with its kind alone, never with what was said in it."""
    if there := Matter.objects.filter(matter_cases__case=case, withdrawn_at=None, concluded_at=None).first():
        return there
    return put_forward(
        body_for(by), title=_("{category}的事").format(category=case.category), source=Matter.Source.CASE,
        background=_("有居民反映，一时办不好，请大家商量。"), cases=[case], by=by, at=at,
    )  # fmt: skip


def body_for(user: User) -> Body:
    bodies = bodies_to_put_before(user, keeps=True)
    if not bodies:
        raise NobodyToPutBefore(_("还没有议事机构。请社区党支部书记先成立一个。"))
    return bodies[0]


def link_cases(matter: Matter, cases: Iterable[Case], *, by: User, at: datetime) -> int:
    """Link cases to a matter; each caller finds a line about it behind their query code."""
    linked = set(MatterCase.objects.filter(matter=matter).values_list("case", flat=True))
    new = [case for case in {case.pk: case for case in cases}.values() if case.pk not in linked]
    MatterCase.objects.bulk_create(
        MatterCase(community_id=matter.community_id, matter=matter, case=case) for case in new
    )
    if not matter.is_confidential:
        record_all(same_event_of(events.CASE_TO_BE_DISCUSSED, new, by=by, at=at, matter=matter.pk))
    return len(new)


@transaction.atomic
def change_matter(matter: Matter, *, by: User, at: datetime, **wanted: object) -> Matter:
    """Put the words right, until everybody has been told of them."""
    matter = lock_matter(matter)
    if matter.informed_at is not None:
        raise MatterIsOver(_("大家已经知道这件事了，不能再改说法。要补充的，请写成一条意见。"))
    for name, value in wanted.items():
        setattr(matter, name, value)
    matter.save(update_fields=list(wanted))
    record(events.MATTER_CHANGED, matter, by=by, at=at)
    return matter


@transaction.atomic
def put_on_agenda(matter: Matter, *, meeting: Meeting, by: User, at: datetime) -> AgendaItem:
    """列入议程: at the end of the agenda of a meeting of its body; done twice it is there once."""
    matter = lock_matter(matter)
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if meeting.closed_at or meeting.cancelled_at:
        raise MatterIsOver(_("这次会已经结束了。请列入别的会。"))
    if there := AgendaItem.objects.filter(meeting=meeting, matter=matter, state="accepted").first():
        return there
    last = meeting.agenda.aggregate(last=Max("order"))["last"] or 0
    item = AgendaItem.objects.create(
        community_id=matter.community_id, body=meeting.body, meeting=meeting, matter=matter, order=last + 1,
        title=matter.title, background=matter.background, proposed_by=by, proposed_for=matter.proposed_for,
        proposed_at=at, state=AgendaItem.State.ACCEPTED,
    )  # fmt: skip
    record(events.MATTER_ON_AGENDA, matter, by=by, at=at, meeting=meeting.title)
    return item


@transaction.atomic
def enter_discussed(matter: Matter, *, because: str = "", by: User, at: datetime) -> Matter:
    """先讨论: a meeting held had it on its agenda; or opinions were heard, and it is said why not in one."""
    matter = lock_matter(matter)
    if matter.informed_at is None:
        raise StageTooEarly(_("还没有都告知到。请先做完第一步。"))
    if matter.discussed_at is not None:
        return matter
    held = Meeting.objects.filter(
        agenda__matter=matter, agenda__state=AgendaItem.State.ACCEPTED, opened_at__isnull=False, cancelled_at=None
    )
    meeting = held.order_by("-opened_at").first()
    if meeting is None and not because.strip():
        raise StageTooEarly(
            _("还没有哪次会议过这件事。请先列入议程开会；只听取了意见的，请写明为什么没有上会。"), field="because"
        )
    if meeting is None and not matter.opinions.exists():
        raise StageTooEarly(_("还没有人说过意见。请先听大家的意见，或者开会议一议。"))
    matter.discussed_at, matter.discussed_in = at, meeting
    matter.discussed_because = "" if meeting else because.strip()
    matter.save(update_fields=["discussed_at", "discussed_in", "discussed_because"])
    record(events.MATTER_DISCUSSED, matter, by=by, at=at, title=matter.title)
    _tell_callers(matter, events.CASE_DISCUSSED, by=by, at=at)
    return matter


@transaction.atomic
def enter_acted(matter: Matter, *, by: User, at: datetime) -> Matter:
    """先行动: decided by a vote or by agreement, with tasks given."""
    matter = lock_matter(matter)
    if matter.discussed_at is None:
        raise StageTooEarly(_("还没有讨论过。请先做完第二步。"))
    if matter.acted_at is not None:
        return matter
    if not is_agreed_on(matter):
        raise StageTooEarly(_("还没有决议。请在会上表决或者一致同意后，写下决议。"))
    if not tasks_of(matter).exists():
        raise StageTooEarly(_("还没有说谁来办、哪天前办好。请先写下要做的事。"))
    matter.acted_at = at
    matter.save(update_fields=["acted_at"])
    record(events.MATTER_ACTED, matter, by=by, at=at, title=matter.title)
    _tell_callers(matter, events.CASE_ACTED, by=by, at=at)
    return matter


@transaction.atomic
def conclude_matter(matter: Matter, *, result: str, by: User, at: datetime) -> Matter:
    """办结: every task has ended; the answer then goes to every caller (`answer_case`, one after the other)."""
    matter = lock_matter(matter)
    if matter.acted_at is None:
        raise StageTooEarly(_("还没有行动。请先做完第三步。"))
    left = tasks_of(matter).filter(done_on=None, dropped_at=None).count()
    if left:
        raise StageTooEarly(_("还有 {count} 件事没有办完，先不能办结。").format(count=left))
    if not result.strip():
        raise StageTooEarly(_("请写下结果，这句话会答复给每一位反映的居民。"), field="result")
    matter.concluded_at, matter.result = at, result.strip()
    matter.save(update_fields=["concluded_at", "result"])
    record(events.MATTER_CONCLUDED, matter, by=by, at=at, title=matter.title)
    return matter


@transaction.atomic
def withdraw_matter(matter: Matter, *, reason: str, by: User, at: datetime) -> Matter:
    """撤回, with the reason; who was told hears of it, and the public reads it no more."""
    matter = lock_matter(matter)
    if Resolution.objects.filter(matter=matter).exists():
        raise MatterIsOver(_("会上已经定下来的事不能撤回。不办了，请在要做的事里写明。"))
    matter.withdrawn_at, matter.withdrawn_because, matter.published_at = at, reason, None
    matter.save(update_fields=["withdrawn_at", "withdrawn_because", "published_at"])
    record(events.MATTER_WITHDRAWN, matter, by=by, at=at, title=matter.title, reason=reason)
    return matter


@transaction.atomic
def publish_matter(matter: Matter, *, text: str, by: User, at: datetime) -> Matter:
    """公开: only the text written for it, and only after the members were told."""
    matter = Matter.objects.select_for_update().get(pk=matter.pk)
    if matter.is_confidential or matter.withdrawn_at is not None:
        raise MatterIsOver(_("这件事不对外公开。"))
    if matter.informed_at is None:
        raise StageTooEarly(_("先让参加议事的人都知道，再对居民公开。"))
    matter.public_text, matter.published_at = text.strip(), matter.published_at or at
    matter.save(update_fields=["public_text", "published_at"])
    record(events.MATTER_PUBLISHED, matter, by=by, at=at, title=matter.title)
    return matter


@transaction.atomic
def unpublish_matter(matter: Matter, *, by: User, at: datetime) -> Matter:
    matter = Matter.objects.select_for_update().get(pk=matter.pk)
    if matter.published_at is None:
        return matter
    matter.published_at = None
    matter.save(update_fields=["published_at"])
    record(events.MATTER_UNPUBLISHED, matter, by=by, at=at, title=matter.title)
    return matter


@transaction.atomic
def note_party_agreed(matter: Matter, *, on: date, by: User, at: datetime) -> Matter:
    """Write down when the Party organisation talked of it first (the statutes' article 30)."""
    matter = lock_matter(matter)
    matter.party_agreed_on = on
    matter.save(update_fields=["party_agreed_on"])
    record(events.PARTY_AGREED, matter, by=by, at=at)
    return matter


def _tell_callers(matter: Matter, verb: Verb, *, by: User, at: datetime) -> None:
    if matter.is_confidential:
        return
    cases = [each.case for each in matter.matter_cases.select_related("case")]
    record_all(same_event_of(verb, cases, by=by, at=at, matter=matter.pk))
