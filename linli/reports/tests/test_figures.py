"""The registry itself: what every metric must have, and how numbers are printed."""

from decimal import Decimal

import pytest

from linli.reports.metrics import METRICS
from linli.reports.queries.figures import percent

from .histories import everything_that_happens, figure, scope_of

SAYS_BY_WHICH_DATE = ("接到时间", "办成日期")


@pytest.mark.parametrize("metric", METRICS.values(), ids=METRICS)
def test_a_definition_is_one_sentence_that_names_its_date(metric):
    text = str(metric.definition)

    assert (text.count("。"), text[-1]) == (1, "。")
    assert any(words in text for words in SAYS_BY_WHICH_DATE)
    assert ("÷" in text) == metric.is_rate == (metric.unit == "%")
    assert all(str(part.label) for part in metric.parts)


def test_every_rate_shows_the_six_kinds_beside_it():
    assert all("excluded" in {part.code for part in metric.beside} for metric in METRICS.values() if metric.is_rate)


def test_part_codes_of_a_metric_are_its_own():
    for metric in METRICS.values():
        assert len({part.code for part in metric.parts}) == len(metric.parts)


@pytest.mark.parametrize(
    ("kept", "whole", "expected"),
    [(187, 194, "96.4"), (1, 3, "33.3"), (2, 3, "66.7"), (1, 16, "6.3"), (0, 5, "0.0"), (5, 5, "100.0")],
)
def test_percentages_have_one_decimal_and_halves_go_up(kept, whole, expected):
    assert percent(kept, whole) == Decimal(expected)


def test_nothing_of_nothing_has_no_percentage():
    assert percent(0, 0) is None


def test_recounted_figures_take_one_statement_for_each_population(town, at, django_assert_num_queries):
    from linli.reports.queries.figures import recounted

    scope = scope_of(town, everything_that_happens(town, at))
    parts = {part for metric in METRICS.values() for part in metric.parts}
    with django_assert_num_queries(len({part.of for part in parts})):
        recounted(scope, parts)


def test_a_definition_ends_with_the_fraction_and_what_is_left_out(town, at):
    as_of = everything_that_happens(town, at)

    assert figure(town, "arrived_on_time", as_of).definition == (
        "承诺到场的，时限前到场的 ÷ 已到场和已超时的；按诉求接到时间统计，每次承诺各算一次，暂停的时间不计。"
        "（4 ÷ 5；不计入：六类不在这里办 6，不用到场 1，没到时限或暂停 1）"
    )
    assert figure(town, "not_handled_here", as_of).definition.endswith(
        "（转紧急 1，走法定途径 1，重复反映 1，涉及秘密或隐私 1，不在职责内 1，不合法已劝导 1）"
    )
    assert "（" not in figure(town, "appeals_total", as_of).definition
