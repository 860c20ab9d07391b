"""The register: what is written sealed, found again by its hash, and entered once."""

import pytest
from django.core.exceptions import FieldError
from django.db import IntegrityError, connection, transaction

from linli.accounts.models import User
from linli.journal.models import Event
from linli.residents.actions import AlreadyRegistered, enter_person, enter_unit
from linli.residents.actions.units import UnitIsHere
from linli.residents.models import Household, HouseholdMember, LiaisonOfficer, Person, Unit
from linli.residents.queries import liaisons_of, people_with_phone, unit_ids_of, units_of
from linli.territory.models import Dwelling

ID_NUMBER = "110101199003070038"


def enter(town, at, **but):
    given = {"name": "黄桂香", "id_number": ID_NUMBER, "phone": "138 0000 0001"}
    with transaction.atomic():
        return enter_person(town.guihua, by=town.worker_mo, at=at, **{**given, **but})


def stored(table, column):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")
        return cursor.fetchone()[0]


# People


def test_only_a_name_is_needed(town, at):
    person = enter(town, at, id_number="", phone="")

    assert (person.name, person.id_number, person.id_number_hash, person.phone, person.phone_hash) == (
        "黄桂香", "", "", "", "",
    )  # fmt: skip


def test_numbers_are_tidied_before_they_are_kept(town, at):
    person = Person.objects.get(pk=enter(town, at, id_number=" 11010119900307003８ ", phone="138-0000-0001").pk)

    assert (person.id_number, person.phone, person.phone_tail) == (ID_NUMBER, "+8613800000001", "0001")


@pytest.mark.parametrize("column", ["id_number", "phone"])
def test_sealed_columns_cannot_be_read_in_the_database(town, at, column):
    enter(town, at)

    sealed = stored("residents_person", column)
    assert sealed.startswith("gAAAA")
    assert (ID_NUMBER in sealed, "13800000001" in sealed) == (False, False)


def test_nor_is_a_hash_the_number(town, at):
    enter(town, at)

    for column in ("id_number_hash", "phone_hash"):
        assert len(stored("residents_person", column)) == 64


@pytest.mark.parametrize("lookup", ["id_number", "phone__contains", "phone__startswith"])
def test_nor_searched(town, lookup):
    with pytest.raises(FieldError, match="sealed and cannot be searched"):
        Person.objects.filter(**{lookup: "1"}).exists()


def test_people_are_found_by_their_number(town, at):
    person = enter(town, at)

    assert list(people_with_phone(town.guihua.pk, "+8613800000001")) == [person]
    assert list(people_with_phone(town.guihua.pk, "+8613800000002")) == []
    assert list(people_with_phone(town.yinxing.pk, "+8613800000001")) == []


def test_two_people_may_share_a_phone_but_not_an_identity_number(town, at):
    enter(town, at)
    enter(town, at, name="黄小妹", id_number="")

    with pytest.raises(AlreadyRegistered, match="登记在黄桂香名下"):
        enter(town, at, name="黄桂香（又名）", phone="")
    assert Person.objects.count() == 2
    assert Event.objects.filter(verb="residents.person_entered").count() == 2


def test_any_number_of_people_have_none(town, at):
    for name in ("甲", "乙"):
        enter(town, at, name=name, id_number="", phone="")

    assert Person.objects.count() == 2


def test_somebody_may_be_known_to_both_communities(town, at):
    enter(town, at)

    with transaction.atomic():
        enter_person(town.yinxing, name="黄桂香", id_number=ID_NUMBER, by=town.operator_zhao, at=at)
    assert Person.objects.count() == 2


@pytest.mark.parametrize(
    ("given", "sentence"),
    [({"id_number": "110101199003070039"}, "最后一位对不上"), ({"phone": "1380000"}, "手机号码应是 11 位")],
)
def test_a_wrong_number_is_refused_and_nothing_is_written(town, at, given, sentence):
    with pytest.raises(ValueError, match=sentence):
        enter(town, at, **given)
    assert (Person.objects.count(), Event.objects.count()) == (0, 0)


def test_the_journal_says_that_somebody_was_entered_and_not_who(town, at):
    person = enter(town, at)

    event = Event.objects.get()
    assert (event.verb, event.subject, event.facts, event.actor) == (
        "residents.person_entered", person, {}, town.worker_mo,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["阿依古丽·买买提", "㛃䶮", "Müller"])
def test_every_name_is_kept_as_it_is_written(town, at, name):
    assert Person.objects.get(pk=enter(town, at, name=name).pk).name == name


# Households


@pytest.fixture
def household(town, at):
    dwelling = Dwelling.objects.create(community=town.guihua, door=town.door, label="302")
    return Household.objects.create(community=town.guihua, dwelling=dwelling, from_on=at.date())


def live(town, household, person, at, **but):
    with transaction.atomic():
        return HouseholdMember.objects.create(
            community=town.guihua, household=household, person=person, from_on=at.date(), **but
        )


def test_a_household_has_one_head(town, at, household):
    live(town, household, enter(town, at), at, is_head=True)

    with pytest.raises(IntegrityError, match="one_head_of_a_household"):
        live(town, household, enter(town, at, id_number=""), at, is_head=True)


def test_nobody_lives_in_two_households_at_once(town, at, household):
    person = enter(town, at)
    elsewhere = Household.objects.create(community=town.guihua, dwelling=household.dwelling, from_on=at.date())
    live(town, household, person, at)

    with pytest.raises(IntegrityError, match="nobody_lives_in_two_households_at_once"):
        live(town, elsewhere, person, at)


def test_but_may_move(town, at, household, minutes):
    person, later = enter(town, at), at + minutes(60 * 24 * 30)
    live(town, household, person, at, until_on=later.date())
    elsewhere = Household.objects.create(community=town.guihua, dwelling=household.dwelling, from_on=later.date())

    assert live(town, elsewhere, person, later).household == elsewhere


# Units


def test_a_unit_is_entered_once(town, at):
    given = {"name": "八步区市政局", "short_name": "市政局", "kind": Unit.Kind.OFFICE, "by": town.worker_mo, "at": at}
    unit = enter_unit(town.guihua, **given)

    assert (str(unit), Event.objects.get().facts) == ("市政局", {"name": "八步区市政局"})
    with pytest.raises(UnitIsHere, match="已经登记过了"), transaction.atomic():
        enter_unit(town.guihua, **given)
    assert Event.objects.count() == 1


def test_units_that_left_are_no_longer_asked(town, at):
    here = Unit.objects.create(community=town.guihua, name="市政局", kind=Unit.Kind.OFFICE)
    Unit.objects.create(community=town.guihua, name="纺织厂", kind=Unit.Kind.COMPANY, left_on=at.date())

    assert list(units_of(town.guihua.pk)) == [here]


def test_liaisons_sign_in_for_their_unit_while_their_term_runs(town, at, minutes):
    unit = Unit.objects.create(community=town.guihua, name="市政局", kind=Unit.Kind.OFFICE)
    su, old = User.objects.create(username="su", name="苏明"), User.objects.create(username="old", name="老刘")
    today = at.date()
    LiaisonOfficer.objects.create(community=town.guihua, unit=unit, user=su, from_on=today)
    LiaisonOfficer.objects.create(
        community=town.guihua, unit=unit, user=old, from_on=(at - minutes(60 * 24 * 400)).date(), until_on=today
    )

    assert liaisons_of(unit, today) == [su]
    assert liaisons_of(unit, (at - minutes(60 * 24)).date()) == [old]
    assert (unit_ids_of(su), unit_ids_of(old)) == ([unit.pk], [])
