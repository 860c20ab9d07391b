"""Who is on duty, who is away, and who may stand at all."""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from linli.accounts.models import Duty, User
from linli.fence.asking import ask

from ..models import Absence, Shift
from ..rules import STANDS


def on_duty(community_id: int, kind: str, at: datetime) -> list[User]:
    """Return who stands on posts of `kind` at that moment: the backup where the one on the shift is away."""
    return _there(Shift.objects.filter(community=community_id, post__kind=kind), at)


def on_duty_at(community_id: int, kind: str, moments: Collection[datetime]) -> dict[datetime, set[int]]:
    """Return the keys of whom `on_duty` names at each of many moments, in two queries."""
    first, last = min(moments), max(moments)
    stood = Shift.objects.filter(community=community_id, post__kind=kind, starts_at__lte=last, ends_at__gt=first)
    shifts = list(stood.values_list("starts_at", "ends_at", "person", "backup"))
    people = {person for _begins, _ends, person, _backup in shifts}
    missed = Absence.objects.filter(person__in=people, starts_at__lte=last, ends_at__gt=first)
    absences = list(missed.values_list("person", "starts_at", "ends_at"))

    def standing(at: datetime) -> set[int]:
        gone = {person for person, begins, ends in absences if begins <= at < ends}
        running = [(person, backup) for begins, ends, person, backup in shifts if begins <= at < ends]
        return {backup if backup and person in gone else person for person, backup in running}

    return {at: standing(at) for at in moments}


def standing_on(post_id: int, at: datetime) -> list[User]:
    """Return who stands on this very post at that moment, backups as in `on_duty`."""
    return _there(Shift.objects.filter(post=post_id), at)


def _there(shifts: QuerySet[Shift], at: datetime) -> list[User]:
    gone = Absence.objects.filter(person=OuterRef("person"), starts_at__lte=at, ends_at__gt=at)
    running = shifts.filter(starts_at__lte=at, ends_at__gt=at).annotate(is_away=Exists(gone))
    found = running.select_related("person", "backup").order_by("starts_at", "pk")
    return [shift.backup if shift.backup and getattr(shift, "is_away", False) else shift.person for shift in found]


class Stand(NamedTuple):
    """Who stands where from when to when, by name; `backup` steps in while the person `is_away`, blank without one."""

    post: str
    person: str
    backup: str
    is_away: bool
    starts_at: datetime
    ends_at: datetime


class Watch(NamedTuple):
    """Who stands where now, in the order of the posts, and who comes next on one kind of post."""

    now: list[Stand]
    next: Stand | None

    @property
    def until(self) -> datetime | None:
        """Until when this is so, if nobody changes the rota; None when nothing is planned."""
        edges = [each.ends_at for each in self.now]
        return min([*edges, self.next.starts_at] if self.next else edges, default=None)


_STAND = """post.name, person.name, coalesce(backup.name, ''),
        EXISTS (SELECT FROM rota_absence gone WHERE gone.person_id = s.person_id
            AND gone.starts_at <= greatest(s.starts_at, %(at)s) AND gone.ends_at > greatest(s.starts_at, %(at)s)),
        s.starts_at, s.ends_at
    FROM rota_shift s JOIN rota_post post ON post.id = s.post_id JOIN accounts_user person ON person.id = s.person_id
        LEFT JOIN accounts_user backup ON backup.id = s.backup_id"""
_WATCH = f"""
(SELECT true, {_STAND}
    WHERE s.community_id = %(community)s AND s.ends_at > %(at)s AND s.starts_at <= %(at)s
    ORDER BY post."order", s.starts_at)
UNION ALL
(SELECT false, {_STAND}
    WHERE s.community_id = %(community)s AND s.ends_at > %(at)s AND s.starts_at > %(at)s AND post.kind = %(kind)s
    ORDER BY s.starts_at LIMIT 1)
"""


def watch(community_id: int, kind: str, at: datetime) -> Watch:
    """Return who stands where at that moment, and the next shift that begins on posts of `kind`."""
    found = ask(_WATCH, {"community": community_id, "kind": kind, "at": at})
    running = [Stand(*stand) for is_now, *stand in found if is_now]
    return Watch(running, next((Stand(*stand) for is_now, *stand in found if not is_now), None))


def away(user_ids: list[int], at: datetime) -> set[int]:
    """Return which of these people are absent at that moment."""
    return set(
        Absence.objects.filter(person__in=user_ids, starts_at__lte=at, ends_at__gt=at).values_list(
            "person_id", flat=True
        )
    )


def absences_between(community_id: int, since: datetime, until: datetime) -> list[Absence]:
    """Return who is away at any time between the two moments, first come first."""
    found = Absence.objects.filter(community=community_id, starts_at__lt=until, ends_at__gt=since)
    return list(found.select_related("person").order_by("starts_at", "pk"))


def who_may_stand(community_id: int, on: date) -> QuerySet[User]:
    """Return everybody who may be put on a shift of the community, by name."""
    duties = Duty.objects.in_force(on).filter(community=community_id, role__in=STANDS)
    return User.objects.filter(pk__in=duties.values("user"), is_active=True).order_by("name", "pk")


def shifts_hit_by(absences: list[Absence]) -> dict[int, list[Shift]]:
    """Return the shifts that fall into each of these absences, wholly or in part, by the absence's key. One query."""
    if not absences:
        return {}
    since, until = min(each.starts_at for each in absences), max(each.ends_at for each in absences)
    shifts = Shift.objects.filter(
        person__in={each.person_id for each in absences}, starts_at__lt=until, ends_at__gt=since
    )
    hit: dict[int, list[Shift]] = {each.pk: [] for each in absences}
    for shift in shifts.with_people().order_by("starts_at"):
        for each in absences:
            if each.person_id == shift.person_id and each.starts_at < shift.ends_at and each.ends_at > shift.starts_at:
                hit[each.pk].append(shift)
    return hit
