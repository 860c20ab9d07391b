"""The pages that split figures by one thing: every cell opens to its rows, on paper and in a workbook alike."""

import re
from datetime import datetime
from html import unescape
from io import BytesIO

import pytest
from openpyxl import load_workbook

from linli.cases.models import Case
from linli.cases.tests.builders import a_case, a_resolved_case, category
from linli.reports.queries.breakdowns import KINDS, breakdown
from linli.reports.queries.recount import recounted_by

from .histories import everything_that_happens, scope_of
from .test_counters import fold
from .test_pages import NUMBER_AND_ITS_ROWS, rows_of

YEAR = {"from": "2026-01-01", "to": "2026-12-31"}


def test_lines_add_up_to_the_whole_and_are_what_a_recount_finds(town, at):
    everything_that_happens(town, at)
    a_case(town, at=at.replace(month=4, hour=23), channel="patrol", place_text="")
    by_rows = {kind: breakdown(scope_of(town, at.replace(month=5)), kind) for kind in KINDS}
    fold(town)
    now = datetime.now(at.tzinfo)
    for kind in KINDS:
        found = breakdown(scope_of(town, now), kind)
        assert sum(line.count for line in found.lines if not line.depth) == found.total.count == Case.objects.count()
        assert [(line.label, line.count) for line in found.lines if line.count] == [
            (line.label, line.count) for line in by_rows[kind].lines if line.count
        ]
        assert recounted_by(scope_of(town, now)).of()["received"] == found.total.count


def test_every_cell_opens_to_as_many_rows(client, town, at):
    everything_that_happens(town, at)
    fold(town)
    client.force_login(town.secretary_liao)
    for kind in KINDS:
        shown = client.get(f"/figures/by/{kind}/", YEAR).content.decode()
        cells = [
            (url, words) for url, words in NUMBER_AND_ITS_ROWS.findall(shown) if re.fullmatch(r"\d+", words.strip())
        ]
        assert len(cells) > 4
        for url, words in cells[:8]:
            assert len(rows_of(client, unescape(url))) == int(words), url


@pytest.mark.parametrize(("kind", "begins_at_the_first"), [("hour", True), ("month", False)])
def test_a_narrow_chart_opens_where_it_is_read_from(client, town, at, kind, begins_at_the_first):
    a_case(town, at=at)
    client.force_login(town.secretary_liao)
    page = client.get(f"/figures/by/{kind}/", YEAR).content.decode()

    assert ('class="chart-frame" data-begin' in page) == begins_at_the_first


def test_a_parent_of_the_tree_counts_what_stands_under_it(client, town, at):
    a_case(town, at=at)
    a_case(town, at=at, category=category("municipal.lamp"))
    client.force_login(town.secretary_liao)
    lines = client.get("/figures/by/category/", YEAR).context["found"].lines

    assert [(line.depth, line.count) for line in lines] == [(0, 2), (1, 1), (1, 1)]
    page = client.get("/figures/appeals_total/", YEAR | lines[0].narrows)
    assert (len(page.context["lines"]), page.context["narrowed_to"]) == (2, ["只看归类「市政设施」"])


def test_the_same_statements_for_one_case_and_for_many(client, town, at, django_assert_num_queries):
    client.force_login(town.secretary_liao)
    a_case(town, at=at)
    fold(town)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        client.get("/figures/by/zone/", YEAR)
    everything_that_happens(town, at)
    fold(town)
    with django_assert_num_queries(len(few)):
        client.get("/figures/by/zone/", YEAR)


def test_the_workbook_says_what_the_pages_say_and_holds_no_formula(client, town, at):
    everything_that_happens(town, at)
    town.zone.name = "=1+1"
    town.zone.save()
    client.force_login(town.secretary_liao)
    answer = client.get("/figures/excel/", YEAR)
    book = load_workbook(BytesIO(answer.content))

    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert book.sheetnames == ["总览", "按责任区", "按来路", "按归类", "按紧急程度", "按几点", "按星期几", "按月份"]
    assert [(cell.value, cell.data_type) for cell in book["按责任区"]["A"][2:3]] == [("3 =1+1", "s")]
    total = client.get("/figures/by/zone/", YEAR).context["found"].total
    last = next(row for row in book["按责任区"].iter_rows(values_only=True) if row[0] == "合计")
    assert last[1:4] == (total.count, total.missed, total.told)


@pytest.mark.parametrize(
    "query", [{"hour": "24"}, {"weekday": "0"}, {"category": "999999"}, {"urgency": "soon"}, {"hour": "x"}]
)
def test_what_there_is_not_is_not_found(client, town, query):
    client.force_login(town.secretary_liao)

    assert client.get("/figures/by/zone/", YEAR | query).status_code == 404
    assert client.get("/figures/by/colour/", YEAR).status_code == 404


def test_only_readers_of_figures_enter_and_see_their_own_community(client, town, at):
    everything_that_happens(town, at)
    client.force_login(town.keeper_wei)
    assert [client.get(url, YEAR).status_code for url in ("/figures/by/zone/", "/figures/excel/")] == [403, 403]
    client.force_login(town.operator_zhao)
    assert client.get("/figures/by/hour/", YEAR).context["found"].total.count == 0


def test_how_quickly_and_how_many_people(client, town, at, minutes):
    for n in range(3):
        a_resolved_case(town, at=at + minutes(n), phone="+8613800000001")
    a_case(town, at=at, phone="+8613800000002")
    a_case(town, at=at, phone="")
    client.force_login(town.secretary_liao)
    page = client.get("/figures/by/month/", YEAR)
    arrived, resolved = page.context["speeds"]

    assert (arrived.count, arrived.half, resolved.count) == (3, 5, 3)
    assert arrived.half_words == "6 分钟"  # within: five and some seconds are five
    assert (page.context["callers"].people, page.context["callers"].unknown) == (2, 1)
