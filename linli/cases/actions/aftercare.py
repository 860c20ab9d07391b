"""After the work: calling back, doing it again, filing it."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.web.refusal import Refusal

from .. import events
from ..models import UNHAPPY, Callback, Case, Reopening, Requester, Status
from ..models.codes import Solved
from ..queries.callbacks import TRIES_BEFORE_FILING, still_to_ask
from ..queries.policies import policy_for
from .dispatch import offer_to_next
from .locking import lock
from .promising import make_promises, refresh_next_due


class CallbackRefused(Refusal):
    pass


@transaction.atomic
def record_callback(
    case: Case,
    *,
    reached: bool,
    contacted_in_time: bool | None = None,
    resolved: bool | None = None,
    satisfaction: str = "",
    comment: str = "",
    mode: str = Callback.Mode.PHONE,
    requester: Requester | None = None,
    by: User | None,
    at: datetime,
) -> Callback:
    """回访: write down one attempt, and the answers when the resident was reached (`by` None: through the query code).

    Without a `requester` it was for the next one still to be asked. The case goes on when nobody is left to ask.
    The database refuses whoever handled the case, and a second answered callback of one person in the same round.
    """
    case = lock(case, "call_back")
    requester = requester or next((each for each in still_to_ask(case)), None) or case.requesters.first()
    answers = (
        {"contacted_in_time": contacted_in_time, "resolved": resolved, "satisfaction": satisfaction} if reached else {}
    )
    try:
        with transaction.atomic():
            callback = Callback.objects.create(
                community_id=case.community_id,
                case=case,
                requester=requester,
                round=case.round,
                attempt=case.callbacks.filter(round=case.round).count() + 1,
                at=at,
                by=by,
                mode=mode if by else Callback.Mode.PAGE,
                reached=reached,
                comment=comment,
                **answers,
            )
    except IntegrityError as why:
        if "one_answer_of_a_requester_a_round" in str(why):
            raise CallbackRefused(_("这位诉求人已经回访过了。")) from why
        if "who handled it may not call back" not in str(why):
            raise
        raise CallbackRefused(_("办这件事的人不能自己回访，请没有经手的同事来打。")) from why
    if reached:
        record(
            events.CALLED_BACK if by else events.RESIDENT_ANSWERED, case, by=by, at=at, callback=callback.pk,
            resolved=Solved.YES if resolved else Solved.NO, satisfaction=satisfaction,
        )  # fmt: skip
    else:
        record(events.NOT_REACHED, case, by=by, at=at, callback=callback.pk)
    if not still_to_ask(case) and case.callbacks.filter(round=case.round, reached=True).exists():
        case.status = Status.CALLED_BACK
        case.save(update_fields=["status"])
    return callback


def is_unhappy(callback: Callback) -> bool:
    """Whether the answers ask for the matter to be taken up again."""
    return callback.resolved is False or callback.satisfaction in UNHAPPY


@transaction.atomic
def reopen_case(case: Case, *, reason: str, by: User, at: datetime) -> Case:
    """重新办: a new round with new promises from now; everything of the earlier round stays."""
    case = lock(case, "reopen")
    case.round += 1
    case.status, case.outcome, case.resolved_at, case.archived_at, case.handler = (
        Status.REGISTERED,
        "",
        None,
        None,
        None,
    )
    case.save(update_fields=["round", "status", "outcome", "resolved_at", "archived_at", "handler"])
    reopening = Reopening.objects.create(
        community_id=case.community_id, case=case, round=case.round, at=at, by=by, reason=reason
    )
    policy = policy_for(case.community_id, category=case.category, channel=case.channel, urgency=case.urgency, at=at)
    make_promises(case, policy, from_=at)
    refresh_next_due(case)
    record(events.REOPENED, case, by=by, at=at, reopening=reopening.pk)
    offer_to_next(case, at=at, by=by)
    return case


class NotYetToFile(Refusal):
    pass


@transaction.atomic
def archive_case(case: Case, *, by: User, at: datetime) -> None:
    """归档: after an answered callback, or after three attempts nobody answered."""
    case = lock(case, "archive")
    if case.status == Status.RESOLVED and (
        still_to_ask(case) or case.callbacks.filter(round=case.round).count() < TRIES_BEFORE_FILING
    ):
        raise NotYetToFile(_("还没有回访。打不通的，试满 {count} 次再归档。").format(count=TRIES_BEFORE_FILING))
    case.status, case.archived_at = Status.ARCHIVED, at
    case.save(update_fields=["status", "archived_at"])
    record(events.ARCHIVED, case, by=by, at=at)
