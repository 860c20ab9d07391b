"""What came in, by channel and day; and the deeds."""

from datetime import date, datetime

import pytest

from linli.accounts.models import KeeperOverride
from linli.cases.actions import join_case, register_case
from linli.cases.models import Channel, Outcome
from linli.cases.tests.builders import a_case, a_resolved_case, an_appeal
from linli.reports.queries.figures import figures
from linli.reports.queries.tables import tables
from linli.reports.scope import NO_ZONE, Window
from linli.territory.models import Zone
from tests.cast import BEIJING, LONG_AGO

from .histories import a_deed, figure, scope_of, told

MARCH = Window(date(2026, 3, 1), date(2026, 3, 31))


def value(town, code, as_of, window=MARCH):
    return figure(town, code, as_of, window).value


def test_a_hotline_appeal_counts_once_it_is_answered_and_handled(town, at, minutes):
    a_case(town, at=at)
    a_resolved_case(town, at=at)
    told(town, Outcome.SECRET_EXPLAINED, at=at)
    a_resolved_case(town, at=at, channel="visit")

    assert value(town, "hotline_appeals", at + minutes(60)) == 2
    assert value(town, "channel_hotline", at + minutes(60)) == 3
    assert value(town, "appeals_total", at + minutes(60)) == 4


def test_a_second_caller_is_no_second_appeal(town, at, minutes):
    case = a_case(town, at=at)
    join_case(case, an_appeal(phone="+8613800000002"), by=town.operator_lin, at=at + minutes(3))

    assert value(town, "appeals_total", at + minutes(60)) == 1


def test_letters_and_visits_are_those_taken_up(town, at, minutes):
    a_case(town, at=at, channel="letter")
    a_resolved_case(town, at=at, channel="visit")
    told(town, Outcome.LEGAL_ROUTE, at=at, channel="visit")
    a_case(town, at=at, channel="mailbox")

    assert value(town, "letters_and_visits", at + minutes(60)) == 2


@pytest.mark.parametrize("channel", Channel)
def test_every_channel_has_its_figure(town, at, minutes, channel):
    a_case(town, at=at, channel=channel)
    found = figures(scope_of(town, at + minutes(60)))

    by_channel = {code: each.value for code, each in found.items() if code.startswith("channel_") and each.value}
    assert by_channel == {f"channel_{channel.value}": 1}
    assert str(found[f"channel_{channel.value}"].metric.label) == f"来路：{channel.label}"


@pytest.mark.parametrize(
    ("received", "counted"),
    [
        (datetime(2026, 2, 28, 23, 59, 59, tzinfo=BEIJING), 0),
        (datetime(2026, 3, 1, tzinfo=BEIJING), 1),
        (datetime(2026, 3, 31, 23, 59, 59, tzinfo=BEIJING), 1),
        (datetime(2026, 4, 1, tzinfo=BEIJING), 0),
    ],
)
def test_both_days_of_a_window_are_whole_days_in_beijing(town, received, counted):
    a_case(town, at=received)

    assert value(town, "appeals_total", datetime(2026, 4, 2, tzinfo=BEIJING)) == counted


def test_only_the_communities_asked_for_count(town, at, minutes):
    register_case(town.yinxing, an_appeal(place_text=""), by=town.operator_zhao, at=at)
    a_deed(town, at.date(), community=town.yinxing, at=at)

    found = figures(scope_of(town, at + minutes(60)))
    assert {each.value for each in found.values()} == {0, None}


def test_deeds_are_the_voice_stations_by_the_day_they_were_done(town, at, minutes):
    for done_on in (date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 2)):
        a_deed(town, done_on, at=at)
    a_deed(town, date(2026, 3, 2), source="service_centre", at=at)

    assert value(town, "good_deeds", at + minutes(60)) == 2


# The tables


def test_tables_add_up_to_the_figures(town, at, minutes):
    a_resolved_case(town, at=at)
    a_case(town, at=at, channel="letter", place_text="")
    told(town, Outcome.LEGAL_ROUTE, at=at)
    scope = scope_of(town, at + minutes(60))
    found, split = figures(scope), tables(scope)

    assert [(line.label, line.count, line.resolve.fraction) for line in split.by_zone] == [
        ("3 建安街责任区", 2, "1 ÷ 1"),
        ("不在责任区里", 1, "0 ÷ 1"),
    ]
    assert [(line.label, line.count, line.arrive.fraction) for line in split.by_channel] == [
        ("热线", 2, "1 ÷ 1"),
        ("来信", 1, "0 ÷ 1"),
    ]
    for lines in (split.by_zone, split.by_channel, [split.total]):
        assert sum(line.count for line in lines) == found["appeals_total"].value
        assert sum(line.arrive.whole for line in lines) == found["arrived_on_time"].whole
        assert sum(line.resolve.kept for line in lines) == found["resolved_on_time"].kept


def test_a_line_of_a_table_is_the_figure_of_its_zone_or_channel(town, at, minutes):
    a_resolved_case(town, at=at)
    a_case(town, at=at, channel="letter", place_text="")

    def total(**narrows):
        return figure(town, "appeals_total", at + minutes(60), **narrows).value

    assert (total(zone_id=town.zone.pk), total(zone_id=NO_ZONE), total(channel="letter"), total()) == (1, 1, 1, 2)


def test_zones_stand_by_their_number_also_without_appeals(town, at, minutes):
    for number, ended_on in ((9, None), (1, None), (5, date(2026, 2, 1))):
        zone = Zone.objects.create(
            community=town.guihua, number=number, name=f"{number} 区", drawn_on=LONG_AGO, ended_on=ended_on
        )
        KeeperOverride.objects.create(
            zone=zone, reason="刚划出来", approved_by=town.secretary_liao, from_on=LONG_AGO, until_on=date(2099, 1, 1)
        )
    a_case(town, at=at)

    labels = [line.label for line in tables(scope_of(town, at + minutes(60), MARCH)).by_zone]
    assert labels == ["1 1 区", "3 建安街责任区", "9 9 区"]
