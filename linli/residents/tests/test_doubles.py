"""One person entered twice: found, looked at, merged with all that hangs on them, and taken apart again."""

from datetime import date

import pytest

from linli.accounts.models import User
from linli.residents import registry
from linli.residents.actions import (
    CannotMerge,
    CannotUndo,
    Comer,
    add_relation,
    merge_people,
    note_reading,
    tell_apart,
    undo_merger,
)
from linli.residents.models import Consent, HouseholdMember, Merger, Person, Reading, Relation
from linli.residents.queries import readable_by, search
from linli.residents.queries.doubles import likely_pairs
from linli.residents.queries.merging import links_to_people, what_moves

from .builders import MAN, enter, settle

BORN = date(1953, 8, 1)


def pairs(town):
    return [(pair.one, pair.other, pair.shares) for pair in likely_pairs(town.guihua.pk)]


def consent(town, person, at, purpose="photo_on_board"):
    return Consent.objects.create(
        community=town.guihua, person=person, purpose=purpose, given_on=at.date(), channel="paper"
    )


@pytest.fixture
def two(town, at):
    """覃桂香 entered twice: once with phone and home, once with birth, number and a consent."""
    stays = enter(town, at, phone="13800000001")
    gone = enter(town, at, birth_on=BORN, id_number=MAN, education="71")
    settle(town, at, stays)
    consent(town, gone, at)
    return stays, gone


# Finding


def test_entries_are_found_by_what_they_share(town, at):
    phone = [enter(town, at, name, phone="13800000001").pk for name in ("黄琴", "黄勤", "韦明")]
    birth = [enter(town, at, "罗福生", birth_on=BORN).pk for _n in range(2)]
    door = [enter(town, at, "莫家安") for _n in range(2)]
    settle(town, at, door[0], Comer(door[1], "97"))
    enter(town, at, "莫家安", birth_on=BORN)

    assert pairs(town) == [(*phone[:2], "phone"), (*birth, "birth"), (door[0].pk, door[1].pk, "door")]


def test_who_was_told_apart_is_not_asked_about_again(town, at):
    one, other = enter(town, at, birth_on=BORN), enter(town, at, birth_on=BORN)

    tell_apart(other, other=one, by=town.worker_mo, at=at)
    tell_apart(one, other=other, by=town.worker_mo, at=at)
    assert pairs(town) == []


# Merging


def test_all_that_hangs_on_the_other_comes_along(town, at, two):
    stays, gone = two
    add_relation(gone, kind="child", other_name="黄小妹", by=town.worker_mo, at=at)
    note_reading(gone, Reading.Part.FILE, by=town.secretary_liao, at=at)
    assert {(str(each.label), each.count) for each in what_moves(gone)} >= {("同意", 1), ("查阅记录", 1)}

    merge_people(stays, gone=gone, by=town.worker_mo, at=at)
    for model in (Consent, Relation, Reading):
        assert [row.person_id for row in model.objects.all()] == [stays.pk]
    stays.refresh_from_db()
    gone.refresh_from_db()
    assert (stays.birth_on, stays.id_number, stays.education, stays.phone_tail) == (BORN, MAN, "71", "0001")
    assert gone.merged_into == stays
    assert list(search(readable_by(town.worker_mo, at.date()), "覃桂香")) == [stays]
    assert pairs(town) == []


def test_chosen_facts_are_taken_and_others_stay(town, at):
    stays = enter(town, at, "覃桂香", education="71", birth_on=date(1950, 1, 1))
    gone = enter(town, at, "覃桂乡", education="81", birth_on=BORN, birth_precision="month")

    merge_people(stays, gone=gone, taken=["birth_on", "name"], by=town.worker_mo, at=at)
    stays.refresh_from_db()
    assert (stays.name, stays.education, stays.birth_words) == ("覃桂乡", "71", "1953-08")


def test_every_table_that_refers_to_people_is_thought_of():
    tables = {model._meta.label for model, _column in links_to_people()}

    assert tables >= {"residents.Consent", "residents.HouseholdMember", "residents.Relation", "residents.Work"}
    assert not tables & {"residents.Slip", "residents.Merger", "residents.NotSame"}


def test_two_entries_of_one_household_share_a_place(town, at):
    stays, gone = enter(town, at), enter(town, at)
    household = settle(town, at, gone, Comer(stays, "97"))

    merger = merge_people(stays, gone=gone, by=town.worker_mo, at=at)
    assert list(household.members.values_list("person", "is_head")) == [(stays.pk, True)]
    undo_merger(merger, by=town.worker_mo, at=at)
    assert set(household.members.values_list("person", "is_head", "relation")) == {
        (stays.pk, False, "97"), (gone.pk, True, "01"),
    }  # fmt: skip


@pytest.mark.parametrize("collide", ["homes", "accounts", "consents", "held"])
def test_what_cannot_be_one_is_refused_and_nothing_moves(town, at, two, collide, monkeypatch):
    stays, gone = two
    if collide == "homes":
        settle(town, at, gone, label="2 楼")
    elif collide == "accounts":
        for person, user in ((stays, town.keeper_wei), (gone, town.keeper_li)):
            Person.objects.filter(pk=person.pk).update(user=user)
    elif collide == "consents":
        consent(town, stays, at)
    else:
        monkeypatch.setattr(registry, "_holders", [lambda keys: dict.fromkeys(keys, "有案子正在办")])
    sentence = {
        "homes": "现在各住一处",
        "accounts": "各有一个账号",
        "consents": "各有一份「同意」",
        "held": "有案子正在办",
    }

    with pytest.raises(CannotMerge, match=sentence[collide]):
        merge_people(stays, gone=gone, by=town.worker_mo, at=at)
    gone.refresh_from_db()
    assert (gone.merged_into, Merger.objects.count()) == (None, 0)
    assert Consent.objects.filter(person=gone).count() == 1


def test_an_account_goes_along(town, at, two):
    stays, gone = two
    Person.objects.filter(pk=gone.pk).update(user=town.keeper_wei)

    merger = merge_people(stays, gone=gone, by=town.worker_mo, at=at)
    assert Person.objects.get(user=town.keeper_wei) == stays
    undo_merger(merger, by=town.worker_mo, at=at)
    assert Person.objects.get(user=town.keeper_wei) == gone


# Taking apart again


def test_undone_both_are_as_they_were(town, at, two):
    stays, gone = two
    before = [list(Person.objects.filter(pk=each.pk).values()) for each in two]
    opened = [Person.objects.get(pk=each.pk) for each in two]

    merger = merge_people(stays, gone=gone, taken=["education"], by=town.worker_mo, at=at)
    later = consent(town, stays, at, "pairing")
    undo_merger(merger, by=town.worker_mo, at=at)
    after = [list(Person.objects.filter(pk=each.pk).values()) for each in two]
    sealed = {"id_number", "phone", "landline"}
    assert [{k: v for k, v in row[0].items() if k not in sealed} for row in after] == [
        {k: v for k, v in row[0].items() if k not in sealed} for row in before
    ]
    assert [Person.objects.get(pk=each.pk).id_number for each in two] == [each.id_number for each in opened]
    assert list(Consent.objects.filter(person=gone).values_list("purpose", flat=True)) == ["photo_on_board"]
    assert Consent.objects.get(pk=later.pk).person == stays
    assert {person.pk for person in search(readable_by(town.worker_mo, at.date()), "覃桂香")} == {stays.pk, gone.pk}


def test_once(town, at, two):
    merger = merge_people(two[0], gone=two[1], by=town.worker_mo, at=at)
    undo_merger(merger, by=town.worker_mo, at=at)

    with pytest.raises(CannotUndo, match="已经撤销过"):
        undo_merger(merger, by=town.worker_mo, at=at)


def test_what_is_remembered_is_sealed(town, at, two):
    from django.db import connection

    merge_people(two[0], gone=two[1], by=town.worker_mo, at=at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT remembered FROM residents_merger")
        assert cursor.fetchone()[0].startswith("gAAAA")


# Its pages


def test_doubles_are_looked_at_merged_and_taken_apart_by_pages(client, town, at):
    stays = enter(town, at, birth_on=BORN, education="71", phone="13800000001")
    gone = enter(town, at, birth_on=BORN, education="81", id_number=MAN)
    client.force_login(town.worker_mo)

    assert "姓名和出生日期一样" in client.get("/residents/doubles/").content.decode()
    page = client.get(f"/residents/people/{stays.pk}/merger/", {"other": gone.pk}).content.decode()
    assert ("小学毕业" in page, MAN in page, "110101********0038" in page) == (True, False, True)
    assert Merger.objects.count() == 0
    client.post(f"/residents/people/{stays.pk}/merger/", {"other": gone.pk, "sure": "yes", "taken": "education"})
    stays.refresh_from_db()
    assert (stays.education, client.get(f"/residents/people/{gone.pk}/").status_code) == ("81", 404)
    client.post(f"/residents/mergers/{Merger.objects.get().pk}/undoing/")
    client.post(f"/residents/people/{stays.pk}/apart/", {"other": gone.pk})
    assert "没有看着像重复的登记" in client.get("/residents/doubles/").content.decode()


def test_a_keeper_merges_nobody(client, town, at, two):
    client.force_login(town.keeper_wei)

    assert client.get("/residents/doubles/").status_code == 403
    assert client.get(f"/residents/people/{two[0].pk}/merger/", {"other": two[1].pk}).status_code == 403
    assert HouseholdMember.objects.count() == 1
    assert User.objects.exists()
