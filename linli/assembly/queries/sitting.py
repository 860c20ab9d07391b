"""Who sits in a body on a day, wherever its seats come from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localtime

from linli.accounts.models import User
from linli.journal.models import Event
from linli.party.models import From, Post, Status
from linli.party.queries.rosters import members_of
from linli.residents.models import HouseholdMember, Person, Unit
from linli.residents.queries import living_on

from ..models import Body, BodyRule, Seat

GROWN_UP_AT = 18
SITTING_RELATIONS = (From.HOME, From.REPORTED, From.MOBILE_IN)
"""Which members sit in their organisation's council: whose relation or life is here, and who reported in."""


@dataclass(frozen=True)
class Sitter:
    """Somebody who sits in a body on a day: of the register (`person`), or known by name alone.

    `name` is how they are called in either case; `seat` is None where nobody gave out seats.
    """

    person: Person | None
    name: str
    user: User | None
    unit: Unit | None
    post: str
    seat: Seat | None = None


def sitting(body: Body, on: date) -> list[Sitter]:
    """Return who sits in `body` on that day, in order: two questions at most, however many they are."""
    if body.seated_by == Body.SeatedBy.SEATS:
        return [of_seat(seat) for seat in seats_on(body, on)]
    people = people_sitting(body, on).select_related("user")
    posts = _posts(body, on) if body.seated_by == Body.SeatedBy.MEMBERS else {}
    return [Sitter(person, person.name, person.user, None, posts.get(person.pk, "")) for person in people]


def how_many_sit(body: Body, on: date) -> int:
    """Return how many sit there, without fetching them."""
    if body.seated_by == Body.SeatedBy.SEATS:
        return seats_on(body, on).count()
    return people_sitting(body, on).count()


def how_many_sit_in(bodies: Sequence[Body], on: date) -> dict[int, int]:
    """Return how many sit in each body, by its key: one question for all that have seats."""
    seated = [body.pk for body in bodies if body.seated_by == Body.SeatedBy.SEATS]
    found = dict(Seat.objects.filter(body__in=seated).held_on(on).order_by().values_list("body").annotate(Count("pk")))
    return {body.pk: found.get(body.pk, 0) if body.pk in seated else how_many_sit(body, on) for body in bodies}


def page_of_sitters(body: Body, on: date, number: int, *, size: int = 50) -> tuple[list[Sitter], bool]:
    """Return one page of who sits there, and whether another follows. Pages are counted from 1."""
    first = (max(number, 1) - 1) * size
    if body.seated_by == Body.SeatedBy.SEATS:
        found = [of_seat(seat) for seat in seats_on(body, on)[first : first + size + 1]]
    else:
        posts = _posts(body, on) if body.seated_by == Body.SeatedBy.MEMBERS else {}
        people = people_sitting(body, on).select_related("user")[first : first + size + 1]
        found = [Sitter(each, each.name, each.user, None, posts.get(each.pk, "")) for each in people]
    return found[:size], len(found) > size


def of_seat(seat: Seat) -> Sitter:
    """Return who holds a seat; a person of the register signs in with their own account unless the seat names one."""
    user = seat.user or (seat.person.user if seat.person else None)
    return Sitter(seat.person, seat.holder, user, seat.unit, seat.post, seat)


def seats_on(body: Body, on: date) -> QuerySet[Seat]:
    seats = Seat.objects.filter(body=body).held_on(on)
    return seats.select_related("person__user", "user", "unit").order_by("from_on", "pk")


def people_sitting(body: Body, on: date) -> QuerySet[Person]:
    """Return the people who sit in a body whose seats nobody gives out."""
    if body.seated_by == Body.SeatedBy.RESIDENTS:
        return grown_ups(body.community_id, on)
    assert body.organisation is not None  # noqa: S101 - the database holds it (members_sit_for_an_organisation)
    members = members_of(body.organisation, on).filter(status=Status.NORMAL, relation__in=SITTING_RELATIONS)
    return _living(Person.objects.filter(pk__in=members.order_by().values("person")), on).order_by("pinyin", "pk")


def grown_ups(community_id: int, on: date) -> QuerySet[Person]:
    """Return the residents of 18 and more on that day: not who moved away. Whose birth nobody wrote down is not
    counted on."""
    try:
        born_by = on.replace(year=on.year - GROWN_UP_AT)
    except ValueError:
        born_by = date(on.year - GROWN_UP_AT, 2, 28)
    people = Person.objects.filter(community=community_id, merged_into=None, frozen_on=None, birth_on__lte=born_by)
    homes = HouseholdMember.objects.filter(person=OuterRef("pk"))
    return _living(people, on).filter(Exists(homes.filter(living_on(on))) | ~Exists(homes)).order_by("pinyin", "pk")


def _living(people: QuerySet[Person], on: date) -> QuerySet[Person]:
    return people.filter(Q(died_on=None) | Q(died_on__gt=on))


def _posts(body: Body, on: date) -> dict[int, str]:
    """Return what the members of the body's own organisation are there, by the key of the person."""
    posts = Post.objects.in_force(on).filter(organisation=body.organisation).select_related("member")
    return {post.member.person_id: post.get_code_display() for post in posts}


def written_today(body: Body, at: datetime) -> set[int]:
    """Return the keys of the seats written down today: a slip among them may still be taken back."""
    since = localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    kind, keys = ContentType.objects.get_for_model(Seat), body.seats.values("pk")
    given = Event.objects.filter(
        subject_type=kind, subject_id__in=keys, verb="assembly.seat_given", at__gte=since
    )  # fmt: skip
    return set(given.values_list("subject_id", flat=True))


def rule_on(body: Body, on: date) -> BodyRule | None:
    """Return the rule of that day."""
    return BodyRule.objects.filter(Q(until_on=None) | Q(until_on__gt=on), body=body, from_on__lte=on).first()


def sits_in(user: User, body: Body, on: date) -> bool:
    """Say whether `user` sits in `body` on that day."""
    if body.seated_by == Body.SeatedBy.SEATS:
        held = Seat.objects.filter(body=body).held_on(on)
        return held.filter(Q(user=user) | Q(person__user=user)).exists()
    return people_sitting(body, on).filter(user=user).exists()
