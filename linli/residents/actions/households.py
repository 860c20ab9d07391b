"""Who lives where: households form behind a door, people move in and out, all of them move on."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.territory.models import Door, Dwelling
from linli.web.refusal import Refusal

from .. import events
from ..models import Household, HouseholdMember, Person
from ..queries.people import living_on

ToHead = HouseholdMember.ToHead


class LivesElsewhere(Refusal):
    """Somebody is known to have lived in another household on some of these days."""


class HasMovedOn(Refusal):
    """The household, or the person, is no longer there."""


class Comer(NamedTuple):
    """Somebody who moves in, and who they are to the head (a GB/T 4761 code, blank when nobody said)."""

    person: Person
    relation: str = ""


@transaction.atomic
def form_household(
    door: Door,
    *,
    label: str,
    head: Person,
    others: Sequence[Comer] = (),
    from_on: date,
    tenure: str = "",
    is_registered_here: bool | None = None,
    by: User | None,
    at: datetime,
) -> Household:
    """Let a household begin behind a door; who lived elsewhere until then moves out there on the same day."""
    dwelling = dwelling_behind(door, label)
    household = Household.objects.create(
        community_id=door.community_id, dwelling=dwelling, from_on=from_on, tenure=tenure,
        is_registered_here=is_registered_here,
    )  # fmt: skip
    _let_in(household, Comer(head, ToHead.SELF), from_on, is_head=True)
    for comer in others:
        _let_in(household, comer, from_on)
    record(events.HOUSEHOLD_FORMED, household, by=by, at=at, where=str(dwelling))
    return household


@transaction.atomic
def join_household(
    household: Household, *, person: Person, relation: str = "", from_on: date, by: User, at: datetime
) -> HouseholdMember:
    """Let somebody move in with a household; who lived elsewhere moves out there on the same day."""
    household = _locked(household)
    is_first = not household.members.filter(until_on=None).exists()
    member = _let_in(household, Comer(person, ToHead.SELF if is_first else relation), from_on, is_head=is_first)
    record(events.MOVED_IN, person, by=by, at=at, where=str(household), on=from_on)
    return member


@transaction.atomic
def leave_household(member: HouseholdMember, *, on: date, by: User, at: datetime) -> None:
    """Let one person move out. A head's place is taken by the spouse, else by the eldest; with the last it ends."""
    household = _locked(member.household)
    member = household.members.select_related("person").get(pk=member.pk)
    if member.until_on is not None:
        raise HasMovedOn(_("{name}已经搬走了。").format(name=member.person.name))
    _refuse_before(member.from_on, on)
    _let_out(household, member, on)
    record(events.MOVED_OUT, member.person, by=by, at=at, where=str(household), on=on)


@transaction.atomic
def move_household(household: Household, *, door: Door, label: str, on: date, by: User, at: datetime) -> Household:
    """Let all who live there now move to another door together; the old household ends, its history stays."""
    household = _locked(household)
    _refuse_before(household.from_on, on)
    members = list(household.members.filter(until_on=None).select_related("person"))
    arrived = Household.objects.create(
        community_id=household.community_id, dwelling=dwelling_behind(door, label), from_on=on,
        last_verified_on=on, verified_by=by,
    )  # fmt: skip
    household.members.filter(until_on=None).update(until_on=on)
    HouseholdMember.objects.bulk_create(
        HouseholdMember(
            community_id=household.community_id, household=arrived, person=member.person, is_head=member.is_head,
            relation=member.relation, from_on=on,
        )
        for member in members
    )  # fmt: skip
    _end(household, on)
    record(events.HOUSEHOLD_MOVED, household, by=by, at=at, where=str(arrived.dwelling), on=on)
    record(events.HOUSEHOLD_FORMED, arrived, by=by, at=at, where=str(arrived.dwelling))
    return arrived


@transaction.atomic
def end_household(household: Household, *, on: date, by: User, at: datetime) -> None:
    """Let all who live there move away, nobody knows or needs to say where."""
    household = _locked(household)
    _refuse_before(household.from_on, on)
    household.members.filter(until_on=None).update(until_on=on)
    _end(household, on)
    record(events.HOUSEHOLD_LEFT, household, by=by, at=at, on=on)


@transaction.atomic
def name_head(household: Household, *, member: HouseholdMember, by: User, at: datetime) -> None:
    """Make another member the head. What the others are to the new head has to be said anew."""
    household = _locked(household)
    member = household.members.select_related("person").get(pk=member.pk)
    if member.until_on is not None:
        raise HasMovedOn(_("{name}已经搬走了，不能当户主。").format(name=member.person.name))
    _put_at_head(household, member)
    record(events.HEAD_NAMED, household, by=by, at=at, name=member.person.name)


@transaction.atomic
def change_household(
    household: Household, *, tenure: str, is_registered_here: bool | None, by: User, at: datetime
) -> None:
    """Keep how they live there: owned or rented, and whether they are registered here."""
    household = _locked(household)
    household.tenure, household.is_registered_here = tenure, is_registered_here
    household.save(update_fields=["tenure", "is_registered_here"])
    record(events.HOUSEHOLD_CHANGED, household, by=by, at=at)


@transaction.atomic
def verify_household(household: Household, *, by: User, at: datetime) -> int:
    """核对: stamp the household and everybody who lives there now as looked at today; return how many people."""
    household, today = _locked(household), at.date()
    household.last_verified_on, household.verified_by = today, by
    household.save(update_fields=["last_verified_on", "verified_by"])
    living = household.members.filter(living_on(today)).values("person_id")
    count = Person.objects.filter(pk__in=living).update(last_verified_on=today, verified_by=by)
    record(events.HOUSEHOLD_VERIFIED, household, by=by, at=at, count=count)
    return count


def dwelling_behind(door: Door, label: str) -> Dwelling:
    """Return the dwelling of that label behind a door; one nobody named before begins."""
    return Dwelling.objects.get_or_create(community_id=door.community_id, door=door, label=label.strip())[0]


def leave_wherever(person: Person, on: date) -> None:
    """Let somebody move out of where they live now, if they live anywhere."""
    member = HouseholdMember.objects.filter(person=person, until_on=None).select_related("household").first()
    if member is not None:
        _let_out(_locked(member.household), member, max(on, member.from_on))


def _locked(household: Household) -> Household:
    found = (
        Household.objects.select_for_update(of=("self",)).select_related("dwelling__door__lane").get(pk=household.pk)
    )
    if found.until_on is not None:
        raise HasMovedOn(_("这一户已经搬走了，不能再改。有人回来住，请登记一户新的。"))
    return found


def _let_in(household: Household, comer: Comer, on: date, *, is_head: bool = False) -> HouseholdMember:
    if HouseholdMember.objects.filter(person=comer.person, until_on=None, from_on__gt=on).exists():
        raise _lives_elsewhere(comer.person)
    leave_wherever(comer.person, on)
    with _one_home_at_a_time(comer.person):
        return HouseholdMember.objects.create(
            community_id=household.community_id, household=household, person=comer.person, is_head=is_head,
            relation=comer.relation, from_on=on,
        )  # fmt: skip


def _let_out(household: Household, member: HouseholdMember, on: date) -> None:
    """End a membership; one that began that very day was a mistake and is forgotten."""
    if member.from_on == on:
        member.delete()
    else:
        HouseholdMember.objects.filter(pk=member.pk).update(until_on=on)
    rest = list(household.members.filter(until_on=None).select_related("person").order_by("person__birth_on", "pk"))
    if not rest:
        _end(household, on)
    elif member.is_head:
        spouse = next((each for each in rest if each.relation == ToHead.SPOUSE), rest[0])
        _put_at_head(household, spouse)


def _put_at_head(household: Household, member: HouseholdMember) -> None:
    household.members.filter(until_on=None, is_head=True).update(is_head=False)
    household.members.filter(until_on=None).exclude(pk=member.pk).update(relation="")
    HouseholdMember.objects.filter(pk=member.pk).update(is_head=True, relation=ToHead.SELF)


def _end(household: Household, on: date) -> None:
    if on > household.from_on:
        household.until_on = on
        household.save(update_fields=["until_on"])
    else:
        household.members.all().delete()
        household.delete()


def _refuse_before(began: date, on: date) -> None:
    if on < began:
        raise HasMovedOn(
            _("{day} 才搬来的，不会在那以前搬走。请再看一下日期。").format(day=began.isoformat()), field="on"
        )


@contextmanager
def _one_home_at_a_time(person: Person) -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as why:
        if "nobody_lives_in_two_households_at_once" not in str(why):
            raise
        raise _lives_elsewhere(person) from why


def _lives_elsewhere(person: Person) -> LivesElsewhere:
    sentence = _("{name}那几天登记住在别处。请先到那一户把搬走的日期改对，或者把这里的日期写晚一些。")
    return LivesElsewhere(sentence.format(name=person.name), field="from_on")
