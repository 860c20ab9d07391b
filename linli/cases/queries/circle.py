"""Who stands around a case at a moment: everybody the built-in rule and the ladder could come to, in one question."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from linli.accounts.models import Duty, User
from linli.fence.asking import ask
from linli.fence.straight import from_facts
from linli.rota.models import Post

from ..models import Case

_CIRCLE = """
    SELECT stands.as_what, u.id, u.name, u.is_active, EXISTS (
        SELECT 1 FROM rota_absence a WHERE a.person_id = u.id AND a.starts_at <= %(at)s AND a.ends_at > %(at)s
    )
    FROM (
        SELECT role AS as_what, user_id, role = 'zone_keeper' AND is_lead AS is_lead, from_on::timestamptz AS since, id
        FROM accounts_duty
        WHERE from_on <= %(on)s AND (until_on IS NULL OR until_on > %(on)s)
        AND (zone_id = %(zone)s OR community_id = %(community)s AND role IN ('duty_officer', 'branch_secretary'))
        UNION ALL
        SELECT post.kind, CASE WHEN shift.backup_id IS NOT NULL AND EXISTS (
            SELECT 1 FROM rota_absence a
            WHERE a.person_id = shift.person_id AND a.starts_at <= %(at)s AND a.ends_at > %(at)s
        ) THEN shift.backup_id ELSE shift.person_id END, false, shift.starts_at, shift.id
        FROM rota_shift shift JOIN rota_post post ON post.id = shift.post_id
        WHERE shift.community_id = %(community)s AND shift.starts_at <= %(at)s AND shift.ends_at > %(at)s
        AND post.kind IN ('service_centre', 'officer')
    ) stands JOIN accounts_user u ON u.id = stands.user_id
    ORDER BY stands.is_lead DESC, stands.since, stands.id
"""


@dataclass(frozen=True)
class Circle:
    """The people around a case, each group in the order in which they are asked. `away` are the keys of the absent.

    `centre` and `on_duty` stand on a post now (the backup of whoever is away); `officers` hold the duty (带班).
    """

    keepers: Sequence[User]
    centre: Sequence[User]
    on_duty: Sequence[User]
    officers: Sequence[User]
    secretaries: Sequence[User]
    away: frozenset[int]

    @property
    def in_charge(self) -> Sequence[User]:
        """The officer on duty; without one, everybody who holds that duty."""
        return self.on_duty or self.officers


def circle_of(case: Case, at: datetime) -> Circle:
    """Return who stands around `case` at that moment. Of each person only key, name and `is_active` are read."""
    where = {"community": case.community_id, "zone": case.zone_id, "at": at, "on": timezone.localdate(at)}
    groups, gone = defaultdict(list), set()
    for as_what, key, name, is_active, is_away in ask(_CIRCLE, where):
        if is_away:
            gone.add(key)
        if is_active or as_what in Post.Kind:
            groups[as_what].append(from_facts(User, {"id": key, "name": name, "is_active": is_active}))
    return Circle(
        keepers=groups[Duty.Role.ZONE_KEEPER],
        centre=groups[Post.Kind.SERVICE_CENTRE],
        on_duty=groups[Post.Kind.OFFICER],
        officers=groups[Duty.Role.DUTY_OFFICER],
        secretaries=groups[Duty.Role.BRANCH_SECRETARY],
        away=frozenset(gone),
    )
