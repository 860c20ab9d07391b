"""What each organisation still owes its members this month, quarter and year; what it held and what is planned."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ..models import LEADING, Organisation, OrganisationActivity, OrganisationKind, Post
from .life import Held, Owed, owed, period_of, rules_for, setting
from .rosters import full_members


@dataclass(frozen=True)
class Life:
    """One organisation with everything it owes on a day, in the order of the rules."""

    organisation: Organisation
    lines: Sequence[Owed]

    @property
    def to_do(self) -> list[Owed]:
        return [line for line in self.lines if not line.is_done]

    @property
    def done(self) -> list[Owed]:
        return [line for line in self.lines if line.is_done]


def life_of(organisations: Iterable[Organisation], on: date) -> list[Life]:
    """Return what these organisations owe on a day, in their own order: three questions however many there are."""
    every = [each for each in organisations if each.is_branch or each.kind == OrganisationKind.GROUP]
    keys = [each.pk for each in every]
    committees = set(
        Post.objects.in_force(on)
        .filter(organisation__in=keys, code__in=LEADING)
        .values_list("organisation_id")
        .annotate(n=Count("pk"))
        .filter(n__gte=3)
        .values_list("organisation_id", flat=True)
    )
    meetings = meetings_between(keys, period_of("year", on).since, period_of("year", on).until)
    return [
        Life(each, [owed(rule, meetings.get(each.pk, []), on) for rule in rules_for(_holders(each, committees))])
        for each in every
    ]


def _holders(organisation: Organisation, committees: set[int]) -> set[str]:
    """A branch too small for a committee owes no committee meetings; a group only its own."""
    if not organisation.is_branch:
        return {"group"}
    return {"branch", "committee"} if organisation.pk in committees else {"branch"}


def meetings_between(
    organisations: Iterable[int], since: date, until: date
) -> dict[int, list[tuple[frozenset[str], Held]]]:
    """Return the meetings of organisations between two days with their kinds, the earliest first."""
    rows = (
        OrganisationActivity.objects.filter(organisation__in=list(organisations), activity__cancelled_at=None)
        .filter(activity__starts_at__date__gte=since - timedelta(days=1), activity__starts_at__date__lte=until)
        .select_related("activity")
        .order_by("activity__starts_at", "pk")
    )
    found: dict[int, list[tuple[frozenset[str], Held]]] = {}
    for row in rows:
        activity = row.activity
        held = Held(row.pk, activity.title, localdate(activity.started_at or activity.starts_at), activity.is_held)
        found.setdefault(row.organisation_id, []).append((frozenset(activity.kinds), held))
    return found


def recent_meetings(organisation: Organisation, count: int = 6) -> list[OrganisationActivity]:
    """Return its latest meetings and those to come, and those of its groups, the latest first."""
    rows = OrganisationActivity.objects.filter(Q(organisation=organisation) | Q(organisation__parent=organisation))
    return list(rows.select_related("activity", "organisation").order_by("-activity__starts_at", "-pk")[:count])


def times_this_year(meeting: OrganisationActivity) -> int:
    """本年第几次: which of its organisation's meetings of its first kind this is, in the year."""
    activity = meeting.activity
    earlier = OrganisationActivity.objects.filter(
        organisation=meeting.organisation_id, year=meeting.year, activity__cancelled_at=None,
        activity__kinds__contains=activity.kinds[:1],
    )  # fmt: skip
    before = Q(activity__starts_at__lt=activity.starts_at) | Q(
        activity__starts_at=activity.starts_at, pk__lt=meeting.pk
    )
    return earlier.filter(before).count() + 1


def concerns(organisation: Organisation, on: date) -> list[str]:
    """Return what a kind colleague would say of an organisation: a hint, never a refusal."""
    found = []
    if organisation.is_branch and organisation.kind == OrganisationKind.BRANCH:
        count, wanted = full_members(organisation, on), setting("full_members_of_a_branch")
        if count < wanted:
            found.append(
                _(
                    "正式党员 {count} 名，不到 {wanted} 名。可以和别的支部合成联合党支部，或者请上级党组织看怎么设。"
                ).format(count=count, wanted=wanted)
            )
    years = setting("term_years")
    if organisation.elected_on and (on - organisation.elected_on).days > years * 365:
        found.append(_("上一次换届是 {day}，已经过了 {years} 年。").format(day=organisation.elected_on, years=years))
    return found
