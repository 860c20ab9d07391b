"""Organisations: a tree without rings, kept by the database."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from linli.journal.models import Event
from linli.party.actions import (
    CannotStandThere,
    NameIsTaken,
    NotABranch,
    StillInUse,
    end_organisation,
    found_organisation,
    transfer_member,
)
from linli.party.models import Organisation
from linli.party.queries.calendar import concerns
from linli.party.queries.tree import tree

from .builders import LONG_AGO, a_member

ON = date(2026, 3, 2)


def test_the_tree_is_drawn_from_the_top_with_members_and_secretaries(town, party, django_assert_num_queries):
    organisations = Organisation.objects.visible_to(town.secretary_liao).order_by("pk")
    with django_assert_num_queries(3):
        drawn = tree(organisations, ON)
        said = [(each.organisation.short_name, each.depth, each.members, str(each.secretary or "")) for each in drawn]
    assert said == [
        ("桂花总支", 0, 5, ""), ("第一支部", 1, 4, "廖建华"), ("一组", 2, 1, ""), ("第二支部", 1, 1, ""),
    ]  # fmt: skip


def test_a_second_one_of_the_same_name_is_refused(town, party, at):
    before = Event.objects.count()
    with pytest.raises(NameIsTaken, match="中共第一支部"):
        found_organisation(
            town.guihua, kind="branch", name="中共第一支部", founded_on=LONG_AGO, parent=party.general, by=None, at=at
        )
    assert Event.objects.count() == before


@pytest.mark.parametrize(("kind", "parent"), [("branch", "second"), ("general_branch", "first"), ("group", "group")])
def test_nothing_stands_under_one_that_is_not_higher(town, party, at, kind, parent):
    with pytest.raises(CannotStandThere):
        found_organisation(
            town.guihua, kind=kind, name="新的", founded_on=LONG_AGO, parent=getattr(party, parent), by=None, at=at
        )


def test_a_group_stands_in_a_branch_and_nowhere_else(town, party, at):
    with pytest.raises(CannotStandThere, match="党小组"):
        found_organisation(town.guihua, kind="group", name="孤组", founded_on=LONG_AGO, by=None, at=at)


def test_the_database_itself_refuses_a_ring_and_a_changed_kind(party):
    for change in (f"parent_id = {party.group.pk}", "kind = 'committee'"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE party_organisation SET {change} WHERE id = {party.first.pk}")


def test_a_branch_with_too_few_full_members_is_warned_of_kindly(party):
    assert concerns(party.first, ON) == []
    assert [sentence[:10] for sentence in concerns(party.second, ON)] == ["正式党员 0 名，不"]


def test_nobody_belongs_to_what_stands_above_branches(town, party, at):
    with pytest.raises(NotABranch, match="桂花总支"):
        a_member(town, "新人", party.general, at)


def test_one_with_members_or_groups_does_not_end(town, party, at):
    for organisation, why in ((party.second, "还有党员"), (party.general, "下面还有")):
        with pytest.raises(StillInUse, match=why):
            end_organisation(organisation, on=ON, by=town.secretary_liao, at=at)
    transfer_member(party.nong, to=party.first, on=ON, by=town.secretary_liao, at=at)
    end_organisation(party.second, on=ON, by=town.secretary_liao, at=at)
    party.second.refresh_from_db()
    assert party.second.ended_on == ON
