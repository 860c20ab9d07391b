"""保存期限: months are chosen with a reason; a run is looked through first and carried out when somebody says so."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.accounts.models import User
from linli.fence.rows import open_fence
from linli.journal.record import record
from linli.territory.models import Community
from linli.web.refusal import Refusal

from .. import events
from ..models import Population, RetentionItem, RetentionRule, RetentionRun
from ..queries.retention import before, foreseen, kept, people_too_old, rows_too_old
from .removal import clear_people

Status, Outcome = RetentionRun.Status, RetentionItem.Outcome
LOOKED_AT_ONCE, CLEARED_AT_ONCE, ROWS_AT_ONCE = 500, 50, 2000


class TooFewMonths(Refusal):
    pass


class RunIsBusy(Refusal):
    pass


class NothingToClear(Refusal):
    pass


@transaction.atomic
def keep_retention(
    community: Community, population: Population, *, months: int, why: str, by: User, at: datetime
) -> RetentionRule:
    """Choose for how many months something is kept here. Raises TooFewMonths below what a law asks for."""
    known = kept(community.pk, population)
    if not known.least <= months <= 600:
        raise TooFewMonths(
            ngettext(
                "「{what}」至少要存 {least} 个月，最多 600 个月。",
                "「{what}」至少要存 {least} 个月，最多 600 个月。",
                known.least,
            ).format(what=population.label, least=known.least),
            field="months",
        )
    rule, _is_new = RetentionRule.objects.update_or_create(
        community=community,
        population=population,
        defaults={"months": months, "why": why, "changed_at": at, "changed_by": by},
    )
    record(
        events.RETENTION_CHANGED, rule, by=by, at=at, population=population, before=known.months, months=months
    )  # fmt: skip
    return rule


@transaction.atomic
def begin_look(community: Community, population: Population, *, by: User | None, at: datetime) -> RetentionRun:
    """Begin a dry run; look_through does it, at once or in a job. Raises RunIsBusy while one is at work."""
    months = kept(community.pk, population).months
    try:
        with transaction.atomic():
            run = RetentionRun.objects.create(
                community=community, population=population, months=months, before_on=before(months, at), begun_at=at,
                begun_by=by,
            )  # fmt: skip
    except IntegrityError as why:
        if "one_retention_run_at_work" not in str(why):
            raise
        raise RunIsBusy(_("「{what}」正在查看或清理，请等它做完。").format(what=population.label)) from why
    record(events.RETENTION_LOOKED, run, by=by, at=at, population=population)
    return run


def look_through(run_id: int, community_id: int, *, at: datetime) -> None:
    """Write down what a run would touch and whom it would keep, and why. Changes nothing else; may be begun again."""
    with transaction.atomic():
        open_fence([community_id])
        run = RetentionRun.objects.select_for_update().get(pk=run_id)
        if run.status != Status.LOOKING:
            return
        run.items.all().delete()
        if not run.is_about_people:
            _looked(run, {Outcome.DELETE: rows_too_old(run).count()})
            return
        keys = list(people_too_old(run).order_by("pk").values_list("pk", flat=True))
        counts: Counter[str] = Counter()
        for begins in range(0, len(keys), LOOKED_AT_ONCE):
            counts += _foresee(run, keys[begins : begins + LOOKED_AT_ONCE], at)
        _looked(run, dict(counts))


def _foresee(run: RetentionRun, keys: Sequence[int], at: datetime) -> Counter[str]:
    with translation.override(settings.LANGUAGE_CODE):  # the reasons are kept, and read by others
        outcomes = foreseen(keys, timezone.localdate(at))
    RetentionItem.objects.bulk_create(
        RetentionItem(community_id=run.community_id, run=run, person_id=key, outcome=outcome, why=why)
        for key, (outcome, why) in outcomes.items()
    )
    return Counter(outcome for outcome, _why in outcomes.values())


def _looked(run: RetentionRun, counts: dict[str, int]) -> None:
    run.status, run.report = Status.LOOKED, {str(key): count for key, count in counts.items() if count}
    run.total = run.report.get(Outcome.DELETE, 0) + run.report.get(Outcome.ANONYMISE, 0)
    run.save(update_fields=["status", "report", "total"])


@transaction.atomic
def begin_clearing(run: RetentionRun, *, by: User, at: datetime) -> RetentionRun:
    """Say that what was looked through is to be cleared; clear_run does it, at once or in a job."""
    run = RetentionRun.objects.select_for_update().get(pk=run.pk)
    if run.status != Status.LOOKED:
        raise RunIsBusy(_("这一次已经清理过，或者正在清理。要再清理，请先重新看一遍。"))
    if not run.total:
        raise NothingToClear(_("没有要清理的，不用做什么。"))
    if timezone.localdate(run.begun_at) != timezone.localdate(at):
        raise RunIsBusy(_("这份名单不是今天看的，可能已经变了。请重新看一遍再清理。"))
    run.status, run.carried_out_at, run.carried_out_by = Status.WORKING, at, by
    run.save(update_fields=["status", "carried_out_at", "carried_out_by"])
    record(events.RETENTION_BEGUN, run, by=by, at=at, population=run.population)
    return run


def clear_run(run_id: int, community_id: int, *, at: datetime) -> None:
    """Clear what a run found, some at a time; each is looked at again first. May be broken off and begun again."""
    while _clear_some(run_id, community_id, at):
        pass


@transaction.atomic
def _clear_some(run_id: int, community_id: int, at: datetime) -> bool:
    open_fence([community_id])
    run = RetentionRun.objects.select_for_update(of=("self",)).select_related("carried_out_by").get(pk=run_id)
    if run.status != Status.WORKING:
        return False
    some = _clear_people(run, at) if run.is_about_people else _clear_rows(run)
    run.done += some
    if some:
        run.save(update_fields=["done", "report"])
        return True
    _close(run, at)
    return False


def _clear_rows(run: RetentionRun) -> int:
    rows = rows_too_old(run)
    keys = list(rows.order_by("pk").values_list("pk", flat=True)[:ROWS_AT_ONCE])
    rows.filter(pk__in=keys).delete()
    run.report = {Outcome.DELETED.value: run.report.get(Outcome.DELETED, 0) + len(keys)}
    return len(keys)


def _clear_people(run: RetentionRun, at: datetime) -> int:
    """Clear the next few; who came back or is held meanwhile is kept, with the reason."""
    waiting = run.items.filter(outcome__in=[Outcome.DELETE, Outcome.ANONYMISE], person__isnull=False).order_by("pk")
    items = {item.person_id: item for item in waiting[:CLEARED_AT_ONCE] if item.person_id}
    still = set(people_too_old(run).filter(pk__in=items).select_for_update(of=("self",)).values_list("pk", flat=True))
    with translation.override(settings.LANGUAGE_CODE):
        now = foreseen(list(still), timezone.localdate(at))
        why = _("过了保存期限（{what}，{months} 个月）").format(what=run.get_population_display(), months=run.months)
        changed = _("看过以后情况变了，没有动")
    free = [key for key, (outcome, _why) in now.items() if outcome != Outcome.KEEP]
    for key, item in items.items():
        if key not in free:
            item.outcome, item.why = Outcome.KEEP, now.get(key, ("", changed))[1]
    outcomes = clear_people(free, why=why, by=run.carried_out_by, at=at) if free else {}
    for key, outcome in outcomes.items():
        items[key].outcome, items[key].why = outcome, ""
    for item in items.values():
        RetentionItem.objects.filter(pk=item.pk).update(outcome=item.outcome, why=item.why)
    return len(items)


def _close(run: RetentionRun, at: datetime) -> None:
    if run.is_about_people:
        run.report = dict(Counter(run.items.values_list("outcome", flat=True)))
    run.status = Status.DONE
    run.save(update_fields=["status", "report"])
    counts = {each.value: run.report.get(each.value, 0) for each in (Outcome.DELETED, Outcome.ANONYMISED)}
    record(
        events.RETENTION_DONE, run, by=run.carried_out_by, at=at, population=run.population,
        kept=run.report.get(Outcome.KEEP, 0), **counts,
    )  # fmt: skip


@transaction.atomic
def give_up_run(run_id: int, community_id: int, *, by: User | None = None, at: datetime) -> None:
    """Say that a run could not be brought to its end; what was done stays done, and a new look shows the rest."""
    open_fence([community_id])
    RetentionRun.objects.filter(pk=run_id, status__in=[Status.LOOKING, Status.WORKING]).update(status=Status.FAILED)
