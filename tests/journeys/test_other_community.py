"""赵 and everybody else of the other community: no address, list, count or figure shows them anything of the first."""

import html
import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from linli.accounts.models import Duty, User
from linli.cases.models import Case, Requester
from linli.cases.tests.builders import everything
from linli.journal.models import Event
from linli.notices.models import Notice
from tests.browser.at_work import set_to_work
from tests.cast import LONG_AGO
from tests.visiting import inside

ABOUT = {
    "cases:deed": "deed", "cases:detail": "on_site", "cases:receipt": "offered", "cases:joined_receipt": "joined",
    "cases:offer": "offered", "cases:acceptance": "offered", "cases:refusal": "offered", "cases:handover": "on_site",
    "cases:arrival": "in_hand", "cases:added_arrival": "in_hand", "cases:remark": "on_site", "cases:help": "on_site",
    "cases:help_report": "helped", "cases:resolution": "on_site", "cases:extension": "on_site",
    "cases:decision": "asked", "cases:pause": "on_site", "cases:resumption": "paused", "cases:callback": "resolved",
    "cases:related": "on_site", "cases:merger": "on_site", "cases:merger_undone": "merged", "cases:link": "on_site",
    "cases:unlink": "link_pair", "cases:split": "on_site", "cases:category": "on_site", "cases:bulk_run": "run",
    "cases:reopening": "unhappy", "cases:filing": "unhappy", "cases:phone": "caller", "notices:follow": "notice",
    "cases:files": "on_site", "cases:new_files": "on_site", "cases:file": "photo", "cases:file_picture": "photo",
    "cases:file_thumb": "photo", "cases:file_download": "paper", "cases:file_caption": "photo",
    "cases:file_audience": "paper", "cases:file_place": "photo", "cases:file_redaction": "photo",
    "cases:file_removal": "photo", "cases:file_return": "photo", "cases:file_original": "photo",
    "care:person": "cared", "care:phone": "cared", "care:new_group": "cared", "care:new_plan": "cared",
    "care:new_pairing": "cared", "care:group_end": "entry", "care:plan_end": "plan", "care:pairing": "pairing",
    "care:pairing_change": "pairing", "care:pairing_end": "pairing", "care:visit": "visit",
    "care:visit_correction": "visit", "care:visit_withdrawal": "visit", "care:visit_need": "visit",
    "care:support": "support", "care:support_change": "support", "care:new_milestone": "support",
    "care:support_readers": "support", "care:support_end": "support",
    "accounts:person": "person", "accounts:new_duty": "person", "accounts:password": "person",
    "accounts:entry": "person", "accounts:duty_end": "mo_duty",
    "cases:filter": "filter", "cases:filter_removal": "filter", "cases:filter_return": "filter", "cases:rule": "rule",
    "cases:rule_place": "rule", "cases:rule_switch": "rule", "cases:rule_removal": "rule", "cases:policy": "policy",
    "cases:next_policy": "policy", "cases:policy_withdrawal": "policy", "cases:policy_end": "policy",
    "cases:reply_text": "reply", "cases:others": "on_site", "cases:order": "on_site", "cases:order_file": "on_site",
    "cases:help_word": "helped", "cases:help_refusal": "helped", "cases:help_link": "helped_by_link",
    "cases:offer_link": "by_link", "cases:breach": "late", "cases:uncounted": "late", "cases:counted_again": "late",
    "cases:before_council": "late", "cases:council_removal": "listed",
    **dict.fromkeys(
        (
            "activities:activity", "activities:change", "activities:cancel", "activities:expected",
            "activities:own_sign_up", "activities:new_sign_up", "activities:calendar_file", "activities:attendance",
            "activities:somebody", "activities:excuse", "activities:guests", "activities:paper_roll",
            "activities:roll_sheet", "activities:wall", "activities:wall_renewed", "activities:wall_sheet",
            "activities:record", "activities:new_photos",
        ), "activity",
    ),
    **dict.fromkeys(
        ("activities:photo", "activities:picture", "activities:audience", "activities:photo_off"), "activity_photo"
    ),
    "activities:withdrawal": "activity_sign_up", "activities:guest_off": "activity_guest",
    "rota:shift": "shift", "rota:shift_change": "shift", "rota:shift_off": "shift", "rota:swap_ask": "shift",
    "rota:handover": "shift_now", "rota:handover_read": "handover", "rota:swap_answer": "swap",
    "rota:swap_withdrawal": "swap", "rota:swap_undoing": "swap", "rota:absence_end": "absence", "rota:post": "post",
    "rota:new_pattern": "post", "rota:post_calendar_made": "post", "rota:pattern": "pattern", "rota:fill": "pattern",
    "rota:pattern_removal": "pattern",
    "rota:calendar_ended": "calendar", "reports:published_one": "published", "reports:person": "keeper",
    "reports:person_rows": "keepers_metric", "sheets:import": "table", "sheets:columns": "table",
    "sheets:import_progress": "checked_table", "sheets:taking": "checked_table", "sheets:corrected": "checked_table",
    "sheets:removal": "table", "sheets:export": "export", "sheets:export_progress": "export",
    "sheets:export_file": "export", "sheets:ledger": "ledger", "sheets:ledger_change": "ledger",
    "sheets:ledger_order": "ledger", "sheets:ledger_removal": "ledger", "sheets:template": "ledger",
    "sheets:template_columns": "ledger", "sheets:template_removal": "ledger",
    "residents:consents": "huang", "residents:new_consent": "huang", "residents:consent_paper": "huang",
    "residents:consent_withdrawal": "consent", "residents:readings": "huang", "residents:copy": "huang",
    "residents:new_request_of": "huang", "residents:request": "asked_data", "residents:freezing": "huang",
    "residents:removal": "huang", "residents:retention_run": "old_run", "residents:retention_progress": "old_run",
    "residents:retention_clearing": "old_run",
    "zones:zone": "zone_key", "zones:history": "zone_key", "zones:border": "zone_key", "zones:draw": "zone_key",
    "zones:end": "zone_key", "zones:name": "zone_key", "zones:keepers": "zone_key", "zones:new_override": "zone_key",
    "zones:board": "zone_key", "zones:board_file": "zone_key", "zones:override_end": "override",
    "zones:photo": "keeping", "zones:kept_photo": "keeping", "zones:photo_removal": "keeping",
    "zones:lane": "lane", "zones:lane_name": "lane", "zones:lane_removal": "lane", "zones:new_doors": "lane",
    "zones:door": "door", "zones:building": "door", "zones:position": "door", "zones:door_removal": "door",
    "zones:new_dwellings": "door", "zones:dwelling": "dwelling", "zones:dwelling_removal": "dwelling",
    **dict.fromkeys(
        ("assembly:body", "assembly:rule", "assembly:body_end", "assembly:sitters", "assembly:new_seat"), "body"
    ),
    **dict.fromkeys(
        ("assembly:rotation", "assembly:new_turn", "assembly:new_terms", "assembly:delegates"), "conference"
    ),
    **dict.fromkeys(("assembly:turn_place", "assembly:turn_leaving"), "turn"),
    **dict.fromkeys(
        (
            "assembly:term", "assembly:term_change", "assembly:term_skip", "assembly:handover", "assembly:report",
            "assembly:plan_file", "assembly:swap",
        ), "term",
    ),
    **dict.fromkeys(("assembly:swap_answer", "assembly:swap_withdrawal"), "chair_swap"),
    **dict.fromkeys(("assembly:seat_end", "assembly:replacement", "assembly:seat_undone"), "seat"),
    "party:organisation": "branch", "party:organisation_change": "branch", "party:organisation_end": "branch",
    "party:dues": "branch", "party:new_meeting": "branch", "party:meeting": "meeting", "party:minutes": "meeting",
    "party:meeting_card": "meeting", "party:member": "member", "party:member_change": "member",
    "party:confirmation": "member", "party:status": "member", "party:lost": "member", "party:found": "member",
    "party:transfer": "member", "party:new_post": "member", "party:new_mobile": "member",
    "party:new_report": "member", "party:claims": "member", "party:new_service": "member",
    "party:member_card": "member", "party:post_end": "party_post", "party:service_removal": "service",
    "party:contact": "mobile", "party:mobile_return": "mobile", "party:report_end": "report_in",
    "party:new_note": "report_in", "party:note": "quarter_note", "party:note_paper": "quarter_note",
    "party:note_sent": "quarter_note", "party:note_return": "quarter_note",
    "residents:person": "huang", "residents:person_change": "huang", "residents:person_verification": "huang",
    "residents:person_number": "huang", "residents:person_death": "huang", "residents:new_relation": "huang",
    "residents:relation_end": "relation", "residents:new_work": "huang", "residents:work_end": "work",
    "residents:household": "household", "residents:household_change": "household",
    "residents:household_verification": "household", "residents:household_joining": "household",
    **dict.fromkeys(("programmes:theme", "programmes:theme_change", "programmes:new_pledge"), "theme"),
    **dict.fromkeys(
        (
            "programmes:pledge", "programmes:pledge_change", "programmes:pledge_end", "programmes:pledge_withdrawal",
            "programmes:join", "programmes:part",
        ), "pledge",
    ),
    "programmes:item": "theme_item",
    **dict.fromkeys(
        (
            "assembly:meeting", "assembly:new_item_of_meeting", "assembly:new_papers", "assembly:opening",
            "assembly:attendance", "assembly:minutes", "assembly:new_resolution", "assembly:closing",
            "assembly:approval", "assembly:sending_back", "assembly:disclosure", "assembly:summary_pdf",
            "assembly:summary_docx", "assembly:calendar_file",
        ), "meeting",
    ),
    **dict.fromkeys(
        (
            "assembly:meeting_change", "assembly:call", "assembly:meeting_cancel", "assembly:new_guest",
            "assembly:told", "assembly:answer",
        ), "meeting_coming",
    ),
    **dict.fromkeys(
        ("assembly:item_acceptance", "assembly:item_refusal", "assembly:item_place", "assembly:said"), "agenda_item"
    ),
    "assembly:new_meeting": "body", "assembly:new_item": "body", "assembly:paper": "meeting_paper",
    "assembly:paper_off": "meeting_paper", "assembly:new_task": "resolution",
    **dict.fromkeys(
        (
            "assembly:task", "assembly:task_line", "assembly:task_done", "assembly:task_drop", "assembly:task_change",
            "assembly:task_reopening",
        ), "assembly_task",
    ),
    **dict.fromkeys(
        (
            "assembly:matter", "assembly:matter_change", "assembly:matter_cases", "assembly:party_agreed",
            "assembly:tell", "assembly:telling", "assembly:informed", "assembly:opinions", "assembly:new_opinion",
            "assembly:matter_agenda", "assembly:discussed", "assembly:acted", "assembly:conclusion", "assembly:calls",
            "assembly:matter_withdrawal", "assembly:publication", "assembly:unpublication",
        ), "matter",
    ),
    **dict.fromkeys(
        (
            "assembly:ballot", "assembly:vote", "assembly:hands", "assembly:papers_of_ballot",
            "assembly:papers_withdrawal", "assembly:counting", "assembly:annulment", "assembly:ballot_resolution",
        ), "ballot",
    ),
    "assembly:opinion_reply": "opinion", "assembly:from_candidate": "listed", "assembly:from_case": "late",
    "assembly:new_ballot": "meeting",
    "residents:household_move": "household", "residents:household_leaving": "place",
    "residents:household_head": "place", "residents:merger": "huang", "residents:telling_apart": "huang",
    "residents:merger_undone": "merger_of_people", "residents:unit": "unit_on_file",
}  # fmt: skip
NOT_ABOUT_A_COMMUNITY = {
    # opened by a query code, which is the resident's own
    "cases:progress_of", "cases:answers", "cases:progress_files", "cases:progress_picture", "cases:progress_thumb",
    "files:upload",  # what one is sending oneself; tried in files/tests/test_coming_in.py
    "cases:unit",  # opened by a unit's own link, whoever holds it
    "activities:board", "activities:public_picture",  # what is public, of any community
    "activities:here",  # opened by the code on a wall, while the activity is on
    "activities:feed",  # opened by the secret address of one calendar
    "assembly:public_matters", "assembly:public_matter",  # shown in public; assembly/tests/test_matters.py
    "assembly:screen",  # hangs on a wall, opened by its secret address
    "zones:boards", "zones:public", "zones:public_photo",  # hang in public; zones/tests/test_boards.py
    "rota:feed",  # opened by the secret address of one calendar
    "cases:reference_text", "sheets:bring", "sheets:new_ledger", "programmes:begin",  # the same for every community
    "residents:retention_rule", "residents:retention_look",  # named by what is kept, of one's own community
    "reports:rows", "reports:split", "reports:publish",  # named by a metric; what they count is looked at below
    "mfa_remove_webauthn", "mfa_edit_webauthn",  # one's own keys
    "account_confirm_email", "account_reset_password_from_key",  # not here
}  # fmt: skip
FILLED_IN = {
    "reason": "看看", "body": "看看", "kind": "note", "done": "办了", "outcome": "done", "answer": "好了",
    "report": "办了", "wanted": "来", "to": "next", "is_approved": "yes", "reached": "yes", "resolved": "yes",
    "let_in": "no", "role": "duty_officer", "who": "1", "arrived_at": "2026-01-01T00:00", "note": "看看",
    "new_due_at": "2199-01-01T00:00", "told_requester_at": "2026-01-01T00:00", "resume_by": "2199-01-01T00:00",
}  # fmt: skip
LISTS = (
    "/desk/", "/desk/?state=late", "/desk/?state=waiting", "/desk/?state=callback", "/tasks/", "/cases/",
    "/cases/?q=GH", "/cases/?q=水沟",
    "/cases/?q=38号", "/cases/?zone={zone}", "/cases/new/", "/figures/", "/figures/?community={guihua}",
    "/figures/hotline_appeals/", "/figures/appeals_total/?zone={zone}", "/figures/good_deeds/",
    "/figures/missed_promises/", "/notices/", "/accounts/audit/", "/accounts/audit/?who=wei",
    "/zones/lanes/", "/zones/lanes/?q=建安",
    "/activities/coming/", "/activities/past/", "/activities/month/", "/activities/mine/",
    "/party/", "/party/members/", "/party/life/", "/party/mobile/", "/party/reports/", "/party/register/",
    "/residents/", "/residents/?q=黄", "/residents/?q=0001", "/residents/doubles/", "/residents/units/",
    "/accounts/people/", "/accounts/people/?q=wei", "/accounts/me/", "/deeds/new/", "/accounts/people/new/",
)  # fmt: skip


@pytest.fixture
def things(town):
    return set_to_work(town)


@pytest.fixture
def strangers(town, things):
    """Somebody of the other community in each role there is, 赵 among them; each signed in."""
    people = [town.operator_zhao]
    for role in Duty.Role.values:
        if role in {Duty.Role.STREET_SUPERVISOR, Duty.Role.DUTY_OPERATOR, Duty.Role.ZONE_KEEPER}:
            continue
        user = User.objects.create(username=f"other-{role}", name="外人", must_change_password=False)
        Duty.objects.create(user=user, role=role, community=town.yinxing, from_on=LONG_AGO)
        people.append(user)
    clients = []
    for user in people:
        clients.append(Client())
        clients[-1].force_login(user)
    return clients


def asks(stranger, strangers) -> dict[str, str]:
    """Every second stranger asks as scripts do, for a piece of a page: there, too, nothing is to be had."""
    return {"HX-Request": "true"} if strangers.index(stranger) % 2 else {}


def addresses(patterns, namespace: str = "") -> Iterator[str]:
    """The names of all addresses that name one thing."""
    for each in patterns:
        if not isinstance(each, URLPattern):
            yield from addresses(each.url_patterns, f"{namespace}{each.namespace}:" if each.namespace else namespace)
        elif each.name and each.pattern.regex.groups:
            yield f"{namespace}{each.name}"


def test_every_address_that_names_one_thing_is_tried():
    assert set(addresses(get_resolver().url_patterns)) - NOT_ABOUT_A_COMMUNITY == set(ABOUT)


def test_nothing_of_another_community_is_there_and_nothing_can_be_done_to_it(town, things, strangers):
    words = {word for word in theirs(town) if not word.startswith("GH")}  # the page may repeat its own address
    with inside(town):
        before = everything()
    answered, seen_whole = {}, set()
    for name, about in ABOUT.items():
        path = reverse(name, args=getattr(things, about))
        for client in strangers:
            for method, fields in ((client.get, {}), (client.post, FILLED_IN)):
                answer = method(path, fields, headers=asks(client, strangers))
                assert not {word for word in words if word in shown(answer)}
                answered.setdefault(name, set()).add(answer.status_code)
                if (kind := (client, answer.status_code)) not in seen_whole:  # each role's own page, once a kind
                    seen_whole.add(kind)
                    whole = method(path, fields)
                    assert whole.status_code == answer.status_code
                    assert not {word for word in words if word in shown(whole)}
    with inside(town):
        assert everything() == before
    assert answered.pop("notices:follow") == {302, 405}  # back to one's own notices, whatever the number
    may_not_even_try = {name: codes - {404, 405} for name, codes in answered.items()}
    assert {name: codes for name, codes in may_not_even_try.items() if codes - {403}} == {}
    assert all(404 in codes for codes in answered.values())


def theirs(town) -> set[str]:
    """Return the words of the first community that must not show up anywhere: numbers, names, places, what was said."""
    with inside(town):
        words = set(Case.objects.filter(community=town.guihua).values_list("number", flat=True))
        words |= set(Case.objects.filter(community=town.guihua).values_list("title", flat=True))
        words |= set(Requester.objects.exclude(name="").values_list("name", flat=True))
    words |= set(User.objects.filter(duties__community=town.guihua).values_list("name", flat=True))
    return words | {"建安街", "建安街责任区", "市政局", "桂花"}


def shown(answer) -> str:
    return html.unescape(answer.content.decode())


def test_nothing_of_it_is_listed_found_or_joined(town, things, strangers):
    """One town for all three: none of them changes anything."""
    no_list_count_or_figure_shows_anything_of_it(town, strangers)
    looking_up_a_number_and_a_place_of_it_finds_nothing(town, strangers)
    no_caller_is_joined_to_a_case_of_it(town, things, strangers)


def no_list_count_or_figure_shows_anything_of_it(town, strangers):
    words = theirs(town)
    found = {}
    for path in LISTS:
        path = path.format(zone=town.zone.pk, guihua=town.guihua.pk)  # noqa: PLW2901
        for client in strangers:
            text = shown(client.get(path))
            if seen := {word for word in words if word in text}:
                found.setdefault(path, set()).update(seen)
    assert found == {}
    desk, cases, figures = (shown(strangers[0].get(path)) for path in ("/desk/", "/cases/", "/figures/"))
    assert set(re.findall(r'class="count"[^>]*>(\d+)', desk)) == {"0"}
    assert "今天接到 0 件 · 已办结 0 件 · 在办 0 件" in re.sub(r"</?a\b[^>]*>", "", desk)
    assert "还没有事项" in cases
    assert set(re.findall(r'figure-value">(?:<a[^>]*>)?(?:<span[^>]*>)?([^<]+)', figures)) == {"0", "—"}


def looking_up_a_number_and_a_place_of_it_finds_nothing(town, strangers):
    fields = {"phone": "13800000001", "place_text": "建安街38号", "content": "水沟堵了", "channel": "hotline"}
    for path in ("/cases/new/look/", "/cases/new/"):
        text = shown(strangers[0].post(path, fields | {"do": "look"}))
        typed = text.replace("建安街38号", "")
        assert not {word for word in theirs(town) if word in typed}
        assert "已有相同诉求" not in text


def no_caller_is_joined_to_a_case_of_it(town, things, strangers):
    with inside(town):
        before = Requester.objects.count(), Case.objects.count()
    form = {"content": "水沟堵了", "channel": "hotline", "join": things.on_site[0]}
    assert strangers[0].post("/cases/new/", form).status_code == 404
    with inside(town):
        assert (Requester.objects.count(), Case.objects.count()) == before


def test_work_of_the_other_community_stays_there_too(town, things, strangers):
    """The fence has two sides: what 赵 registers is not seen by 林, and tells nobody of the first community.

    The street sees both.
    """
    answer = strangers[0].post("/cases/new/", {"content": "银杏树倒了", "channel": "hotline", "name": "贺先生"})
    number = answer.url.split("/")[2]
    assert number.startswith("YX")
    operator = Client()
    operator.force_login(town.operator_lin)
    for path in ("/desk/", "/cases/", "/figures/appeals_total/", "/notices/"):
        text = shown(operator.get(path))
        assert "银杏树倒了" not in text
        assert number not in text
    assert operator.get(f"/cases/{number}/").status_code == 404
    with inside(town):
        case = Case.objects.get(number=number)
        assert set(
            Event.objects.filter(subject_id=case.pk, community=town.yinxing).values_list("actor", flat=True)
        ) <= {
            town.operator_zhao.pk,
            None,
        }
        assert not Notice.objects.filter(community=town.yinxing, reader__duties__community=town.guihua).exists()

    chen = Client()
    chen.force_login(town.supervisor_chen)
    text = shown(chen.get("/cases/"))
    assert "银杏树倒了" in text
    assert things.on_site[0] in text
