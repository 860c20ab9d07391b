"""Every table of a community is behind the fence. Each exception stands here with its reason."""

import re

import pytest
from django.apps import apps
from django.db import connection

from linli.fence.scoping import ScopedModel

FENCELESS = {
    "accounts_duty": "what the fence is opened with: whose communities they are is asked before one is open",
    "territory_zone": "stands on a public board, and names a duty before any fence is open",
    "cases_querycode": "what a resident opens the fence with; a keyed hash and two keys, nothing of a person or matter",
    "cases_linkkey": "what a unit opens the fence with; a keyed hash and two keys, nothing of a unit or matter",
}


@pytest.fixture
def fenced(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_policies JOIN pg_class ON relname = tablename"
            " WHERE policyname = 'community_fence' AND relrowsecurity AND relforcerowsecurity"
        )
        return {name for (name,) in cursor.fetchall()}


def test_every_scoped_table_has_its_fence(fenced):
    scoped = {model._meta.db_table for model in apps.get_models() if issubclass(model, ScopedModel)}

    assert scoped - fenced == set()


def test_every_table_with_a_community_is_fenced_or_says_why_not(fenced):
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.columns WHERE column_name = 'community_id'")
        private = {name for (name,) in cursor.fetchall()}

    assert private - fenced == set(FENCELESS)


def test_a_fence_lets_the_program_write_only_where_it_sees(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT permissive, cmd, roles::text, qual, with_check FROM pg_policies"
            " WHERE policyname = 'community_fence'"
        )
        (policy,) = cursor.fetchall()

    assert policy[:3] == ("PERMISSIVE", "ALL", "{public}")
    assert "community_id = ANY" in policy[3]
    assert policy[4] is None, "without a check of its own the same condition counts for rows written"


BEHIND_THE_THIRD_WALL = {"care_support", "care_supportreader", "care_milestone", "care_supportline"}


def test_the_third_wall_only_takes_away_and_stands_where_it_should(db, fenced):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename, permissive, cmd, roles::text, with_check FROM pg_policies"
            " WHERE policyname <> 'community_fence'"
        )
        found = cursor.fetchall()

    assert {table for table, *_ in found} == BEHIND_THE_THIRD_WALL <= fenced
    assert {tuple(policy) for _, *policy in found} == {("RESTRICTIVE", "ALL", "{public}", None)}


def test_every_model_of_ours_is_scoped_or_says_why_not():
    shared = {
        "accounts.User": "signs in before a community is known",
        "accounts.Duty": FENCELESS["accounts_duty"],
        "accounts.KeeperOverride": "an exception for a zone, which is public",
        "territory.Street": "public",
        "territory.Community": "public",
        "territory.Zone": FENCELESS["territory_zone"],
        "cases.Category": "reference content of every community",
        "cases.QueryCode": FENCELESS["cases_querycode"],
        "cases.LinkKey": FENCELESS["cases_linkkey"],
    }
    ours = {
        model._meta.label
        for model in apps.get_models()
        if re.match(r"linli\.(?!.*\.tests\.)", model.__module__) and not issubclass(model, ScopedModel)
    }

    assert ours == set(shared)
