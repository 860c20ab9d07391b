"""Whether two cases can be one, where a merged one leads, and what stands beside a case: merged, linked, split off."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from linli.accounts.models import User

from ..models import OPEN, Case, CaseLink, Merger, Promise

LONGEST_CHAIN = 20


def main_of(case: Case) -> Case:
    """Return the case that is worked on: `case` itself, or what it was merged into, and that into, in turn."""
    for _step in range(LONGEST_CHAIN):
        merger = case.mergers.running().select_related("into").first() if case.is_merged else None
        if merger is None:
            break
        case = merger.into
    return case


def merged_into(case: Case) -> list[Case]:
    """Return the cases that are worked on as `case`, those merged into them among them."""
    found: dict[int, Case] = {}
    wanted = [case.pk]
    for _step in range(LONGEST_CHAIN):
        rows = [each.case for each in Merger.objects.running().filter(into__in=wanted).select_related("case")]
        wanted = [row.pk for row in rows if row.pk not in found]
        found |= {row.pk: row for row in rows}
        if not wanted:
            break
    return list(found.values())


def why_not_merge(case: Case, into: Case) -> str:
    """Return why `case` cannot be merged into `into`, as a sentence; blank when it can."""
    if case.pk == into.pk:
        return _("不能并到自己。请写另一件事的编号。")
    if case.community_id != into.community_id:
        return _("两件事不在同一个社区，不能并案。")
    for each in (case, into):
        if each.is_merged:
            return _("{number} 已经并入 {main}。").format(number=each.number, main=main_of(each).number)
        if not each.is_open:
            return _("{number} 已经「{status}」，不能并案；要一起看，可以「关联」。").format(
                number=each.number, status=each.get_status_display()
            )
        if each.part_of_id:
            return _("{number} 是拆出来的一部分，不能并案。").format(number=each.number)
    if case.parts.filter(status__in=OPEN).exists():
        return _("{number} 还有拆出的部分没办完，不能并走。可以反过来，把 {into} 并进来。").format(
            number=case.number, into=into.number
        )
    if _would_win_time(case, into):
        return _("{number} 的时限更早。并案不能换来时间：请反过来，把 {into} 并到 {number}。").format(
            number=case.number, into=into.number
        )
    return ""


def _would_win_time(case: Case, into: Case) -> bool:
    """Whether whoever brought `case` was promised something sooner than `into` promises it.

    An arrival that happened on the other case by then is as good as one of their own.
    """
    theirs = {one.kind: one for one in Promise.objects.filter(case=into, round=into.round)}
    for mine in Promise.objects.filter(case=case, round=case.round, done_at=None, waived_at=None):
        other = theirs.get(mine.kind)
        if mine.kind == Promise.Kind.ARRIVE and other and other.done_at and other.done_at <= mine.due_at:
            continue
        if other is None or other.waived_at or mine.due_at < other.due_at or (other.paused_at and not mine.paused_at):
            return True
    return False


@dataclass(frozen=True)
class Beside:
    """What belongs to a case or is read with it. `main` is where a merged case leads; `merger` how it got there."""

    main: Case | None
    merger: Merger | None
    merged: list[Merger]
    whole: Case | None
    parts: list[Case]
    links: list[tuple[CaseLink, Case]]

    def __bool__(self) -> bool:
        return bool(self.main or self.merged or self.whole or self.parts or self.links)


NOTHING_BESIDE = Beside(main=None, merger=None, merged=[], whole=None, parts=[], links=[])


def mergers_of(case: Case) -> list[Merger]:
    """Return every merger of a case and into it, those undone among them, with both cases and who did it."""
    return list(Merger.objects.filter(Q(case=case) | Q(into=case)).select_related("case", "into", "by"))


def beside(case: Case, mergers: Iterable[Merger], user: User) -> Beside:
    """Return what stands beside a case; of linked cases and parts only those `user` may see."""
    seen = Case.objects.visible_to(user)
    running = [each for each in mergers if each.undone_at is None]
    merger = next((each for each in running if each.case_id == case.pk), None)
    return Beside(
        main=merger.into if merger else None,
        merger=merger,
        merged=[each for each in running if each.into_id == case.pk],
        whole=seen.filter(pk=case.part_of_id).first() if case.part_of_id else None,
        parts=list(seen.filter(part_of=case).select_related("handler", "category", "zone").order_by("number")),
        links=_links(case, seen),
    )


def _links(case: Case, seen: QuerySet[Case]) -> list[tuple[CaseLink, Case]]:
    rows = CaseLink.objects.filter(Q(case=case) | Q(other=case), ended_at=None).select_related("by")
    links = [(row, row.other_id if row.case_id == case.pk else row.case_id) for row in rows]
    cases = seen.in_bulk([pk for _row, pk in links]) if links else {}
    return [(row, cases[pk]) for row, pk in links if pk in cases]


def numbered(user: User, numbers: Iterable[str]) -> list[Case]:
    """Return the cases of these numbers the person may see, in the order asked for, each once."""
    wanted = list(dict.fromkeys(number.strip().upper() for number in numbers if number.strip()))
    found = {case.number: case for case in Case.objects.visible_to(user).filter(number__in=wanted)}
    return [found[number] for number in wanted if number in found]
