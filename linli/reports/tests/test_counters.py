"""Counters say what a recount says: after everything that can happen, at any moment, folded or not."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from linli.cases.actions import count_again, explain_breach, leave_uncounted, sweep
from linli.cases.models import Case, Promise
from linli.cases.tests.builders import a_case, a_case_in_hand, a_resolved_case, fresh, resolve
from linli.fence.rows import open_fence
from linli.reports.actions import count_anew, count_everything_anew
from linli.reports.actions.counting import WHEN_ALL
from linli.reports.metrics import METRICS
from linli.reports.models import By, CaseToCount, CountedCase, Counter
from linli.reports.queries.counting import contributions
from linli.reports.queries.figures import figures, recounted
from linli.reports.queries.proof import differences
from linli.reports.queries.recount import recounted_by
from linli.reports.queries.spans import as_kept, percentile
from linli.reports.queries.tallied import stretches, tallied
from linli.reports.scope import EVER, Scope, Window

from .histories import called, everything_that_happens, reopened, scope_of


def fold(town) -> int:
    counted = count_anew()
    open_fence([town.guihua.pk, town.yinxing.pk])
    return counted


def wrong(town, as_of=None):
    return list(differences(town.guihua.pk, as_of or timezone.now()))


def by_hand(scope):
    """Every part of every metric, counted from the rows alone."""
    return recounted(scope, {part for metric in METRICS.values() for part in metric.parts})


def test_the_counters_prove_right_folded_or_not(town, at):
    everything_that_happens(town, at)
    assert (CountedCase.objects.exists(), wrong(town)) == (False, [])

    assert fold(town) == Case.objects.count()
    assert (CaseToCount.objects.exists(), wrong(town)) == (False, [])

    called(town, a_resolved_case(town, at=at + timedelta(days=40)), at=at + timedelta(days=41))
    assert (CaseToCount.objects.exists(), wrong(town)) == (True, [])


def test_any_number_of_cases_is_counted_by_one_statement(town, at):
    """A value for each case would be more than the database takes."""
    case, now = a_case(town, at=at), timezone.now()
    others = tuple(range(case.pk + 1, case.pk + WHEN_ALL))
    counted = contributions(frozenset([town.guihua.pk]), (case.pk, *others), known_until=now, judged_at=now)

    with connection.cursor() as cursor:
        cursor.execute(counted.sql, counted.params)
        assert [row[0] for row in cursor.fetchall()] == [case.pk]


def test_every_figure_is_the_same_from_counters_and_from_rows(town, at):
    everything_that_happens(town, at)
    fold(town)
    scope = scope_of(town, timezone.now())
    narrowed = [{"zone_id": town.zone.pk}, {"zone_id": 0}, {"channel": "hotline"}, {"hour": 9}, {"weekday": 1}]
    for each in (scope, *(scope_of(town, timezone.now(), **narrow) for narrow in narrowed)):
        assert tallied(each) is not None
        counted, right = figures(each), by_hand(each)
        for metric in METRICS.values():
            for part, count in ((one.part, one.count) for one in counted[metric.code].counts):
                assert count == right[part], (metric.code, part.code, each.narrows)


def test_a_year_of_figures_is_two_statements(town, at, django_assert_num_queries):
    everything_that_happens(town, at)
    fold(town)
    with django_assert_num_queries(2):  # the counters; the good deeds, which are no cases
        figures(scope_of(town, timezone.now()))


def test_every_moment_that_was_is_told_as_it_was(town, at):
    """Counters folded later than the moment asked about step aside for what was changed since."""
    case = a_case_in_hand(town, at=at)
    fold(town)
    before = timezone.now()
    resolve(fresh(case), by=town.keeper_wei, at=timezone.now())
    fold(town)

    def ended(as_of):
        return tallied(scope_of(town, as_of)).of()["ended"]

    assert (ended(before), ended(timezone.now())) == (0, 1)
    assert tallied(scope_of(town, at + timedelta(minutes=5))).of()["arrive_waiting"] == 1
    assert tallied(scope_of(town, at + timedelta(minutes=11))).of()["arrive_missed"] == 1


def test_a_promise_fallen_due_counts_before_any_sweep(town):
    now = timezone.now()
    a_case(town, at=now - timedelta(minutes=9))
    fold(town)
    window = Window(date(2020, 1, 1), date(2199, 12, 31))

    def counts(as_of):
        read = tallied(Scope(frozenset([town.guihua.pk]), window, as_of)).of()
        return read["arrive_waiting"], read["arrive_missed"], read["missed"]

    assert counts(now) == (1, 0, 0)
    assert counts(now + timedelta(minutes=2)) == (0, 1, 1)
    assert wrong(town, now + timedelta(minutes=2)) == []


def test_what_is_changed_later_moves_from_one_key_to_the_other(town, at):
    case = a_case(town, at=at)
    fold(town)
    Case.objects.filter(pk=case.pk).update(zone=None, channel="letter", received_at=at + timedelta(days=31))
    Promise.objects.filter(case=case).update(due_at=at + timedelta(days=60))
    fold(town)

    assert wrong(town) == []
    assert Counter.objects.filter(by=By.ZONE, key=str(town.zone.pk), received__gt=0).count() == 0
    (kept,) = Counter.objects.filter(by=By.ZONE, span="m", received=1)
    assert (kept.key, kept.begins_on) == ("0", date(2026, 4, 1))


def test_what_does_not_count_leaves_every_figure_and_comes_back(town, at):
    case = a_case(town, at=at)
    fold(town)
    leave_uncounted(case, why="misdial", note="打错", by=town.officer_zheng, at=at)
    assert figures(scope_of(town, timezone.now()))["appeals_total"].whole == 0
    fold(town)
    assert (wrong(town), CountedCase.objects.exists()) == ([], False)
    count_again(case, by=town.officer_zheng, at=at)
    fold(town)
    assert (wrong(town), tallied(scope_of(town, timezone.now())).of()["received"]) == ([], 1)


def test_why_it_was_late_is_counted_with_the_promise(town, at):
    case = a_case_in_hand(town, at=at)
    sweep(at + timedelta(minutes=40))
    open_fence([town.guihua.pk])
    explain_breach(case.promises.get(kind="arrive"), code="weather", by=town.keeper_wei, at=at)
    fold(town)
    reasons = figures(scope_of(town, timezone.now()))["breach_reasons"]

    assert {each.part.code: each.count for each in reasons.beside} == {"weather": 1, "unexplained": 1}
    assert (reasons.whole, wrong(town)) == (2, [])


def test_a_case_that_is_gone_leaves_nothing_behind(town, at):
    case = a_case(town, at=at)
    fold(town)
    connection.check_constraints()  # what was asked of the case at its beginning is answered
    Case.objects.filter(pk=case.pk).delete()
    fold(town)

    assert CountedCase.objects.exists() is False
    assert wrong(town) == []


def test_counting_everything_anew_mends_what_was_spoilt(town, at):
    as_of = everything_that_happens(town, at)
    fold(town)
    Counter.objects.filter(by=By.CHANNEL, span="d").update(received=7)
    assert {(each.tally, each.kept) for each in wrong(town)} == {("received", 7)}

    assert count_everything_anew() == Case.objects.count()
    open_fence([town.guihua.pk])
    assert (wrong(town), CaseToCount.objects.exists()) == ([], False)
    assert tallied(scope_of(town, as_of)) is not None


def test_one_community_counts_nothing_of_the_other(town, at):
    everything_that_happens(town, at)
    fold(town)

    assert tallied(Scope(frozenset([town.yinxing.pk]), EVER, timezone.now())).rows == {}
    open_fence([town.yinxing.pk])
    assert Counter.objects.exists() is False


def test_where_too_much_has_changed_the_rows_are_counted(town, at, monkeypatch):
    monkeypatch.setattr("linli.reports.queries.tallied.TOO_MANY", 3)
    as_of = everything_that_happens(town, at)
    scope = scope_of(town, as_of)

    assert tallied(scope) is None
    assert figures(scope)["appeals_total"].whole == recounted_by(scope).of()["received"] == Case.objects.count()


def test_only_one_folds_at_a_time_and_marks_stay_meanwhile(committed_db, at):
    import psycopg

    from tests.cast import build_town

    with transaction.atomic():
        town = build_town()
        a_case(town, at=at)
    with psycopg.connect(**committed_db) as other, other.transaction():
        other.execute("SELECT pg_advisory_xact_lock(%s)", [0x11_41_31])
        assert count_anew() == 0
    assert count_anew() == 1
    assert count_anew() == 0
    with transaction.atomic():
        reopen = fresh_resolved(town, at)
        open_fence([town.guihua.pk])
        reopened(town, reopen, at=at + timedelta(hours=2))
    assert count_anew() == 1
    with transaction.atomic():
        open_fence([town.guihua.pk])
        assert wrong(town) == []


def fresh_resolved(town, at):
    open_fence([town.guihua.pk])
    return fresh(a_resolved_case(town, at=at))


def test_moving_a_clock_warning_marks_nothing(town, at):
    a_case(town, at=at)
    fold(town)
    Promise.objects.update(warned_at=at)
    Case.objects.update(title="别的事由", next_due_at=at)

    assert CaseToCount.objects.count() == 0


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ((2026, 1, 1), (2026, 12, 31), ["m 2026-01-01 2026-12-31"]),
        ((2026, 1, 2), (2026, 1, 31), ["d 2026-01-02 2026-01-31"]),
        (
            (2025, 11, 23),
            (2026, 11, 22),
            ["d 2025-11-23 2025-11-30", "m 2025-12-01 2026-10-31", "d 2026-11-01 2026-11-22"],
        ),
        ((2026, 2, 1), (2026, 2, 28), ["m 2026-02-01 2026-02-28"]),
        ((2026, 1, 31), (2026, 2, 28), ["d 2026-01-31 2026-01-31", "m 2026-02-01 2026-02-28"]),
    ],
)
def test_a_window_is_cut_into_whole_months_and_days(first, last, expected):
    assert [" ".join(map(str, each)) for each in stretches(Window(date(*first), date(*last)))] == expected


def test_medians_are_exact_to_what_a_span_is_kept_by(town, at):
    assert [as_kept(minutes) for minutes in (0, 59, 60, 119, 179, 180, 1439, 1440, 4000)] == [
        0, 59, 60, 110, 170, 180, 1380, 1440, 2880,
    ]  # fmt: skip
    assert percentile({}, 50) is None
    assert [percentile({3: 1, 7: 2, 60: 1}, share) for share in (25, 50, 75, 90, 100)] == [3, 7, 7, 60, 60]

    everything_that_happens(town, at)
    fold(town)
    for kind in (By.ARRIVED, By.RESOLVED):
        spans = {
            int(key): counts["received"]
            for (_by, key, _day), counts in tallied(scope_of(town, timezone.now()), (kind,)).rows.items()
        }
        assert spans
        assert sum(spans.values()) == sum(
            each["received"] for each in recounted_by(scope_of(town, timezone.now()), (kind,)).rows.values()
        )
