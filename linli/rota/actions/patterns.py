"""Turns: kept as a pattern, and written into the rota for a period."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.accounts.models import User
from linli.journal.record import record
from linli.web.refusal import Refusal

from .. import events
from ..models import Pattern, PatternPerson, Post, Shift
from ..queries.gaps import local_moment
from ..queries.turns import LONGEST, Turn, preview


class TooLong(Refusal):
    pass


class SomebodyWasFaster(Refusal):
    pass


@transaction.atomic
def keep_pattern(pattern: Pattern, *, people: list[User], by: User, at: datetime, **given: Any) -> Pattern:
    """Save a new or changed pattern with its people in their order. Shifts it made before stay."""
    for name, value in given.items():
        setattr(pattern, name, value)
    pattern.community_id = pattern.post.community_id
    pattern.save()
    pattern.members.all().delete()
    PatternPerson.objects.bulk_create(
        PatternPerson(community_id=pattern.community_id, pattern=pattern, person=person, order=order)
        for order, person in enumerate(people)
    )
    record(events.PATTERN_CHANGED, pattern, by=by, at=at, pattern=pattern.name)
    return pattern


class ShiftsAhead(Refusal):
    pass


@transaction.atomic
def remove_pattern(pattern: Pattern, *, by: User, at: datetime) -> None:
    """Take away a turn that no shift still to be stood comes from. Shifts that are over stay as they were."""
    Post.objects.select_for_update().get(pk=pattern.post_id)
    ahead = Shift.objects.filter(pattern=pattern, ends_at__gt=at).count()
    if ahead:
        said = ngettext("还有 {n} 个班是按它排的，先撤掉那些班。", "还有 {n} 个班是按它排的，先撤掉那些班。", ahead)
        raise ShiftsAhead(said.format(n=ahead))
    record(events.PATTERN_REMOVED, pattern, by=by, at=at, pattern=pattern.name, post=pattern.post.name)
    pattern.delete()


@transaction.atomic
def fill_rota(pattern: Pattern, *, since: date, until: date, by: User, at: datetime) -> list[Turn]:
    """Write the shifts a pattern calls for from `since` to `until`, both included; return every turn with its verdict.

    Only turns still to come and free are written: pressing twice, or after swaps, doubles nothing. Turns that clash
    or fall into an absence are left out, and show as gaps.
    """
    if (until - since).days >= LONGEST:
        raise TooLong(_("一次最多排 {days} 天。").format(days=LONGEST), field="until")
    Post.objects.select_for_update().get(pk=pattern.post_id)
    found = preview(pattern, since, until)
    free = [turn for turn in found if turn.verdict == "new" and turn.ends_at > at]
    try:
        with transaction.atomic():
            Shift.objects.bulk_create(
                Shift(
                    community_id=pattern.community_id, post=pattern.post, pattern=pattern, person=turn.person,
                    planned_for=turn.person, starts_at=turn.starts_at, ends_at=turn.ends_at, changed_at=at,
                )
                for turn in free
            )  # fmt: skip
    except IntegrityError as why:
        raise SomebodyWasFaster(_("刚才有人也在排班，请再看一遍预览。")) from why
    if free:
        record(
            events.ROTA_FILLED, pattern, by=by, at=at, pattern=pattern.name, post=pattern.post.name, count=len(free),
            since=local_moment(since, 0), until=local_moment(until, 0),
            people=sorted({turn.person.pk for turn in free}),
        )  # fmt: skip
    return found
