"""What a page reads of a case in one statement is what the rest of the house says, one question at a time."""

import pytest
import rules

from linli.cases.models import Case
from linli.cases.queries.clocks import clock_of
from linli.cases.queries.joining import mergers_of
from linli.cases.queries.one_case import one_case
from linli.cases.queries.timeline import timeline, timeline_of_one
from linli.cases.views.steps import KEYS, step
from linli.fence.rows import open_fence

from .builders import a_case_in_hand, fresh
from .test_pages_open_in_every_standing import STANDINGS

PERMISSIONS = sorted(name for name in rules.permissions.permissions if name.startswith("cases."))
ABOUT_OTHER_THINGS = {"cases.change_filter", "cases.view_deed", "cases.black_out_file", "cases.remove_file"}


def people_of(town):
    return [each for each in vars(town).values() if hasattr(each, "duties_in_force")]


@pytest.mark.parametrize("standing", STANDINGS, ids=lambda make: make.__name__)
def test_it_says_the_same_of_every_standing_to_everybody(town, at, minutes, standing):
    case = fresh(standing(town, at, minutes))
    people = people_of(town)
    assert len(people) > 8
    for person in people:
        open_fence(person.community_ids)
        one = one_case(case.number, person, page="/")
        assert (one is not None) == Case.objects.visible_to(person).filter(pk=case.pk).exists(), person
        if one is None:
            continue
        asked = Case.objects.get(pk=case.pk)
        for permission in set(PERMISSIONS) - ABOUT_OTHER_THINGS:
            assert person.has_perm(permission, one.case) == person.has_perm(permission, asked), (person, permission)
        for for_resident in (False, True):
            told = timeline_of_one(one, mergers_of(asked), for_resident=for_resident)
            assert told == timeline(asked, for_resident=for_resident)
        now = at + minutes(90)
        pause = asked.pauses.filter(ended_at=None).first()
        assert clock_of(one.case, one.promises, now, one.pause) == clock_of(asked, asked.promises.all(), now, pause)
        assert [str(each) for each in (one.case, one.case.category, one.case.zone, one.case.handler)] == [
            str(each) for each in (asked, asked.category, asked.zone, asked.handler)
        ]


def test_what_changed_shows_with_the_next_look(client, town, at):
    case = a_case_in_hand(town, at=at)
    client.force_login(town.operator_lin)
    before = client.get(f"/cases/{case.number}/").content.decode()

    type(town.keeper_wei).objects.filter(pk=town.keeper_wei.pk).update(name="韦改名")
    Case.objects.filter(pk=case.pk).update(title="水沟又堵了")

    after = client.get(f"/cases/{case.number}/").content.decode()
    for news in ("<b>韦改名</b><small>经办", "<h1>水沟又堵了</h1>"):
        assert (news in before, news in after) == (False, True)


def test_a_sealed_number_is_not_even_read(client, town, at, django_assert_max_num_queries):
    case = a_case_in_hand(town, at=at)
    client.force_login(town.operator_lin)
    client.get(f"/cases/{case.number}/")

    with django_assert_max_num_queries(8) as asked:
        client.get(f"/cases/{case.number}/")

    assert [query["sql"] for query in asked if '"phone"' in query["sql"] and "cases_requester" in query["sql"]] == []


def test_every_step_with_a_letter_is_reached_by_it(town, at):
    case = a_case_in_hand(town, at=at)

    assert {page: step(page, case).key for page in KEYS} == KEYS
    assert step("category", case).key == ""
