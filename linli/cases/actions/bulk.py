"""批量: one thing done to many cases, each in its own transaction, with what came of each."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from linli.accounts.models import Duty, User
from linli.fence.rows import open_fence
from linli.web.refusal import Refusal

from ..models import BulkItem, BulkRun, Case, Remark
from ..queries.bulk import Given, as_given, as_kept, foresee
from .aftercare import archive_case
from .answering import hand_on_case
from .dispatch import offer_to, offer_to_next
from .handling import add_remark
from .intake import wait_for_twin
from .joining import link_cases
from .splitting import recategorise_case

Verb = BulkRun.Verb
MOST_AT_ONCE = 200


class TooMany(Refusal):
    pass


@transaction.atomic
def begin_bulk(
    cases: Sequence[Case], *, verb: str, given: Given, duty: Duty, key: UUID, by: User, at: datetime
) -> tuple[BulkRun, bool]:
    """Write down what is to be done to which cases; nothing is done yet. The same `key` twice is the same run.

    Return the run and whether it is new. Raises TooMany.
    """
    wait_for_twin(key)
    if twin := BulkRun.objects.filter(key=key).first():
        return twin, False
    if not 0 < len(cases) <= MOST_AT_ONCE:
        raise TooMany(_("一次请选 1 到 {count} 件。").format(count=MOST_AT_ONCE))
    community = cases[0].community_id
    run = BulkRun.objects.create(
        community_id=community, key=key, verb=verb, given=as_kept(given), by=by, duty=duty, asked_at=at
    )
    BulkItem.objects.bulk_create(
        BulkItem(community_id=community, run=run, case=case, position=n) for n, case in enumerate(cases)
    )
    return run, True


def waiting_items(run_pk: int, community_id: int) -> list[int]:
    """Return the items of a run nothing came of yet, in order; opens the fence for itself."""
    with transaction.atomic():
        open_fence([community_id])
        items = BulkItem.objects.filter(run=run_pk, outcome="").order_by("position")
        return list(items.values_list("pk", flat=True))


def do_item(item_pk: int, community_id: int, *, at: datetime) -> None:
    """Do one case of a run in a transaction of its own, unless it was done before; keep what came of it.

    Rights are asked anew, of the duty it was asked for in.
    """
    with transaction.atomic():
        open_fence([community_id])
        item = (
            BulkItem.objects.select_for_update(of=("self",))
            .select_related("run__by", "run__duty__community", "case__category__parent", "case__handler")
            .get(pk=item_pk)
        )
        if item.outcome:
            return
        item.outcome, item.said = _do(item, at)
        item.said, item.at = item.said[:300], at
        item.save(update_fields=["outcome", "said", "at"])


def _do(item: BulkItem, at: datetime) -> tuple[str, str]:
    by, given = item.run.by, as_given(item.run)
    by.acting = item.run.duty
    foreseen = foresee(item.run.verb, item.case, given, by)
    if foreseen.why_not:
        return BulkItem.Outcome.REFUSED, foreseen.why_not
    try:
        with transaction.atomic():
            _do_to(item.case, item.run.verb, given, by=by, at=at)
    except Refusal as refusal:
        return BulkItem.Outcome.REFUSED, str(refusal)
    return BulkItem.Outcome.DONE, foreseen.will


def _do_to(case: Case, verb: str, given: Given, *, by: User, at: datetime) -> None:
    match verb:
        case Verb.HAND_ON if case.handler_id:
            hand_on_case(case, reason=given.reason, to=given.to, by=by, at=at)
        case Verb.HAND_ON if given.to:
            offer_to(case, given.to, by=by, at=at)
        case Verb.HAND_ON:
            offer_to_next(case, by=by, at=at)
        case Verb.LINK if given.other:
            link_cases(case, other=given.other, why=given.reason, by=by, at=at)
        case Verb.RECATEGORISE if given.category:
            recategorise_case(case, category=given.category, by=by, at=at)
        case Verb.TELL:
            add_remark(case, kind=Remark.Kind.ANSWER, body=given.words, mode=Remark.Mode.PAGE, by=by, at=at)
        case Verb.ARCHIVE:
            archive_case(case, by=by, at=at)


def finish_bulk(run_pk: int, community_id: int, *, at: datetime) -> None:
    """Note that something came of every case of a run."""
    with transaction.atomic():
        open_fence([community_id])
        BulkRun.objects.filter(pk=run_pk, finished_at=None).update(finished_at=at)
