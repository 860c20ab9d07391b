"""Who somebody is to somebody, and where they work: begun and ended, never rewritten."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.web.refusal import Refusal

from .. import events, phones
from ..models import Person, Relation, Unit, Work


class WithNobody(Refusal):
    """A relation needs somebody: chosen from the register, or named."""


class EndsTooSoon(Refusal):
    """Nothing ends before it began."""


@transaction.atomic
def add_relation(
    person: Person,
    *,
    kind: str,
    other: Person | None = None,
    other_name: str = "",
    other_phone: str = "",
    from_on: date | None = None,
    by: User,
    at: datetime,
) -> Relation:
    """Say who somebody is to a person. Raises ValueError with a sentence for a wrong phone."""
    if other is not None and other.pk == person.pk:
        raise WithNobody(_("不能和自己是亲属，请另选一位。"), field="other")
    if other is None and not other_name.strip():
        raise WithNobody(_("请选一位居民，或者写下名字。"), field="other")
    relation = Relation.objects.create(
        community_id=person.community_id, person=person, kind=kind, other=other,
        other_name="" if other else other_name.strip(), from_on=from_on,
        other_phone=phones.normalise(other_phone) if other_phone and not other else "",
    )  # fmt: skip
    record(events.RELATION_ADDED, person, by=by, at=at, kind=kind)
    return relation


@transaction.atomic
def end_relation(relation: Relation, *, on: date, by: User, at: datetime) -> None:
    """Let a relation end on a day; it stays readable. One that began that day was a mistake and goes."""
    relation = Relation.objects.select_for_update(of=("self",)).select_related("person").get(pk=relation.pk)
    _end(relation, on)
    record(events.RELATION_ENDED, relation.person, by=by, at=at, kind=relation.kind)


@transaction.atomic
def add_work(
    person: Person,
    *,
    unit: Unit | None = None,
    employer: str = "",
    post: str = "",
    from_on: date | None = None,
    by: User,
    at: datetime,
) -> Work:
    """Say where somebody works: at a unit of the community, or anywhere by its name."""
    if unit is None and not employer.strip():
        raise WithNobody(_("请选一个驻区单位，或者写下单位的名称。"), field="employer")
    work = Work.objects.create(
        community_id=person.community_id, person=person, unit=unit, employer="" if unit else employer.strip(),
        post=post.strip(), from_on=from_on,
    )  # fmt: skip
    record(events.WORK_ADDED, person, by=by, at=at)
    return work


@transaction.atomic
def end_work(work: Work, *, on: date, by: User, at: datetime) -> None:
    """Let somebody's work somewhere end on a day; it stays readable."""
    work = Work.objects.select_for_update(of=("self",)).select_related("person").get(pk=work.pk)
    _end(work, on)
    record(events.WORK_ENDED, work.person, by=by, at=at)


def _end(term: Relation | Work, on: date) -> None:
    if term.until_on is not None:
        return
    if term.from_on is not None and on < term.from_on:
        raise EndsTooSoon(
            _("{day} 才开始的，不会在那以前结束。请再看一下日期。").format(day=term.from_on.isoformat()), field="on"
        )
    if term.from_on == on:
        term.delete()
        return
    term.until_on = on
    term.save(update_fields=["until_on"])
