"""The figures page and the rows behind its numbers, as people open them."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags

from linli.cases.models import Case
from linli.cases.tests.builders import a_case, a_case_on_site, an_appeal
from linli.fence.rows import open_fence
from linli.reports.metrics import METRICS

from .histories import everything_that_happens

PAGE = "/figures/"
NUMBER_AND_ITS_ROWS = re.compile(r'<a href="(/figures/\w+/\?[^"]+)"[^>]*>([^<]+)</a>')


def rows_of(client, url):
    """Leaf through all rows behind an address; return their numbers and reasons, in order."""
    found = []
    while url:
        response = client.get(url)
        assert response.status_code == 200, url
        found += [(line.number, line.why) for line in response.context["lines"]]
        older = response.context["page"].older_url
        url = url.split("?")[0] + older if older else None
    return found


def links(response):
    """Return every number of the page with the address of its rows: [(address, words)]."""
    return [(unescape(url), words) for url, words in NUMBER_AND_ITS_ROWS.findall(response.content.decode())]


# What is on it


@pytest.mark.parametrize(("many", "words"), [(1, "1 case"), (2, "2 cases")])
def test_english_says_one_case_and_two_cases(client, town, at, many, words):
    for _each in range(many):
        a_case(town, at=at)
    client.force_login(town.secretary_liao)
    client.cookies["django_language"] = "en"
    year = {"from": "2026-01-01", "to": "2026-12-31"}

    one_figure = client.get("/figures/appeals_total/", year).content.decode()
    assert f" {words}</h1>" in one_figure
    assert f"{words.split()[0]}</a><small>{words.split()[1]}</small>" in client.get(PAGE, year).content.decode()
    assert f'<small class="soft">{words}</small>' in client.get("/figures/by/month/", year).content.decode()


def test_every_number_on_the_page_leads_to_that_many_rows(client, town, at):
    everything_that_happens(town, at)
    client.force_login(town.secretary_liao)
    response = client.get(PAGE, {"from": "2026-01-01", "to": "2026-12-31"})

    tried = set()
    for url, words in links(response):
        number = re.search(r"(?<![.\d])(\d+)(?: [次件])?$", words.strip())
        if number and url not in tried:
            tried.add(url)
            assert len(rows_of(client, url)) == int(number[1]), (url, words)
    assert len(tried) > 30


AS_PARTS = (
    *("arrivals_kept", "arrivals_missed", "resolutions_kept", "resolutions_missed"),
    *("callbacks_attempted", "callbacks_answered"),
)


def test_every_metric_is_printed_with_its_definition(client, town, at):
    everything_that_happens(town, at)
    client.force_login(town.secretary_liao)
    shown = client.get(PAGE, {"from": "2026-01-01", "to": "2026-12-31"}).content.decode()

    for code, metric in METRICS.items():
        assert f"/figures/{code}/" in shown or code.startswith(
            ("channel_", "arrivals_kept", "resolutions_kept", "callbacks_")
        )
        if f"<h3>{metric.label}</h3>" in shown:
            assert unescape(str(metric.definition)) in unescape(shown)


def test_without_a_question_the_page_is_about_this_month(client, town):
    client.force_login(town.operator_lin)
    window, today = client.get(PAGE).context["asked"].scope.window, timezone.localdate()

    assert (window.from_on, window.to_on) == (today.replace(day=1), today)


def test_days_are_asked_for_only_where_they_are_wanted(client, town):
    """The numbers come first on a phone; the form is one tap away, and keeps the days that are shown."""
    client.force_login(town.operator_lin)
    page = client.get(PAGE, {"period": "this_year"}).content.decode()

    assert 'name="from"' not in page
    own = re.search(r'<a href="([^"]*)">自定义</a>', page)[1]
    page = client.get(PAGE + unescape(own)).content.decode()
    assert f'name="from" value="{timezone.localdate().replace(month=1, day=1).isoformat()}"' in page
    client.force_login(town.supervisor_chen)
    assert 'name="community"' in client.get(PAGE).content.decode(), "who reads several may choose"


def test_an_empty_month_shows_dashes_and_neither_0_nor_100_percent(client, town):
    client.force_login(town.operator_lin)
    page = client.get(PAGE, {"from": "2009-01-01", "to": "2010-04-13"}).content.decode()

    assert page.count('<span class="soft">—</span><small>%</small>') == 6
    read = strip_tags(page)  # the tags hold moments, such as 07:45:30.012
    assert "0.0" not in read
    assert "100.0%" not in read
    assert "这 12 周里没有该兑现的承诺。" in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"from": "2026-03-02", "to": "2026-03-01"}, "止的那天要不早于起的那天。"),
        ({"from": "2026-03-02"}, "请写到哪天止。"),
        ({"to": "2026-03-02"}, "请写从哪天起。"),
        ({"from": "0001-01-01", "to": "9999-12-31"}, "这么久以前或以后的日子没有记录。"),
        ({"from": "三月", "to": "2026-03-02"}, "没有这一天，请重新填。"),
    ],
)
def test_days_that_are_no_window_are_told_in_a_sentence(client, town, query, sentence):
    client.force_login(town.operator_lin)
    page = client.get(PAGE, query)

    assert sentence in page.content.decode()
    assert page.context["asked"].scope is None
    assert client.get("/figures/appeals_total/", query, follow=True).redirect_chain[0][0].startswith("/figures/?")


def test_numbers_keep_the_moment_they_were_counted_at(client, town, at, minutes):
    a_case(town, at=at)
    client.force_login(town.operator_lin)
    days = {"from": "2026-03-01", "to": "2026-03-31"}
    early = {**days, "as_of": (at + minutes(5)).isoformat()}

    assert len(rows_of(client, f"/figures/arrivals_missed/?{_encoded(days)}")) == 1
    assert rows_of(client, f"/figures/arrivals_missed/?{_encoded(early)}") == []


def _encoded(query):
    from urllib.parse import urlencode

    return urlencode(query)


# Who may open it


@pytest.mark.parametrize(
    "who", ["operator_lin", "worker_mo", "officer_zheng", "secretary_liao", "supervisor_chen", "operator_zhao"]
)
def test_office_and_street_may_see_figures(client, town, who):
    client.force_login(getattr(town, who))

    page = client.get(PAGE)
    assert page.status_code == 200
    assert 'href="/figures/" aria-current="page"' in page.content.decode()


@pytest.mark.parametrize("who", ["keeper_wei", "auditor_shen"])
def test_keepers_and_administrators_may_not(client, town, who):
    client.force_login(getattr(town, who))

    assert (client.get(PAGE).status_code, client.get("/figures/appeals_total/").status_code) == (403, 403)


def test_whoever_is_not_signed_in_is_sent_to_the_door(client, town):
    assert client.get(PAGE).status_code == 302


def test_who_supervises_affairs_sees_numbers_and_reasons_but_no_case(client, town, at, an_affairs_supervisor):
    everything_that_happens(town, at)
    client.force_login(an_affairs_supervisor)
    days = "from=2026-01-01&to=2026-12-31"
    page = client.get(f"/figures/appeals_total/?{days}").content.decode()

    assert len(rows_of(client, f"/figures/appeals_total/?{days}")) == Case.objects.count()
    assert "水沟" not in page
    assert "/cases/" not in page


# Two walls


def test_the_other_community_counts_nothing_of_ours(client, town, at):
    everything_that_happens(town, at)
    client.force_login(town.operator_zhao)
    response = client.get(PAGE, {"from": "2026-01-01", "to": "2026-12-31"})

    assert response.context["counts"][0].value == 0
    assert links(response) == []
    assert "桂花社区" not in response.content.decode()
    assert rows_of(client, "/figures/appeals_total/?from=2026-01-01&to=2026-12-31") == []


@pytest.mark.parametrize("url", [PAGE, "/figures/appeals_total/"])
def test_naming_somebody_elses_community_finds_nothing(client, town, url):
    client.force_login(town.operator_zhao)

    for named in (town.guihua.pk, "桂花社区", "没有的社区"):
        assert client.get(url, {"community": named}).status_code == 404, named


def test_naming_somebody_elses_zone_or_no_channel_finds_nothing(client, town):
    client.force_login(town.operator_zhao)

    for query in ({"zone": town.zone.pk}, {"zone": "x"}, {"zone": "9" * 30}, {"channel": "pigeon"}):
        assert client.get("/figures/appeals_total/", query).status_code == 404, query
    assert client.get("/figures/appeals_total/", {"zone": 0, "channel": "hotline"}).status_code == 200


@pytest.mark.parametrize("url", ["/figures/no_such_number/", "/figures/appeals_total/?part=kept"])
def test_numbers_that_do_not_exist_are_not_found(client, town, url):
    client.force_login(town.operator_lin)

    assert client.get(url).status_code == 404


def test_the_street_sees_both_together_and_each_by_itself(client, town, at):
    from linli.cases.actions import register_case

    a_case(town, at=at)
    register_case(town.yinxing, an_appeal(place_text=""), by=town.operator_zhao, at=at)
    client.force_login(town.supervisor_chen)
    days = {"from": "2026-01-01", "to": "2026-12-31"}

    def total(**query):
        response = client.get(PAGE, days | query)
        url, number = links(response)[0][0], response.context["counts"][0].value
        assert ("community=" in url) == bool(query)
        return number

    assert total() == 2
    assert total(community=town.guihua.pk) == total(community="桂花社区") == total(community=town.yinxing.pk) == 1
    assert "桂花社区 3 建安街责任区" in client.get(PAGE, days).content.decode()


def test_a_duty_that_may_not_read_brings_no_community_along(client, town, at):
    """A keeper of one community who reads figures in the other reads only those of the other."""
    from linli.accounts.models import Duty
    from tests.cast import LONG_AGO

    a_case(town, at=at)
    keeper = town.keeper_wei
    Duty.objects.create(
        user=keeper, role=Duty.Role.COMMUNITY_WORKER, community=town.yinxing, from_on=LONG_AGO, is_lead=True
    )
    client.force_login(keeper)

    assert client.get(PAGE, {"community": town.guihua.pk}).status_code in (403, 404)


# However much there is


def test_a_page_costs_the_same_with_1_and_30_cases(client, town, at):
    client.force_login(town.supervisor_chen)
    days = {"from": "2026-01-01", "to": "2026-12-31"}
    urls = [PAGE, *(f"/figures/{code}/" for code in ("appeals_total", "arrived_on_time", "missed_promises"))]

    def queries(url):
        with CaptureQueriesContext(connection) as context:
            assert client.get(url, days).status_code == 200
        return len(context)

    def cases(n):
        open_fence([town.guihua.pk, town.yinxing.pk])
        for _ in range(n):
            a_case_on_site(town, at=at)

    cases(1)
    queries(PAGE)  # what a process asks once
    with_1 = {url: queries(url) for url in urls}
    cases(29)
    assert {url: queries(url) for url in urls} == with_1
