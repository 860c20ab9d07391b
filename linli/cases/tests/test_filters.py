"""A filter and its address are one thing, and what an address means is what the list shows."""

from datetime import date

import pytest
from django.http import QueryDict
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from linli.cases.actions import ask_help
from linli.cases.models import Case, Channel, Urgency
from linli.cases.queries.filters import IN_WORK, STATES, CaseFilter, in_words, standing
from linli.cases.queries.tallies import tallies

from .builders import a_case, a_case_in_hand, a_resolved_case, a_unit, category

KEYS = st.integers(1, 10**9).map(str)
FILTERS = st.builds(
    CaseFilter,
    q=st.sampled_from(["", "水沟", "井盖 建安街"]),
    state=st.sampled_from(["", *STATES]),
    zones=st.sets(KEYS | st.just("none"), max_size=3).map(lambda them: tuple(sorted(them))),
    categories=st.sets(st.sampled_from(["municipal", "municipal.drain"])).map(lambda them: tuple(sorted(them))),
    channels=st.sets(st.sampled_from(Channel.values), max_size=3).map(lambda them: tuple(sorted(them))),
    urgencies=st.sets(st.sampled_from(Urgency.values), max_size=2).map(lambda them: tuple(sorted(them))),
    who=st.just("") | st.just("me") | st.just("none") | KEYS,
    unit=st.just("") | KEYS,
    since=st.none() | st.dates(),
    until=st.none() | st.dates(),
)


@given(FILTERS)
def test_a_filter_reads_back_from_its_own_address(wanted):
    assert CaseFilter.read(QueryDict(wanted.address)) == wanted


def test_what_cannot_be_understood_filters_nothing():
    nonsense = "state=lost&zone=x&zone=-1&channel=pigeon&urgency=9&who=you&unit=0x1&since=2026-13-01&category=%27%3B--"

    assert CaseFilter.read(QueryDict(nonsense)) == CaseFilter()
    assert not CaseFilter.read(QueryDict(nonsense))
    assert CaseFilter.read(QueryDict("zone=3&older=17&next=/x")).address == "zone=3"


@pytest.fixture
def cases(town, at, minutes):
    wet = category("municipal.drain")
    return {
        "drain": a_case_in_hand(town, at=at, category=wet),
        "lamp": a_case(town, at=at + minutes(1), content="路灯不亮", category=category("municipal.lamp")),
        "nowhere": a_case(town, at=at + minutes(2), place_text="说不清", content="有人吵架", channel="visit"),
        "resolved": a_resolved_case(town, at=at + minutes(3), category=wet),
    }


def test_each_part_narrows_as_it_says(cases, town, at, minutes):
    names = {case.pk: name for name, case in cases.items()}
    unit = a_unit(town, at=at)
    ask_help(cases["drain"], wanted="带水泵", unit=unit, by=town.operator_lin, at=at + minutes(3))

    def found(address):
        wanted = CaseFilter.read(QueryDict(address))
        now = at + minutes(4)
        kept = Case.objects.filter(wanted.condition(town.keeper_wei, now), in_words(wanted.q))
        return {names[case.pk] for case in kept}

    assert found("") == set(cases)
    assert found("state=open") == {"drain", "lamp", "nowhere"}
    assert found("state=ended") == found("state=callback") == {"resolved"}
    assert found(f"zone={town.zone.pk}") == {"drain", "lamp", "resolved"}
    assert found("zone=none") == {"nowhere"}
    assert found(f"zone={town.zone.pk}&zone=none") == set(cases)
    assert found("category=municipal.lamp") == {"lamp"}
    assert found("category=municipal") >= {"drain", "lamp", "resolved"}
    assert found("channel=visit") == {"nowhere"}
    assert found("who=me&state=open") >= {"drain"}
    assert found("who=none&state=open") == {"lamp", "nowhere"}
    assert found(f"unit={unit.pk}") == {"drain"}
    assert found("q=路灯") == {"lamp"}
    assert found(f"since={date(2026, 3, 3)}") == found(f"until={date(2026, 3, 1)}") == set()
    assert found("since=0001-01-01&until=9999-12-31") == set(cases)
    assert found("until=0001-01-01") == found("since=9999-12-31") == set()


def test_the_numbers_on_the_desk_are_what_they_lead_to(cases, town, at, minutes):
    for now in (at + minutes(4), at + minutes(9), at + minutes(60)):
        shown = {state: Case.objects.filter(standing(state, now)).count() for state in IN_WORK}
        counted = tallies(Case.objects.all(), Case.objects.all(), timezone.localtime(now))
        assert {state: counted[state] for state in IN_WORK} == shown
        assert (counted["received"], counted["resolved"]) == (4, 1)
        day = CaseFilter(since=timezone.localdate(now)), CaseFilter(state="today")
        opened = [Case.objects.filter(each.condition(town.keeper_wei, now)).count() for each in day]
        assert opened == [counted["received"], counted["resolved"]]
