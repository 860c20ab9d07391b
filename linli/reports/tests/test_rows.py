"""Every number can be leafed through to the last row it counts."""

from django.http import QueryDict

from linli.cases.tests.builders import a_case
from linli.reports.metrics import METRICS
from linli.reports.populations import DEEDS
from linli.reports.queries.figures import figures
from linli.reports.queries.rows import lines, rows_to_show
from linli.web.paging import leaf_through

from .histories import a_deed, everything_that_happens, scope_of


def all_pages(part, scope, size=30):
    """Leaf from the newest page to the oldest; return the keys met."""
    query, keys = QueryDict(""), []
    while True:
        page = leaf_through(rows_to_show(part, scope), query, by="counted_at", size=size)
        keys += [row.pk for row in page]
        if page.older_url is None:
            return keys
        query = QueryDict(page.older_url.removeprefix("?"))


def test_every_number_is_the_number_of_its_rows(town, at):
    scope = scope_of(town, everything_that_happens(town, at))

    for code, figure in figures(scope).items():
        for each in figure.counts:
            keys = all_pages(each.part, scope, size=2)
            assert (len(keys), len(set(keys))) == (each.count, each.count), (code, each.part.code)
        assert figure.whole or code.startswith("channel_"), f"{code} was not tried"


def test_every_row_says_why_it_counts(town, at):
    scope = scope_of(town, everything_that_happens(town, at))

    told = set()
    for metric in METRICS.values():
        for part in metric.parts:
            for line in lines(part, rows_to_show(part, scope), scope, town.secretary_liao):
                assert all((line.why, line.title, line.url, line.number)), (metric.code, part.code)
                told.add(metric.code)
    assert len(told) > 20


def test_many_rows_of_one_moment_are_all_reached(town, at, minutes):
    for _ in range(7):
        a_case(town, at=at)
        a_deed(town, at.date(), at=at)
    scope = scope_of(town, at + minutes(60))

    for code in ("appeals_total", "arrived_on_time", "good_deeds"):
        assert len(set(all_pages(METRICS[code].part(""), scope, size=3))) == 7


def test_whoever_may_not_see_a_case_sees_number_kind_and_reason(town, at, an_affairs_supervisor):
    scope = scope_of(town, everything_that_happens(town, at))

    told = set()
    for found in METRICS.values():
        for part in found.parts:
            for line in lines(part, rows_to_show(part, scope), scope, an_affairs_supervisor):
                told.add(found.code)
                assert (line.title, line.url) == ("", "")
                assert all((line.number, line.kind, line.why))
                assert part.of == DEEDS or line.place in ("", "3 建安街责任区")
    assert len(told) > 20


def test_reading_rows_costs_the_same_however_many_there_are(town, at, django_assert_num_queries):
    scope = scope_of(town, everything_that_happens(town, at))
    reader = town.secretary_liao
    assert reader.community_ids  # their duties are asked for once a request

    for code in ("appeals_total", "arrived_on_time", "callbacks_attempted", "arrivals_added_later", "missed_promises"):
        part = METRICS[code].part("")
        queries = 3 if code == "missed_promises" else 2  # the rows (and their missed promises), which may be seen
        for size in (1, 30):
            with django_assert_num_queries(queries):
                lines(part, rows_to_show(part, scope)[:size], scope, reader)


def test_a_row_names_the_moments_it_was_judged_by(town, at):
    scope = scope_of(town, everything_that_happens(town, at))

    def reasons(code, part=""):
        rows = rows_to_show(METRICS[code].part(part), scope).order_by("counted_at", "pk")
        return [line.why for line in lines(METRICS[code].part(part), rows, scope, town.secretary_liao)]

    assert reasons("arrived_on_time", "kept")[:2] == [
        "到场时限 09:40:00，09:35:00 到场",
        "到场时限 09:41:00，09:39:00 到场（补记）",
    ]
    assert reasons("resolutions_missed")[:1] == ["办结时限 10:01:00，10:20:00 办结，超时 19 分 00 秒"]
    assert reasons("missed_promises")[-1] == ("到场时限 09:45:00，还没有到场；办结时限 10:05:00，还没有办结")
    assert reasons("arrivals_waived") == ["不用到现场就办结了"]
    assert reasons("resolution_rate", "missed") == ["10:50:00 回访，居民说没有解决，不满意"]
    assert reasons("callback_coverage", "missed") == ["10:40:00 第 1 次回访，没有接通"]
    assert reasons("not_handled_here", "legal_route") == ["应走诉讼、仲裁、信访等法定途径"]
    assert reasons("good_deeds") == ["算在民声驿站"]
