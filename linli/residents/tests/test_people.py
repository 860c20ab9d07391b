"""Entering people one by one and many at once, changing them, and naming one in another room's form."""

from datetime import date

import pytest
from django import forms
from django.db import IntegrityError, transaction

from linli.accounts.models import Duty, User
from linli.journal.models import Event
from linli.residents.actions import AlreadyRegistered, change_person, enter_people, enter_person
from linli.residents.fields import PersonField
from linli.residents.models import Household, HouseholdMember, Person
from linli.residents.queries import keys_by_id_number, readable_by, search
from linli.residents.queries.register import look_up
from linli.territory.models import Door, Dwelling

MAN = "110101199003070038"
ON = date(2026, 3, 2)


def enter(town, at, name="覃桂香", **facts):
    return enter_person(facts.pop("community", town.guihua), name=name, by=town.worker_mo, at=at, **facts)


def live(person, door, since=date(2020, 1, 1)):
    dwelling = Dwelling.objects.create(community=person.community, door=door, label=f"{person.pk}")
    household = Household.objects.create(community=person.community, dwelling=dwelling, from_on=since)
    return HouseholdMember.objects.create(
        community=person.community, household=household, person=person, from_on=since, is_head=True
    )


# Entering


def test_the_reading_follows_the_name(town, at):
    person = enter(town, at, name="覃　娟")

    assert (person.name, person.pinyin, person.initials, person.pinyin_is_by_hand) == ("覃娟", "qin juan", "qj", False)


def test_sex_and_birth_come_from_the_number_where_nobody_said_them(town, at):
    person = enter(town, at, id_number=MAN)

    assert (person.sex, person.birth_on, person.birth_precision) == ("1", date(1990, 3, 7), "day")


def test_and_stay_as_they_were_told_where_somebody_did(town, at):
    person = enter(town, at, id_number=MAN, sex="2", birth_on=date(1989, 1, 1), birth_precision="year")

    assert (person.sex, person.birth_words) == ("2", "1989")


def test_other_papers_are_kept_as_they_are_written(town, at):
    person = enter(town, at, id_kind="414", id_number="e 1234 5678")

    assert (person.id_number, person.sex) == ("E12345678", "0")


def test_a_whole_person_is_entered(town, at):
    person = enter(
        town, at, ethnicity="13", education="71", lunar_month=3, lunar_day=5, birth_on=date(1953, 4, 17),
        landline="0774-5550110", native_place="广西贺州",
    )  # fmt: skip

    assert (person.ethnicity_label, person.education_label, person.birth_words, person.landline) == (
        "瑶族", "初中毕业", "1953-04-17，农历三月初五", "+867745550110",
    )  # fmt: skip


def test_many_are_entered_in_a_few_statements(town, at, django_assert_max_num_queries):
    rows = [{"name": "覃桂", "phone": f"1380000{n:04}"} for n in range(30)]

    with django_assert_max_num_queries(6):
        people = enter_people(town.guihua, [*rows, {"name": "单明", "id_number": MAN}], by=town.worker_mo, at=at)
    assert (people[0].pinyin, people[-1].pinyin, people[-1].sex) == ("qin gui", "shan ming", "1")
    assert Person.objects.count() == Event.objects.filter(verb="residents.person_entered").count() == 31
    assert keys_by_id_number(town.guihua.pk, [MAN, ""]) == {MAN: people[-1].pk}


def test_or_nobody(town, at):
    with pytest.raises(IntegrityError), transaction.atomic():
        enter_people(
            town.guihua, [{"name": "甲", "id_number": MAN}, {"name": "乙", "id_number": MAN}], by=town.worker_mo, at=at
        )
    assert (Person.objects.count(), Event.objects.count()) == (0, 0)


# Changing


def test_what_is_changed_is_kept_and_told_by_its_name_alone(town, at):
    person = enter(town, at, phone="13800000001")

    change_person(person, by=town.worker_mo, at=at, phone="13800000002", education="21")
    person.refresh_from_db()
    assert (person.phone_tail, person.education, person.name) == ("0002", "21", "覃桂香")
    assert Event.objects.get(verb="residents.person_changed").facts == {"what": "学历、电话"}


def test_nothing_changed_writes_nothing(town, at):
    person = enter(town, at, phone="13800000001")

    change_person(person, by=town.worker_mo, at=at, phone="138 0000 0001", name="覃桂香")
    assert Event.objects.filter(verb="residents.person_changed").count() == 0


def test_a_reading_by_hand_stays_when_other_facts_change(town, at):
    person = change_person(enter(town, at), by=town.worker_mo, at=at, pinyin="Tán guì xiāng")
    person = change_person(person, by=town.worker_mo, at=at, education="21")

    assert (person.pinyin, person.initials, person.pinyin_is_by_hand) == ("tan gui xiang", "tgx", True)
    assert change_person(person, by=town.worker_mo, at=at, pinyin="").pinyin == "qin gui xiang"


def test_the_number_of_somebody_else_is_refused_and_nothing_changes(town, at):
    enter(town, at, name="黄大海", id_number=MAN)
    person = enter(town, at)

    with pytest.raises(AlreadyRegistered, match="登记在黄大海名下"):
        change_person(person, by=town.worker_mo, at=at, id_number=MAN, education="21")
    person.refresh_from_db()
    assert (person.id_number, person.education) == ("", "")


# Finding and picking


def listed(user, town, **wanted):
    return [line.person for line in look_up(user, wanted, community_id=town.guihua.pk, on=ON).lines]


@pytest.mark.parametrize("words", ["桂香", "覃", "覃 香", "qin gui", "qgx", "QINGUI", "0001", "覃 0001", "13800000001"])
def test_people_are_found_by_what_is_said_of_them(town, at, words):
    person = enter(town, at, phone="13800000001")
    enter(town, at, name="黄大海", phone="13800000002")

    assert list(search(readable_by(town.worker_mo, ON), words)) == [person]
    assert listed(town.worker_mo, town, q=words) == [person]


def test_a_keeper_finds_the_people_of_their_own_zone_alone(town, at):
    here, there = enter(town, at), enter(town, at, name="覃小明")
    live(here, town.door)
    live(there, Door.objects.create(community=town.guihua, lane=town.lane, number=39))

    for user, by_name in ((town.keeper_wei, [here]), (town.operator_lin, [here, there]), (town.operator_zhao, [])):
        assert list(search(readable_by(user, ON), "覃")) == listed(user, town) == by_name
        assert listed(user, town, q="覃") == by_name[::-1]  # as the words go on: 小 before 桂
    assert listed(town.operator_lin, town, zone=str(town.zone.pk)) == [here]


def test_a_name_that_has_the_word_twice_is_listed_once(town, at):
    person = enter(town, at, name="覃桂桂")

    assert listed(town.worker_mo, town, q="桂") == [person]


@pytest.mark.parametrize("role", ["party_member", "unit_liaison", "support_helper", "affairs_supervisor"])
def test_who_does_not_keep_the_register_reads_of_nobody(town, at, role):
    enter(town, at)
    other = User.objects.create(username=role, name="外人", must_change_password=False)
    Duty.objects.create(user=other, role=role, community=town.guihua, from_on=date(2020, 1, 1))

    assert list(readable_by(other, ON)) == []
    assert listed(other, town) == listed(other, town, q="覃") == []
    assert readable_by(town.secretary_liao, ON).count() == 1


class Pairing(forms.Form):
    person = PersonField()

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].people = people


def test_a_form_takes_whom_the_words_fit_alone(town, at):
    person = enter(town, at)

    form = Pairing({"person_words": "qgx"}, people=readable_by(town.worker_mo, ON))
    assert form.is_valid()
    assert form.cleaned_data["person"] == person


def test_and_asks_which_where_they_fit_several(town, at):
    person, _other = enter(town, at), enter(town, at, name="覃桂芳", phone="13800000002")
    people = readable_by(town.worker_mo, ON)

    form = Pairing({"person_words": "覃"}, people=people)
    assert form.errors["person"] == ["找到的不止一位，请在下面选一位。"]
    assert str(form["person"]).count('type="radio"') == 2
    chosen = Pairing({"person_words": "覃", "person": str(person.pk)}, people=people)
    assert chosen.is_valid()
    assert chosen.cleaned_data["person"] == person


def test_somebody_out_of_sight_cannot_be_chosen(town, at):
    other = enter(town, at, community=town.yinxing)

    assert not Pairing({"person": str(other.pk)}, people=readable_by(town.worker_mo, ON)).is_valid()


def test_people_are_offered_while_a_name_is_typed(client, town, at):
    enter(town, at, phone="13800000001")

    client.force_login(town.worker_mo)
    page = client.get("/residents/pick/", {"for": "who", "who_words": "覃"}).content.decode()
    assert ('name="who"' in page, "覃桂香" in page, "****0001" in page) == (True, True, True)
    client.force_login(town.operator_zhao)
    assert "覃桂香" not in client.get("/residents/pick/", {"for": "who", "who_words": "覃"}).content.decode()
