"""时限规则: a new version from a day on. What was promised under the old one stays as it was promised."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.web.refusal import Refusal

from .. import events
from ..models import Policy
from ..queries.policy_book import says_the_same, versions_of


class PolicyCannotBegin(Refusal):
    pass


class PolicyCannotEnd(Refusal):
    pass


@transaction.atomic
def plan_policy(draft: Policy, *, by: User, at: datetime) -> Policy:
    """Let `draft` count from its first day on; the version before it ends that day, one planned later follows it.

    Refused for a day in the past, when another version of the same matters begins on that very day, and when it says
    what the one before it says. Promises made before keep their own moments, their pauses and the version they name.
    """
    begins, today = draft.effective_from, timezone.localdate(at)
    if begins < today:
        raise PolicyCannotBegin(
            _("{day} 已经过了。时限规则只能从今天或以后开始。").format(day=date_format(begins)), field="effective_from"
        )
    versions = list(versions_of(draft).select_for_update(of=("self",)))
    if any(each.effective_from == begins for each in versions):
        raise PolicyCannotBegin(
            _("{day} 已经有一版开始。请换一天，或者先收回那一版。").format(day=date_format(begins)),
            field="effective_from",
        )
    later = min((each.effective_from for each in versions if each.effective_from > begins), default=None)
    for each in versions:
        if each.effective_from < begins and (each.effective_until is None or each.effective_until > begins):
            if says_the_same(each, draft):
                raise PolicyCannotBegin(_("和上一版一样，没有改动，不用再定一版。"))
            each.effective_until = begins
            each.save(update_fields=["effective_until"])
    draft.effective_until = later
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError as why:
        if "one_policy_for_a_matter_at_a_time" not in str(why):
            raise
        raise PolicyCannotBegin(_("同事刚刚改过这一类的时限，请刷新再看。")) from why
    record(events.POLICY_PLANNED, draft, by=by, at=at, begins=begins, source=draft.source)
    return draft


@transaction.atomic
def withdraw_policy(policy: Policy, *, by: User, at: datetime) -> None:
    """Take back a version that has not begun; the one before it goes on in its place."""
    versions = {each.pk: each for each in versions_of(policy).select_for_update(of=("self",))}
    policy = versions.get(policy.pk, policy)
    if policy.effective_from <= timezone.localdate(at):
        raise PolicyCannotEnd(_("这一版已经开始了，不能收回。要改，就再定一版。"))
    before = next((each for each in versions.values() if each.effective_until == policy.effective_from), None)
    record(events.POLICY_WITHDRAWN, before or policy, by=by, at=at, begins=policy.effective_from)
    Policy.objects.filter(pk=policy.pk).delete()
    if before:
        before.effective_until = policy.effective_until
        before.save(update_fields=["effective_until"])


@transaction.atomic
def end_policy(policy: Policy, *, until_on: date, by: User, at: datetime) -> None:
    """Let a particular policy end without a follower: its matters fall under the more general ones again.

    The one for everything else cannot end: nothing could be registered then.
    """
    policy = Policy.objects.select_for_update(of=("self",)).get(pk=policy.pk)
    if not (policy.category_id or policy.channel or policy.urgency):
        raise PolicyCannotEnd(_("这一条管没有另定时限的事项，不能停，只能定新的一版。"))
    if policy.effective_until is not None:
        raise PolicyCannotEnd(_("这一版已经有结束的日子了。"))
    if until_on < timezone.localdate(at) or until_on <= policy.effective_from:
        raise PolicyCannotEnd(_("结束的日子要在今天或以后，而且在开始以后。"), field="until_on")
    policy.effective_until = until_on
    policy.save(update_fields=["effective_until"])
    record(events.POLICY_ENDED, policy, by=by, at=at, until=until_on)
