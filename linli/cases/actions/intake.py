"""A matter comes in: registered, joined to one already open, or ended respectfully at the door."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.fence.asking import ask
from linli.fence.sealing import keyed_hash
from linli.fence.straight import rows, write_together
from linli.fence.whole import as_a_whole
from linli.journal.record import event_of, record, record_all
from linli.residents import phones
from linli.territory.models import Community
from linli.territory.queries import Place, place_from_text
from linli.web.refusal import Refusal

from .. import events
from ..models import NOT_HANDLED_HERE, Case, Category, Kind, Outcome, Remark, Requester, Status, Urgency
from ..queries.policies import policy_for
from .dispatch import first_asking
from .ending import close
from .locking import lock
from .numbering import give_query_code, next_key, next_keys_and_code, next_number
from .promising import promises_under


@dataclass(frozen=True)
class Appeal:
    """What somebody told us. Only `content` is needed; `phone` is canonical (residents.phones.normalise)."""

    content: str
    category: Category
    channel: str
    place_text: str = ""
    title: str = ""
    name: str = ""
    phone: str = ""
    is_anonymous: bool = False
    wants_confidential: bool = False
    kind: str = Kind.HELP
    urgency: str = ""
    external_number: str = ""
    first_reported_at: datetime | None = None
    origin_label: str = ""
    origin_url: str = ""


class NotOneOfTheSix(Refusal):
    pass


@as_a_whole
def register_case(
    community: Community,
    appeal: Appeal,
    *,
    by: User,
    at: datetime,
    received_at: datetime | None = None,
    key: UUID | None = None,
    offer: bool = True,
) -> Case:
    """Write down a matter received at `received_at` (else at `at`) and promise what the policy says from then.

    In one transaction: number, query code, promises, journal, and the first offer unless `offer` is False. The same
    `key` twice (a double click, a retry) is the same case. Raises NoPolicy.
    """
    if twin := twin_of(key):
        return twin
    received_at = received_at or at
    urgency = appeal.urgency or appeal.category.urgency
    policy = policy_for(community.pk, category=appeal.category, channel=appeal.channel, urgency=urgency, at=received_at)
    case_pk, requester_pk, code = next_keys_and_code(community.pk)
    case = Case(
        pk=case_pk,
        community=community,
        external_number=appeal.external_number,
        intake_key=key,
        channel=appeal.channel,
        kind=appeal.kind,
        category=appeal.category,
        urgency=urgency,
        title=appeal.title or title_from(appeal.content),
        content=appeal.content,
        received_at=received_at,
        first_reported_at=appeal.first_reported_at or received_at,
        origin_label=appeal.origin_label,
        origin_url=appeal.origin_url,
        is_within_power=policy.arrive_within_minutes is not None,
        first_handler=by,
        **_where(place_from_text(community.pk, appeal.place_text)),
    )
    promises = promises_under(policy, case, from_=received_at)
    case.next_due_at = min(promise.due_at for promise in promises)
    asking = first_asking(case, policy, at=at) if offer else None
    write_together(*promises, *(asking.offers + asking.remembered if asking else ()))
    told = [event_of(events.REGISTERED, case, by=by, at=received_at, recorded_at=at, channel=case.channel)]
    if asking:
        case.status = Status.OFFERED
        told.append(asking.event(case, by=by, at=at))
    elif offer:
        told.append(event_of(events.NOBODY_TO_ASK, case, by=None, at=at))
    record_all(told)
    # last: whoever has the day's row keeps everybody else in the community from registering until the end
    requester = _requester(requester_pk, case, appeal, at=received_at, is_first=True, code=code)
    case.number = next_number(community, "", received_at)
    write_together(case, requester)
    return case


def twin_of(key: UUID | None) -> Case | None:
    """Return what the same form, sent before, has made; of the same form sent at the same moment, wait for it."""
    wait_for_twin(key)
    return next(iter(rows(Case, "WHERE intake_key = %s", [key])), None) if key else None


def wait_for_twin(key: UUID | None) -> None:
    """Let the same form sent at the same moment wait until this one is over: it will find what this one made."""
    if key:
        ask("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(key.bytes[:8], signed=True)])


def _where(place: Place) -> dict[str, object]:
    return {"place_text": place.text, "lane": place.lane, "door": place.door, "zone": place.zone}


def title_from(content: str) -> str:
    """Return the first clause of the matter, for lists."""
    first = content.strip().splitlines()[0]
    for stop in "。！？；!?;":
        first = first.split(stop)[0]
    if len(first) > 24:
        first = first.split("，")[0].split(",")[0]
    return first[:40] or content.strip()[:40]


def _requester(
    pk: int, case: Case, appeal: Appeal, *, at: datetime, is_first: bool, code: str, key: UUID | None = None
) -> Requester:
    """Return who brought the matter, with a query code of their own; the caller saves them."""
    return Requester(
        pk=pk,
        community_id=case.community_id,
        case=case,
        is_first=is_first,
        intake_key=key,
        channel=appeal.channel,
        told_us_at=at,
        words=appeal.content,
        name="" if appeal.is_anonymous else appeal.name,
        phone=appeal.phone,
        phone_hash=keyed_hash("phone", appeal.phone) if appeal.phone else "",
        phone_tail=phones.tail(appeal.phone) if appeal.phone else "",
        is_anonymous=appeal.is_anonymous,
        wants_confidential=appeal.wants_confidential or appeal.kind == Kind.REPORT,
        query_code=code,
    )


@transaction.atomic
def join_case(case: Case, appeal: Appeal, *, by: User, at: datetime, key: UUID | None = None) -> Requester:
    """Add another person who brought the same matter (已有相同诉求): one case, and an answer to each of them."""
    wait_for_twin(key)
    if key and (twin := Requester.objects.filter(intake_key=key).first()):
        return twin
    case = lock(case, "join")
    pk = next_key(Requester)
    code = give_query_code(case.community_id, requester=pk)
    requester = _requester(pk, case, appeal, at=at, is_first=False, code=code, key=key)
    requester.save(force_insert=True)
    record(events.JOINED, case, by=by, at=at, requester=requester.pk)
    return requester


@transaction.atomic
def tell_at_the_door(case: Case, *, outcome: Outcome, told: str, handed_to: str = "", by: User, at: datetime) -> None:
    """End one of the six kinds of matter not handled here (接诉即办条例 art. 11): with what the person was told.

    The resolution promise is fulfilled by telling; nobody needs to come, so the arrival promise is waived.
    """
    if outcome not in NOT_HANDLED_HERE:
        raise NotOneOfTheSix(_("这类事要办，不能只告知。"))
    case = lock(case, "tell")
    _closure, lines = close(
        case,
        outcome=outcome,
        done=told,
        answer=told,
        mode=Remark.Mode.PHONE if case.channel == "hotline" else Remark.Mode.IN_PERSON,
        handed_to=handed_to,
        status=Status.TOLD,
        by=by,
        at=at,
    )
    record_all([*lines, event_of(events.TOLD, case, by=by, at=at, outcome=outcome)])


EMERGENCY_NUMBERS = ("110", "119", "120", "122")


@transaction.atomic
def hand_over_emergency(
    community: Community, appeal: Appeal, *, number: str, by: User, at: datetime, key: UUID | None = None
) -> Case:
    """Record a matter of life and limb as handed over at once to 110, 119, 120 or 122."""
    if twin := twin_of(key):
        return twin
    appeal = Appeal(**{**appeal.__dict__, "urgency": Urgency.EMERGENCY})
    case = register_case(community, appeal, by=by, at=at, key=key, offer=False)
    with translation.override(settings.LANGUAGE_CODE):  # the resident reads it, whatever language this page is in
        told = _("已马上转 {number}，请保持电话畅通，注意安全。").format(number=number)
    tell_at_the_door(case, outcome=Outcome.EMERGENCY_TRANSFERRED, told=told, handed_to=number, by=by, at=at)
    return case
