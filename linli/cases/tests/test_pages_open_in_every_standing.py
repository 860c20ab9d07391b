"""Every page of a case opens whatever has become of it: no standing was forgotten by a template."""

import pytest
from django.urls import reverse

from linli.cases import lifecycle, urls
from linli.cases.actions import (
    Part,
    accept_case,
    archive_case,
    ask_extension,
    ask_help,
    decline_case,
    hand_on_case,
    hand_over_emergency,
    join_case,
    link_cases,
    merge_case,
    offer_to_unit,
    record_callback,
    register_case,
    reopen_case,
    report_help,
    split_case,
    sweep,
    tell_at_the_door,
)
from linli.cases.models import Outcome
from linli.rota.actions import note_absence

from .builders import a_case, a_case_in_hand, a_case_on_site, a_resolved_case, a_unit, an_appeal, fresh, pause, resolve


def registered(town, at, minutes):
    for person in (town.keeper_wei, town.keeper_li, town.officer_zheng, town.secretary_liao):
        note_absence(
            person, community_id=town.guihua.pk, starts_at=at, ends_at=at + minutes(99), reason="", by=None, at=at
        )
    return a_case(town, at=at, is_anonymous=True, phone="", place_text="")


def declined_and_lapsed(town, at, minutes):
    case = a_case(town, at=at)
    decline_case(case, reason="在外地", by=town.keeper_wei, at=at)
    sweep(at + minutes(3))
    return case


def offered_to_a_unit(town, at, minutes):
    case = a_case(town, at=at)
    offer_to_unit(case, a_unit(town, liaison=town.worker_mo, at=at), by=town.operator_lin, at=at)
    return case


def in_hand_and_joined(town, at, minutes):
    case = a_case_in_hand(town, at=at, urgency="general", external_number="12345-1", wants_confidential=True)
    join_case(case, an_appeal(name="", phone=""), by=town.operator_lin, at=at + minutes(2))
    return case


def helped_with_and_extension_asked(town, at, minutes):
    case = a_case_on_site(town, at=at)
    ask_help(case, wanted="车", unit=a_unit(town, at=at), by=town.keeper_wei, at=at + minutes(6))
    asked = ask_help(case, wanted="梯子", helper=town.keeper_li, by=town.keeper_wei, at=at + minutes(6))
    report_help(asked, report="带到了", by=town.keeper_li, at=at + minutes(8))
    ask_extension(
        case, reason="等配件", new_due_at=at + minutes(90), told_requester_at=at, by=town.keeper_wei, at=at + minutes(9)
    )
    return case


def paused_and_handed_on(town, at, minutes):
    case = a_case_on_site(town, at=at)
    pause(case, by=town.keeper_wei, at=at + minutes(6), until=at + minutes(600))
    hand_on_case(case, reason="要接孩子", by=town.keeper_wei, at=at + minutes(7))
    return case


def late_and_resolved(town, at, minutes):
    case = a_case_in_hand(town, at=at)
    sweep(at + minutes(31))
    resolve(case, outcome=Outcome.HANDED_OVER, handed_to="市政局", by=town.keeper_wei, at=at + minutes(40))
    return case


def called_back_unhappy(town, at, minutes):
    case = a_resolved_case(town, at=at)
    record_callback(case, reached=False, by=town.worker_mo, at=at + minutes(50))
    record_callback(case, reached=True, resolved=False, satisfaction="1", by=town.worker_mo, at=at + minutes(60))
    return case


def archived(town, at, minutes):
    case = a_resolved_case(town, at=at)
    record_callback(case, reached=True, resolved=True, by=None, at=at + minutes(60))
    archive_case(case, by=town.worker_mo, at=at + minutes(70))
    return case


def second_round(town, at, minutes):
    case = a_resolved_case(town, at=at)
    reopen_case(case, reason="又堵了", by=town.worker_mo, at=at + minutes(60))
    accept_case(case, by=town.keeper_li, at=at + minutes(61))
    return case


def told(town, at, minutes):
    case = register_case(town.guihua, an_appeal(kind="report"), by=town.operator_lin, at=at, offer=False)
    tell_at_the_door(case, outcome=Outcome.SECRET_EXPLAINED, told="涉及他人隐私。", by=town.operator_lin, at=at)
    return case


def emergency(town, at, minutes):
    return hand_over_emergency(town.guihua, an_appeal(), number="119", by=town.operator_lin, at=at)


def merged(town, at, minutes):
    main = a_case_on_site(town, at=at)
    case = a_case(town, at=at + minutes(6))
    merge_case(case, into=main, reason="同一条沟", by=town.operator_lin, at=at + minutes(8))
    return case


def split_and_linked(town, at, minutes):
    case = a_case_on_site(town, at=at)
    parts = [Part("路灯不亮", case.category), Part("掏沟", case.category)]
    done, _waiting = split_case(case, parts, by=town.operator_lin, at=at + minutes(6))
    resolve(done, by=town.keeper_li, at=at + minutes(8))
    link_cases(case, other=a_case(town, at=at), why="同一段", by=town.operator_lin, at=at + minutes(8))
    return case


def a_part(town, at, minutes):
    return split_and_linked(town, at, minutes).parts.first()


STANDINGS = [
    registered, declined_and_lapsed, offered_to_a_unit, in_hand_and_joined, helped_with_and_extension_asked,
    paused_and_handed_on, late_and_resolved, called_back_unhappy, archived, second_round, told, emergency,
    merged, split_and_linked, a_part,
]  # fmt: skip
PAGES = {pattern.name: str(pattern.pattern) for pattern in urls.urlpatterns}
ABOUT_THE_CASE_ALONE = [
    name
    for name, place in PAGES.items()
    if place.startswith("cases/<str:number>/") and place.count("<") == 1 and name != "merger_undone"
]


VERB_OF = {
    "offer": "offer", "refusal": "hand_on", "handover": "hand_on", "added_arrival": "add_arrival", "help": "ask_help",
    "resolution": "resolve", "extension": "extend", "pause": "pause", "callback": "call_back", "reopening": "reopen",
    "link": "link", "category": "recategorise",
}  # fmt: skip


@pytest.mark.parametrize("standing", STANDINGS, ids=lambda make: make.__name__)
def test_every_page_opens(client, town, at, minutes, standing):
    case = fresh(standing(town, at, minutes))

    client.force_login(town.secretary_liao)
    for page in ABOUT_THE_CASE_ALONE:
        opens = {200, 302, 403, 405}
        if page in VERB_OF:  # the form of a step opens only where the step can be done
            opens = {200 if lifecycle.may(VERB_OF[page], case.status) else 409, 403}
        assert client.get(reverse(f"cases:{page}", args=[case.number])).status_code in opens, page
    undone = client.get(f"/cases/{case.number}/merger/undone/").status_code
    assert undone == (200 if case.is_merged else 404)
    for url in (f"/cases/{case.number}/?reader=resident", "/desk/", "/cases/", "/tasks/"):
        assert client.get(url).status_code == 200
    client.force_login(town.keeper_wei)
    for url in (f"/cases/{case.number}/", "/cases/", "/tasks/"):
        assert client.get(url).status_code in {200, 404}
    for requester in case.requesters.all():
        assert client.get(f"/progress/{requester.query_code}/").status_code == 200
