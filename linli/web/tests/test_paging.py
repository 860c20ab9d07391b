from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.http import QueryDict

from linli.web.paging import leaf_through

START = datetime(2026, 3, 2, 1, 0, 0, 123456, tzinfo=UTC)


def at_minute(minute, key):
    return Session.objects.create(session_key=key, session_data="", expire_date=START + timedelta(minutes=minute))


@pytest.fixture
def seven(db):
    """Newest first: g f e d c b a; c and d share their moment."""
    for minute, key in [(0, "a"), (1, "b"), (2, "c"), (2, "d"), (4, "e"), (5, "f"), (6, "g")]:
        at_minute(minute, key)


def leaf(url="", size=3):
    return leaf_through(Session.objects.all(), QueryDict(url.lstrip("?")), by="expire_date", size=size)


def keys(page):
    return "".join(row.pk for row in page)


def test_leafing_down_and_up_again_shows_every_row_once(seven):
    first = leaf()
    second = leaf(first.older_url)
    third = leaf(second.older_url)

    assert [keys(page) for page in (first, second, third)] == ["gfe", "dcb", "a"]
    assert (first.newer_url, third.older_url) == (None, None)
    assert keys(leaf(third.newer_url)) == "dcb"
    assert keys(leaf(leaf(third.newer_url).newer_url)) == "gfe"


def test_rows_with_the_same_moment_are_told_apart_by_their_key(seven):
    page = leaf(size=4)

    assert keys(page) == "gfed"
    assert keys(leaf(page.older_url, size=4)) == "cba"


def test_rows_that_arrive_meanwhile_move_nothing(seven):
    older = leaf().older_url
    at_minute(9, "h")

    assert keys(leaf(older)) == "dcb"


def test_the_top_is_shown_whole_rather_than_as_a_stub(seven):
    second = leaf(leaf().older_url)
    at_minute(9, "h")
    upwards = leaf(second.newer_url)

    assert keys(upwards) == "gfe"
    assert keys(leaf(upwards.newer_url)) == "hgf"
    assert leaf(upwards.newer_url).newer_url is None


def test_filters_stay_in_the_address(seven):
    older = leaf("?state=open").older_url

    assert older.startswith("?state=open&older=")
    assert leaf(older).newer_url.startswith("?state=open&newer=")


@pytest.mark.parametrize("cursor", ["?older=", "?older=tomorrow", "?older=99999999999999999999-a", "?newer=x-y"])
def test_a_broken_address_shows_the_first_page(seven, cursor):
    assert keys(leaf(cursor)) == "gfe"


def test_everything_fits(seven):
    page = leaf(size=7)

    assert (keys(page), len(page), page.newer_url, page.older_url) == ("gfedcba", 7, None, None)


def test_the_last_page_may_have_emptied_meanwhile(seven):
    older = leaf(leaf().older_url).older_url
    Session.objects.filter(pk="a").delete()
    page = leaf(older)

    assert (keys(page), page.newer_url, page.older_url) == ("", "?", None)


def test_each_page_is_one_query_of_a_bounded_number_of_rows(seven, django_assert_num_queries):
    older = leaf().older_url
    with django_assert_num_queries(1) as queries:
        leaf(older)

    assert "LIMIT 4" in queries[0]["sql"]
    assert "COUNT" not in queries[0]["sql"]
