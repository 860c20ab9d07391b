"""Entries of one person: merged with everything that hangs on them, taken apart again, or told to be two people."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.web.refusal import Refusal

from .. import events
from ..models import HouseholdMember, Merger, NotSame, Person
from ..queries.merging import CHOSEN, LEADERS, TOGETHER, is_unknown, links_to_people
from ..registry import held

DAYS = {"birth_on", "died_on", "last_verified_on"}
PLACE = ("is_head", "relation", "from_on")
"""What is given back of somebody's place in a household."""


class CannotMerge(Refusal):
    """Something of the two entries cannot be one."""


class CannotUndo(Refusal):
    """What was merged cannot be taken apart any more."""


@transaction.atomic
def merge_people(stays: Person, *, gone: Person, taken: Sequence[str] = (), by: User, at: datetime) -> Merger:
    """Make two entries one: all that refers to `gone` refers to `stays` from now on, which takes the facts named in
    `taken` (see TOGETHER) and every fact it has none of. Refused with a sentence where both have what there is one of.
    """
    stays, gone = _both_locked(stays, gone)
    if kept := held([gone.pk]).get(gone.pk):
        raise CannotMerge(_("要并掉的这一份不能动：{why}。可以反过来，留下这一份。").format(why=_("、").join(kept)))
    if stays.user_id and gone.user_id:
        raise CannotMerge(_("两份登记各有一个账号，不能合并。请先请系统管理员停掉其中一个账号。"))
    before = {name: _plain(getattr(stays, name)) for name in (*CHOSEN, "user_id")}
    gone_user = gone.user_id
    home = _share_one_home(stays, gone)
    moved = _move_all(stays, gone)
    Person.objects.filter(pk=gone.pk).update(merged_into=stays, user=None)
    _take(stays, gone, taken)
    stays.user_id = stays.user_id or gone_user
    stays.save(update_fields=[*CHOSEN, "user"])
    remembered = {"before": before, "gone_user": gone_user, "moved": moved, "home": home}
    merger = Merger.objects.create(
        community_id=stays.community_id, stays=stays, gone=gone, by=by, at=at,
        remembered=json.dumps(remembered, ensure_ascii=False),
    )  # fmt: skip
    record(events.PEOPLE_MERGED, stays, by=by, at=at, count=sum(len(each["keys"]) for each in moved))
    return merger


@transaction.atomic
def undo_merger(merger: Merger, *, by: User, at: datetime) -> None:
    """Take two entries apart again as they were: the rows that were moved go back, where they still are.

    What was written on the entry that stayed since then stays with it.
    """
    merger = Merger.objects.select_for_update(of=("self",)).get(pk=merger.pk)
    if merger.undone_at is not None:
        raise CannotUndo(_("这次合并已经撤销过了。"))
    stays, gone = _both_locked(merger.stays, merger.gone, are_one=True)
    if stays.merged_into_id:
        raise CannotUndo(_("留下的那一份后来又并到了别人那里。请先撤销后一次合并。"))
    kept = json.loads(merger.remembered)
    _restore(stays, kept["before"])
    Person.objects.filter(pk=gone.pk).update(merged_into=None, user=kept["gone_user"])
    try:
        with transaction.atomic():
            for each in kept["moved"]:
                model = apps.get_model(each["table"])
                model._default_manager.filter(pk__in=each["keys"], **{each["column"]: stays.pk}).update(  # noqa: SLF001
                    **{each["column"]: gone.pk}
                )
            if kept["home"]:
                _give_back_home(gone, kept["home"])
    except IntegrityError as why:
        raise CannotUndo(
            _("合并以后又有了新的登记，和原来的撞在一起，撤不回来了。请把后来加的那一条先结束，再撤销。")
        ) from why
    merger.undone_at = at
    merger.save(update_fields=["undone_at"])
    record(events.MERGER_UNDONE, stays, by=by, at=at)


@transaction.atomic
def tell_apart(one: Person, *, other: Person, by: User, at: datetime) -> None:
    """Remember that two entries are two people; nobody is asked about them again."""
    first, second = sorted((one, other), key=lambda person: person.pk)
    NotSame.objects.get_or_create(
        one=first, other=second, defaults={"community_id": first.community_id, "by": by, "at": at}
    )
    record(events.TOLD_APART, one, by=by, at=at)


def _both_locked(stays: Person, gone: Person, *, are_one: bool = False) -> tuple[Person, Person]:
    """Return both under their locks, taken in the order of their keys, so that two clerks never wait for each other."""
    if stays.pk == gone.pk or stays.community_id != gone.community_id:
        raise CannotMerge(_("请选两份不同的登记。"))
    found = Person.objects.select_for_update(of=("self",)).filter(pk__in=[stays.pk, gone.pk]).order_by("pk")
    locked = {person.pk: person for person in found}
    if not are_one and any(person.merged_into_id for person in locked.values()):
        raise CannotMerge(_("其中一份刚才已经并掉了，请刷新再看。"))
    return locked[stays.pk], locked[gone.pk]


def _move_all(stays: Person, gone: Person) -> list[dict[str, Any]]:
    """Point every row of `gone` at `stays`; return which rows of which tables."""
    moved = []
    for model, column in links_to_people():
        rows = model._default_manager.filter(**{column: gone.pk})  # noqa: SLF001  public by its name in Django
        keys = list(rows.values_list("pk", flat=True))
        if not keys:
            continue
        try:
            with transaction.atomic():
                rows.update(**{column: stays.pk})
        except IntegrityError as why:
            raise CannotMerge(_collision(model, str(why))) from why
        moved.append({"table": model._meta.label, "column": column, "keys": keys})  # noqa: SLF001
    return moved


def _share_one_home(stays: Person, gone: Person) -> dict[str, Any] | None:
    """Where both entries live in one household, keep one place there; return what undoing needs to give it back.

    In two households: refused, as nobody but a person knows which of them is right.
    """
    living = HouseholdMember.objects.filter(person__in=[stays, gone], until_on=None).select_related("household")
    homes = {member.person_id: member for member in living}
    if len(homes) < 2:
        return None
    one, other = homes[stays.pk], homes[gone.pk]
    if one.household_id != other.household_id:
        sentence = _("两份登记现在各住一处：{one}；{other}。请先在不对的那一户把这个人搬走，再合并。")
        raise CannotMerge(sentence.format(one=one.household, other=other.household))
    given_up = {name: _plain(getattr(other, name)) for name in PLACE}
    before = {name: _plain(getattr(one, name)) for name in PLACE}
    other.delete()
    one.from_on = min(one.from_on, other.from_on)
    one.relation = one.relation or other.relation
    if other.is_head:
        one.is_head, one.relation = True, other.relation
    one.save(update_fields=["from_on", "relation", "is_head"])
    return {"household": one.household_id, "place": one.pk, "before": before, "given_up": given_up}


def _give_back_home(gone: Person, kept: Mapping[str, Any]) -> None:
    HouseholdMember.objects.filter(pk=kept["place"]).update(**kept["before"])
    HouseholdMember.objects.create(
        community_id=gone.community_id, household_id=kept["household"], person=gone, **kept["given_up"]
    )


def _take(stays: Person, gone: Person, taken: Sequence[str]) -> None:
    """Let the entry that stays take facts: those chosen, and those it has none of."""
    for leader in LEADERS:
        group = TOGETHER.get(leader, (leader,))
        if leader in taken or is_unknown(stays, leader):
            for name in group:
                setattr(stays, name, getattr(gone, name))


def _restore(stays: Person, before: Mapping[str, Any]) -> None:
    for name, value in before.items():
        setattr(stays, name, date.fromisoformat(value) if value and name in DAYS else value)
    stays.save(update_fields=[*CHOSEN, "user"])


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _collision(model: type[models.Model], why: str) -> str:
    """Return which truth of the database two entries cannot meet together, in words."""
    if "nobody_lives_in_two_households_at_once" in why:
        return _("两份登记在同一段时间住在不同的地方。请先把其中一处的日期改对，再合并。")
    return _("两份登记各有一份「{what}」，只能有一份。请先到那里处理掉其中一份，再合并。").format(
        what=model._meta.verbose_name  # noqa: SLF001  public by its name in Django
    )
