"""Every change of a campaign."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.residents.models import Person, Unit
from linli.territory.models import Community
from linli.web.masks import mask_name
from linli.web.refusal import Refusal

from . import events
from .models import Item, Kept, Pledge, Theme


class ThemeIsThere(Refusal):
    pass


class PledgedAlready(Refusal):
    pass


class PledgeIsOver(Refusal):
    pass


class ItemInUse(Refusal):
    pass


class JoinedAlready(Refusal):
    pass


@transaction.atomic
def begin_theme(
    community: Community,
    *,
    name: str,
    groups: Sequence[tuple[str, int]],
    from_on: date,
    by: User,
    at: datetime,
    code: str = "",
    until_on: date | None = None,
    about: str = "",
    source: str = "",
) -> Theme:
    """Begin a campaign with places for its items. No item is named: that is `confirm_item`, from the street's paper."""
    try:
        with transaction.atomic():
            theme = Theme.objects.create(
                community=community, code=code, name=name, about=about, source=source,
                from_on=from_on, until_on=until_on, begun_by=by, begun_at=at,
            )  # fmt: skip
    except IntegrityError as why:
        if "one_theme_of_each_name" not in str(why):
            raise
        raise ThemeIsThere(_("「{name}」已经在开展了。").format(name=name), field="name") from why
    Item.objects.bulk_create(
        Item(community=community, theme=theme, group=sign, order=order)
        for sign, many in groups
        for order in range(1, many + 1)
    )
    record(events.THEME_BEGUN, theme, by=by, at=at, theme=name)
    return theme


@transaction.atomic
def change_theme(
    theme: Theme, *, from_on: date, until_on: date | None, about: str, source: str, by: User, at: datetime
) -> Theme:
    theme.from_on, theme.until_on, theme.about, theme.source = from_on, until_on, about, source
    theme.save(update_fields=["from_on", "until_on", "about", "source"])
    record(events.THEME_CHANGED, theme, by=by, at=at, theme=theme.name)
    return theme


@transaction.atomic
def confirm_item(item: Item, *, name: str, about: str, source: str, by: User, at: datetime) -> Item:
    """Write down what the street's paper (`source`) says an item is; without a name the item waits again.

    Refuses to clear one that somebody pledged for.
    """
    item = Item.objects.select_for_update().get(pk=item.pk)
    if not name and item.pledges.exists():
        raise ItemInUse(_("有人认领了这一项，不能改回待确认。内容写错了就改成对的。"), field="name")
    item.name, item.about, item.source = name, about if name else "", source if name else ""
    item.confirmed_by, item.confirmed_at = (by, at) if name else (None, None)
    item.save(update_fields=["name", "about", "source", "confirmed_by", "confirmed_at"])
    verb = events.ITEM_CONFIRMED if name else events.ITEM_CLEARED
    record(verb, item.theme, by=by, at=at, group=item.group, order=item.order, name=name)
    return item


@transaction.atomic
def pledge(
    theme: Theme,
    *,
    what: str,
    from_on: date,
    by: User,
    at: datetime,
    item: Item | None = None,
    unit: Unit | None = None,
    person: Person | None = None,
    until_on: date | None = None,
) -> Pledge:
    """认领: take something on for a unit or a member (exactly one). Sent twice it is one pledge."""
    try:
        with transaction.atomic():
            made = Pledge.objects.create(
                community_id=theme.community_id, theme=theme, item=item, unit=unit, person=person, what=what,
                from_on=from_on, until_on=until_on, pledged_by=by, pledged_at=at,
            )  # fmt: skip
    except IntegrityError as why:
        if "the_same_is_pledged_once" not in str(why):
            raise
        raise PledgedAlready(_("这一份已经认领了，不用再记。"), field="what") from why
    record(events.PLEDGED, made, by=by, at=at, whose=_named(made), what=what)
    return made


@transaction.atomic
def change_pledge(
    made: Pledge, *, what: str, item: Item | None, until_on: date | None, by: User, at: datetime
) -> Pledge:
    made = _running(made)
    made.what, made.item, made.until_on = what, item, until_on
    made.save(update_fields=["what", "item", "until_on"])
    record(events.PLEDGE_CHANGED, made, by=by, at=at)
    return made


@transaction.atomic
def end_pledge(made: Pledge, *, on: date, note: str, by: User, at: datetime) -> Pledge:
    """End a pledge in the words of how it went; its records stay with it."""
    made = _running(made)
    made.ended_on, made.end_note = on, note
    made.save(update_fields=["ended_on", "end_note"])
    record(events.PLEDGE_ENDED, made, by=by, at=at, whose=_named(made), what=made.what)
    return made


@transaction.atomic
def withdraw_pledge(made: Pledge, *, by: User, at: datetime) -> None:
    """Take back a pledge made by mistake: only while no record keeps it."""
    made = _running(made)
    if made.kept.exists():
        raise PledgeIsOver(_("已经连上记录了，不能当没认领过。不做了就「结束」，写一句做得怎样。"))
    record(events.PLEDGE_WITHDRAWN, made.theme, by=by, at=at, what=made.what)
    made.delete()


@transaction.atomic
def join_record(made: Pledge, *, kind: str, thing: Any, by: User, at: datetime) -> Kept:
    """Let a record that stands elsewhere (`kind` of models.RECORDS) keep a pledge."""
    made = _running(made)
    try:
        with transaction.atomic():
            kept = Kept.objects.create(
                community_id=made.community_id, pledge=made, joined_by=by, joined_at=at, **{kind: thing}
            )
    except IntegrityError as why:
        if "a_record_keeps_a_pledge_once" not in str(why):
            raise
        raise JoinedAlready(_("这条记录已经连上了。")) from why
    record(events.RECORD_JOINED, made, by=by, at=at, kind=kind, record=thing.pk)
    return kept


@transaction.atomic
def part_record(kept: Kept, *, by: User, at: datetime) -> None:
    """Take a record off a pledge again; the record itself stays where it is."""
    made = _running(kept.pledge)
    if Kept.objects.filter(pk=kept.pk).delete()[0]:
        record(events.RECORD_PARTED, made, by=by, at=at, kind=kept.kind, record=kept.record.pk)


def _running(made: Pledge) -> Pledge:
    made = Pledge.objects.select_for_update(of=("self",)).select_related("theme", "unit", "person").get(pk=made.pk)
    if made.ended_on is not None:
        raise PledgeIsOver(_("这份认领已经结束了。"))
    return made


def _named(made: Pledge) -> str:
    return mask_name(made.person.name) if made.person else str(made.unit)
