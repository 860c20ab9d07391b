"""What residents said, and how many were asked."""

from decimal import Decimal

from linli.cases.tests.builders import a_resolved_case, fresh, resolve

from .histories import called, figure, parts, reopened


def test_coverage_counts_matters_and_not_calls(town, at, minutes):
    case = a_resolved_case(town, at=at)
    for hour in (1, 2):
        called(town, case, at=at + minutes(60 * hour), reached=False)
    a_resolved_case(town, at=at)

    assert parts(town, "callback_coverage", at + minutes(130)) == {"whole": 1, "missed": 1}
    called(town, case, at=at + minutes(180))
    assert parts(town, "callback_coverage", at + minutes(190)) == {"whole": 1, "kept": 1}
    assert parts(town, "callback_coverage", at + minutes(130)) == {"whole": 1, "missed": 1}
    assert parts(town, "callbacks_attempted", at + minutes(190)) == {"whole": 1}


def test_resolution_is_what_the_resident_says(town, at, minutes):
    for resolved in (True, True, False):
        called(town, a_resolved_case(town, at=at), at=at + minutes(60), resolved=resolved)
    called(town, a_resolved_case(town, at=at), at=at + minutes(60), reached=False)

    assert parts(town, "resolution_rate", at + minutes(90)) == {"whole": 3, "kept": 2, "missed": 1, "unreached": 1}
    assert figure(town, "resolution_rate", at + minutes(90)).value == Decimal("66.7")


def test_satisfaction_begins_at_fairly_satisfied_and_leaves_the_silent_out(town, at, minutes):
    for satisfaction in ("5", "4", "3", "2", "1", ""):
        called(town, a_resolved_case(town, at=at), at=at + minutes(60), satisfaction=satisfaction)

    found = figure(town, "satisfaction_rate", at + minutes(90))
    assert (found.value, found.fraction) == (Decimal("60.0"), "3 ÷ 5")
    assert [(each.part.code, each.count) for each in found.beside] == [("silent", 1)]


def test_doing_it_again_does_not_take_back_what_the_resident_said(town, at, minutes):
    case = a_resolved_case(town, at=at)
    called(town, case, at=at + minutes(60), resolved=False, satisfaction="2")
    reopened(town, case, at=at + minutes(70))
    resolve(fresh(case), by=town.operator_lin, at=at + minutes(75))
    called(town, fresh(case), at=at + minutes(90))

    assert parts(town, "resolution_rate", at + minutes(99)) == {"whole": 2, "kept": 1, "missed": 1}
