"""Members: entered once, moved, given posts, lost and found; and who reads of them."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from linli.accounts.models import Duty, User
from linli.party.actions import (
    AlreadyAMember,
    AlreadyHasASecretary,
    NotOnProbation,
    confirm_member,
    end_post,
    give_post,
    note_found,
    note_lost,
    note_status,
    transfer_member,
)
from linli.party.actions.belonging import CannotMove
from linli.party.models import Belonging, Member, Post, in_force
from linli.party.queries.access import readable_by
from linli.party.queries.rosters import expected_at
from tests.cast import LONG_AGO as HIRED

from .builders import LONG_AGO, a_member, a_person

ON = date(2026, 3, 2)


def names(members):
    return sorted(member.person.name for member in members.select_related("person"))


def test_a_member_has_a_number_and_a_branch_and_the_rest_is_the_persons(party):
    assert (party.huang.card_number, party.huang.joined_on, party.huang.joined_precision) == (
        "GH-DY-0002", date(1995, 7, 1), "month",
    )  # fmt: skip
    assert not {"name", "sex", "phone", "birth_on"} & {field.name for field in Member._meta.get_fields()}


def test_nobody_is_a_member_twice(town, party, at):
    with pytest.raises(AlreadyAMember, match="黄桂香"):
        a_member(town, "", party.first, at, person=party.huang.person)
    assert Member.objects.count() == 5


def test_moved_to_another_branch_they_belong_to_one_at_a_time(town, party, at):
    transfer_member(party.huang, to=party.second, on=ON, by=town.secretary_liao, at=at)

    rows = Belonging.objects.filter(member=party.huang).order_by("from_on")
    assert [(row.organisation, row.from_on, row.until_on) for row in rows] == [
        (party.first, LONG_AGO, ON), (party.second, ON, None),
    ]  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Belonging.objects.create(
            community=town.guihua, member=party.huang, organisation=party.group, from_on=ON + timedelta(days=9)
        )


def test_a_transfer_dated_before_the_last_one_is_refused(town, party, at):
    with pytest.raises(CannotMove, match="2020"):
        transfer_member(party.huang, to=party.second, on=LONG_AGO, by=town.secretary_liao, at=at)


def test_transferred_out_they_leave_branch_and_posts_and_may_come_back(town, party, at):
    transfer_member(party.liao, to=None, where="中共平桂区委", on=ON, by=town.secretary_liao, at=at)
    party.liao.refresh_from_db()

    assert (party.liao.status, party.liao.status_on) == ("transferred", ON)
    assert list(Belonging.objects.in_force(ON).filter(member=party.liao)) == []
    assert Post.objects.get().until_on == ON

    transfer_member(party.liao, to=party.second, on=ON + timedelta(days=30), by=town.secretary_liao, at=at)
    party.liao.refresh_from_db()
    assert party.liao.status == "normal"


def test_a_branch_has_one_secretary_at_a_time(town, party, at):
    with pytest.raises(AlreadyHasASecretary, match="第一支部"):
        give_post(party.huang, organisation=party.first, code="secretary", from_on=ON, by=None, at=at)
    end_post(Post.objects.get(), on=ON, by=town.secretary_liao, at=at)
    give_post(party.huang, organisation=party.first, code="secretary", from_on=ON, by=None, at=at)

    now = Post.objects.filter(in_force(ON), organisation=party.first, code="secretary")
    assert [post.member for post in now] == [party.huang]


def test_who_is_confirmed_is_a_full_member_from_that_day(town, party, at):
    confirm_member(party.nong, on=ON, by=town.secretary_liao, at=at)
    party.nong.refresh_from_db()

    assert (party.nong.standing, party.nong.confirmed_on) == ("full", ON)
    with pytest.raises(NotOnProbation):
        confirm_member(party.nong, on=ON, by=town.secretary_liao, at=at)


def test_who_died_leaves_branch_and_posts_that_day(town, party, at):
    note_status(party.liao, status="deceased", on=ON, by=None, at=at)
    party.liao.refresh_from_db()

    assert (party.liao.status, party.liao.status_on) == ("deceased", ON)
    assert not Belonging.objects.in_force(ON).filter(member=party.liao).exists()


def test_lost_and_found_again(town, party, at):
    note_lost(party.huang, since=LONG_AGO, reason="1", by=None, at=at)
    assert party.huang.person_id not in expected_at(party.first, ["branch_meeting"], ON)
    note_found(party.huang, by=None, at=at)
    party.huang.refresh_from_db()
    assert (party.huang.lost_since, party.huang.lost_reason) == (None, "")


def test_expected_are_the_branchs_and_its_groups_members_but_not_who_is_away(party):
    everybody = {party.liao.person_id, party.huang.person_id, party.luo.person_id}

    assert set(expected_at(party.first, ["branch_meeting", "theme_day"], ON)) == everybody
    assert expected_at(party.group, ["group_meeting"], ON) == [party.luo.person_id]
    assert expected_at(party.first, ["committee_meeting"], ON) == [party.liao.person_id]


# Who reads of whom


def test_a_secretary_with_a_post_sees_their_branch_and_one_without_the_whole_community(town, party):
    assert names(readable_by(town.secretary_liao, ON)) == ["廖建华", "罗福生", "覃伯勤", "黄桂香"]
    Post.objects.all().delete()
    assert len(names(readable_by(town.secretary_liao, ON))) == 5


def test_a_member_sees_their_branch_and_anybody_else_only_themselves(town, party, at):
    reader = User.objects.create(username="nong", name="农素英", must_change_password=False)
    Duty.objects.create(user=reader, role=Duty.Role.PARTY_MEMBER, community=town.guihua, from_on=HIRED)
    party.luo.person.user = reader
    party.luo.person.save()
    assert names(readable_by(reader, ON)) == ["廖建华", "罗福生", "覃伯勤", "黄桂香"]

    a_member(town, "", party.second, at, person=a_person(town, "韦启明", at), user=town.keeper_wei)
    assert names(readable_by(town.keeper_wei, ON)) == ["韦启明"]
    assert names(readable_by(town.operator_lin, ON)) == []


def test_nobody_of_the_other_community_sees_anybody(town, party):
    assert names(readable_by(town.operator_zhao, ON)) == []
    stranger = User.objects.create(username="x", name="外人", must_change_password=False)
    Duty.objects.create(user=stranger, role=Duty.Role.BRANCH_SECRETARY, community=town.yinxing, from_on=HIRED)
    assert names(readable_by(stranger, ON)) == []


def test_dates_the_database_refuses(party):
    for wrong in (
        {"confirmed_on": date(1990, 1, 1)}, {"status": "suspended"}, {"lost_since": ON},
        {"standing": "probationary", "confirmed_on": ON},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Member.objects.filter(pk=party.huang.pk).update(**wrong)
