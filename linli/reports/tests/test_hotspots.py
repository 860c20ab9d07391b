"""Hot spots: what comes back at one place, what was done each time, and the way to the council."""

from datetime import timedelta
from html import escape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from linli.cases.actions import Part, leave_uncounted, merge_case, split_case
from linli.cases.models import CouncilCandidate
from linli.cases.tests.builders import a_case, a_resolved_case, category
from linli.fence.rows import open_fence
from linli.reports.models import HotSpotRule

from .test_pages import rows_of

PAGE = "/figures/hotspots/"


@pytest.fixture
def now():
    return timezone.localtime()


@pytest.fixture
def often(town, now):
    """Three times the drain of one lane, at two doors; twice its lamp; twice words without a lane."""
    done = [a_resolved_case(town, at=now - timedelta(days=day)) for day in (90, 30)]
    again = a_case(town, at=now - timedelta(days=1), place_text="建安街38号后门")
    for day in (3, 2):
        a_case(town, at=now - timedelta(days=day), category=category("municipal.lamp"))
        a_case(town, at=now - timedelta(days=day), place_text="菜场后面")
    return [*done, again]


def test_a_place_that_came_back_three_times_says_what_was_done_each_time(client, town, often):
    client.force_login(town.secretary_liao)
    (spot,) = client.get(PAGE).context["found"].rows

    assert (spot.place, str(spot.category), spot.count) == (str(town.lane), str(category()), 3)
    assert [(time.case.number, bool(time.done)) for time in spot.times] == [
        (often[2].number, False), (often[1].number, True), (often[0].number, True)
    ]  # fmt: skip
    shown = client.get(PAGE).content.decode()
    assert (shown.count("还没有</span>"), spot.times[1].done in shown) == (1, True)


def test_it_opens_to_its_cases_and_narrows_to_zone_and_kind(client, town, often):
    import re
    from html import unescape

    client.force_login(town.secretary_liao)
    (url,) = [
        unescape(each)
        for each in re.findall(r'href="(/figures/appeals_total/[^"]+)"', client.get(PAGE).content.decode())
    ]
    assert [number for number, _why in rows_of(client, url)] == [each.number for each in reversed(often)]
    assert len(client.get(PAGE, {"zone": town.zone.pk}).context["found"].rows) == 1
    assert client.get(PAGE, {"zone": "0"}).context["found"].rows == []
    other = category("greening")
    assert client.get(PAGE, {"category": (other.parent or other).pk}).context["found"].rows == []


def test_what_was_split_or_merged_came_once(client, town, often, now):
    """As it opens to its cases: parts count with their whole, and what was merged where it went."""
    split_case(often[2], [Part("水沟要掏", category())], by=town.operator_lin, at=now)
    same = a_case(town, at=now)
    merge_case(same, into=often[2], reason="同一件事", by=town.operator_lin, at=now)

    client.force_login(town.secretary_liao)
    (spot,) = client.get(PAGE).context["found"].rows
    assert (spot.count, len(spot.times)) == (3, 3)


def test_both_settings_are_the_communitys(client, town, often, now):
    client.force_login(town.operator_lin)
    assert client.post(f"{PAGE}rule/", {"times": 2, "months": 2}).status_code == 403
    client.force_login(town.secretary_liao)
    client.post(f"{PAGE}rule/", {"times": 1, "months": 99})
    assert HotSpotRule.objects.count() == 0
    client.post(f"{PAGE}rule/", {"times": 2, "months": 2})
    found = client.get(PAGE).context["found"].rows

    assert sorted((spot.place, spot.count) for spot in found) == [
        (str(town.lane), 2),
        (str(town.lane), 2),
        ("菜场后面", 2),
    ]


def test_one_click_puts_it_on_the_list_for_the_council(client, town, often):
    client.force_login(town.officer_zheng)
    ask = {"category": category().pk, "lane": town.lane.pk, "why": "12 个月里来了 3 次"}
    assert client.post(f"{PAGE}council/", ask).status_code == 302
    (candidate,) = CouncilCandidate.objects.all()
    assert (candidate.times, candidate.lane, candidate.put_by) == (3, town.lane, town.officer_zheng)
    link = escape(candidate.times_url)
    assert f'<a href="{link}">3 次</a>' in client.get("/council-list/").content.decode()
    assert len(rows_of(client, candidate.times_url)) == 3
    assert client.get(PAGE).context["found"].rows[0].candidate == candidate
    assert client.post(f"{PAGE}council/", ask).status_code == 409
    assert client.post(f"{PAGE}council/", ask | {"category": category("greening").pk}).status_code == 404
    assert CouncilCandidate.objects.count() == 1


def test_a_wrong_number_makes_no_hot_spot_and_the_other_community_sees_none(client, town, often, now):
    client.force_login(town.operator_zhao)
    assert client.get(PAGE).context["found"].rows == []
    open_fence([town.guihua.pk])
    leave_uncounted(often[0], why="test", note="演练", by=town.officer_zheng, at=now)
    client.force_login(town.secretary_liao)
    assert client.get(PAGE).context["found"].rows == []


def test_last_years_season_is_told_with_its_rows(client, town, now):
    last_year = now.replace(year=now.year - 1, day=15, hour=9)
    for day in range(4):
        a_case(town, at=last_year + timedelta(days=day))
    a_case(town, at=last_year - timedelta(days=60))
    client.force_login(town.secretary_liao)
    (season,) = client.get(PAGE).context["seasons"]

    assert (season.category, season.count, round(season.usual * 11), season.is_twice) == (category(), 4, 1, True)
    url = "/figures/appeals_total/"
    assert (
        len(rows_of(client, f"{url}?category={category().pk}&from={season.window.from_on}&to={season.window.to_on}"))
        == 4
    )
    assert "比平常多一倍以上" in client.get(PAGE).content.decode()


def test_many_hot_spots_ask_as_much_as_one(client, town, often, now, django_assert_num_queries):
    client.force_login(town.secretary_liao)
    with CaptureQueriesContext(connection) as few:
        client.get(PAGE)
    for code in ("municipal.lamp", "municipal.road", "property"):
        for day in range(4):
            a_case(town, at=now - timedelta(days=day), category=category(code))
    with django_assert_num_queries(len(few)):
        assert len(client.get(PAGE).context["found"].rows) == 4
