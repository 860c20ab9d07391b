"""换班: two units change places when the one asked agrees; or the secretary writes down who agreed, on paper."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.web.refusal import Refusal

from .. import events
from ..models import Body, ChairTerm, Swap

Status = ChairTerm.Status
CHANGES_PLACES = ("unit_id", "chair_name", "party_post", "user_id", "work_plan", "work_plan_file_id")
"""What of a term goes with the unit; days and number stay where they are."""


class CannotSwap(Refusal):
    pass


class AskedAlready(Refusal):
    pass


class AnsweredAlready(Refusal):
    pass


class SaysNotWho(Refusal):
    pass


@transaction.atomic
def ask_swap(asking: ChairTerm, *, asked: ChairTerm, reason: str, by: User, at: datetime) -> Swap:
    """Ask another unit to change places; nothing changes until they agree."""
    if asking.status != Status.PLANNED or asked.status != Status.PLANNED or asking.body_id != asked.body_id:
        raise CannotSwap(_("只有还没到的两任可以换。"), field="asked")
    if asking.unit_id == asked.unit_id:
        raise CannotSwap(_("这两任是同一个单位，不用换。"), field="asked")
    try:
        with transaction.atomic():
            swap = Swap.objects.create(
                community_id=asking.community_id, asking=asking, asked=asked, reason=reason, asked_by=by, asked_at=at
            )
    except IntegrityError as why:
        if "one_swap_asked_at_a_time" not in str(why):
            raise
        raise AskedAlready(_("这一任已经在等一家答复了。先收回那一次，再问别家。")) from why
    record(
        events.SWAP_ASKED, swap, by=by, at=at, unit=asking.unit.short_name, other=asked.unit.short_name, reason=reason
    )
    return swap


@transaction.atomic
def answer_swap(swap: Swap, *, agrees: bool, by: User, at: datetime, note: str = "", on_paper: bool = False) -> Swap:
    """Agree or not. `on_paper`: somebody of the community writes down what the unit said; `note` then says who said so.

    Agreed, the two units change places in the same moment.
    """
    if on_paper and not note.strip():
        raise SaysNotWho(_("请写明是对方单位的谁、怎么答复的，例如：幼儿园莫园长电话里同意。"), field="note")
    swap = Swap.objects.select_for_update(of=("self",)).get(pk=swap.pk)
    Body.objects.select_for_update().get(pk=ChairTerm.objects.get(pk=swap.asking_id).body_id)
    terms = ChairTerm.objects.select_for_update(of=("self",)).select_related("unit")
    asking, asked = terms.get(pk=swap.asking_id), terms.get(pk=swap.asked_id)
    if swap.answer:
        raise AnsweredAlready(_("这次换班已经答复过了。"))
    units = asking.unit.short_name, asked.unit.short_name
    if agrees:
        if asking.status != Status.PLANNED or asked.status != Status.PLANNED:
            raise CannotSwap(_("有一任已经上任了，换不了。"))
        _change_places(asking, asked)
    _close(swap, Swap.Answer.AGREED if agrees else Swap.Answer.REFUSED, note, by, at)
    verb = events.SWAP_AGREED if agrees else events.SWAP_REFUSED
    record(verb, swap, by=by, at=at, unit=units[0], other=units[1], note=note)
    return swap


@transaction.atomic
def take_back_swap(swap: Swap, *, by: User, at: datetime) -> None:
    swap = Swap.objects.select_for_update(of=("self",)).get(pk=swap.pk)
    if swap.answer:
        raise AnsweredAlready(_("这次换班已经答复过了。"))
    _close(swap, Swap.Answer.TAKEN_BACK, "", by, at)
    record(events.SWAP_TAKEN_BACK, swap, by=by, at=at)


def _change_places(one: ChairTerm, other: ChairTerm) -> None:
    for name in CHANGES_PLACES:
        mine, theirs = getattr(one, name), getattr(other, name)
        setattr(one, name, theirs)
        setattr(other, name, mine)
    one.save(update_fields=[name.removesuffix("_id") for name in CHANGES_PLACES])
    other.save(update_fields=[name.removesuffix("_id") for name in CHANGES_PLACES])
    Swap.objects.filter(asking__in=[one, other], answer="").exclude(asking=one, asked=other).delete()


def _close(swap: Swap, answer: str, note: str, by: User, at: datetime) -> None:
    swap.answer, swap.answer_note, swap.answered_by, swap.answered_at = answer, note, by, at
    swap.save(update_fields=["answer", "answer_note", "answered_by", "answered_at"])
