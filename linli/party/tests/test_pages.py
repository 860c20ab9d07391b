"""The pages of this room: who enters, what they show, what they let one do."""

import re
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from linli.accounts.models import Duty, User
from linli.party.actions import note_mobile, note_service, plan_meeting, report_in, write_note
from linli.party.models import DuesFact, Member, Post
from linli.residents.models import Consent
from tests.cast import LONG_AGO as HIRED

from .builders import a_member, a_person

PEOPLE = ("secretary_liao", "member", "keeper_wei", "operator_zhao")
TABLE = """
GET  organisations       -       200 200 403 403
GET  organisation        first   200 200 404 404
GET  organisation        second  404 404 404 404
GET  new_organisation    -       200 403 403 403
GET  organisation_change first   200 403 404 404
GET  organisation_end    first   200 403 404 404
GET  dues                first   200 403 404 404
GET  new_meeting         first   200 403 404 404
GET  life                -       200 200 403 403
GET  members             -       200 200 403 403
GET  member              huang   200 200 404 404
GET  member              nong    404 404 404 404
GET  new_member          -       200 403 403 403
GET  member_change       huang   200 403 404 404
GET  transfer            huang   200 403 404 404
GET  status              huang   200 403 404 404
GET  lost                huang   200 403 404 404
GET  new_post            huang   200 403 404 404
GET  post_end            post    200 403 404 404
GET  new_mobile          huang   200 403 404 404
GET  new_report          luo     200 403 404 404
GET  claims              luo     200 403 404 404
GET  new_service         luo     200 403 404 404
GET  mobile              -       200 403 403 403
GET  contact             mobile  200 403 404 404
GET  mobile_return       mobile  200 403 404 404
GET  reports             -       200 403 403 403
GET  report_end          report  200 403 404 404
GET  new_note            report  200 403 404 404
GET  note                note    200 403 404 404
POST note_sent           note    302 403 404 404
GET  meeting             meeting 200 200 404 404
GET  minutes             meeting 200 403 404 404
GET  register            -       200 403 403 403
GET  own                 -       302 302 200 403
"""


@pytest.fixture
def member(town, party):
    user = User.objects.create(username="huang", name="黄桂香", must_change_password=False)
    Duty.objects.create(user=user, role=Duty.Role.PARTY_MEMBER, community=town.guihua, from_on=HIRED)
    party.luo.person.user = user
    party.luo.person.save()
    return user


@pytest.fixture
def things(town, party):
    at = timezone.now()
    on = timezone.localdate()
    mobile = note_mobile(
        party.qin,
        direction="out",
        left_on=on - timedelta(days=200),
        reason="work",
        destination="广东东莞",
        by=None,
        at=at,
    )
    report = report_in(
        party.luo, on=on - timedelta(days=100), accepted_by=None, employer="市政局", employer_organisation="市政局支部",
        by=None, at=at,
    )  # fmt: skip
    note = write_note(report, year=2025, quarter=1, summary="扫了街", by=None, at=at)
    note_service(party.luo, on=on, what="修水管", minutes=30, by=None, at=at)
    hours = {"starts_at": at + timedelta(hours=1), "ends_at": at + timedelta(hours=2)}
    meeting = plan_meeting(
        party.first, title="第一支部三月主题党日", kinds=["theme_day", "party_class"], by=None, at=at, **hours
    )  # fmt: skip
    found = {"mobile": mobile, "report": report, "note": note, "meeting": meeting, "post": Post.objects.get()}
    found |= {name: getattr(party, name) for name in ("first", "second", "huang", "nong", "luo")}
    return {name: thing.pk for name, thing in found.items()}


def test_who_enters(client, town, member, things):
    found = []
    for line in TABLE.strip().splitlines():
        method, name, about, *_answers = line.split()
        address = reverse(f"party:{name}", args=[things[about]] if about in things else [])
        answers = []
        for who in PEOPLE:
            client.force_login(member if who == "member" else getattr(town, who))
            with transaction.atomic():
                answer = client.get(address) if method == "GET" else client.post(address)
                answers.append(answer.status_code)
                transaction.set_rollback(True)
        found.append(f"{method:4} {name:19} {about:7} {' '.join(map(str, answers))}")
    assert found == TABLE.strip().splitlines()


def test_a_list_asks_the_same_for_few_and_for_many(client, town, party, at):
    client.force_login(town.secretary_liao)
    counted = []
    for _n in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/party/members/").status_code == 200
        counted.append(len(asked))
        for name in ("甲一", "甲二", "甲三"):
            a_member(town, name, party.first, at)
    assert counted[0] == counted[1]


def test_people_are_found_by_name_reading_and_the_end_of_the_phone(client, town, party, at):
    a_member(town, "", party.first, at, person=a_person(town, "韦启明", at, phone="13800000099"))
    client.force_login(town.secretary_liao)
    for words in ("启明", "wei qi", "wqm", "0099", "6"):
        said = client.get("/party/members/", {"q": words}).content.decode()
        assert "韦启明" in said
        assert "黄桂香" not in said
    said = client.get("/party/members/", {"relation": "mobile_out"}).content.decode()
    assert ("覃伯勤" in said, "黄桂香" in said) == (True, False)
    assert "没有找到这样的党员" in client.get("/party/members/", {"q": "没有这人"}).content.decode()


def test_a_phone_is_shown_to_the_branch_only_with_consent(client, town, party, member, at):
    fellow = a_member(town, "", party.first, at, person=a_person(town, "韦启明", at, phone="13800000099"))
    client.force_login(member)
    assert "13800000099" not in client.get(f"/party/members/{fellow.pk}/").content.decode()
    consent = Consent.objects.create(
        community=town.guihua, person=fellow.person, purpose="phone_to_branch", given_on=HIRED, channel="paper"
    )
    assert "13800000099" in client.get(f"/party/members/{fellow.pk}/").content.decode()
    consent.withdrawn_on = timezone.localdate()
    consent.save()
    assert "13800000099" not in client.get(f"/party/members/{fellow.pk}/").content.decode()


def test_a_fellow_member_reads_no_more_than_the_name(client, town, party, member, at):
    client.force_login(member)
    said = client.get(f"/party/members/{party.huang.pk}/").content.decode()
    assert "黄桂香" in said
    assert "入党日期" not in said
    own = client.get(f"/party/members/{party.luo.pk}/").content.decode()
    assert "打印登记卡" in own


def test_a_person_of_the_register_becomes_a_member_without_typing_anything_again(client, town, party, at):
    person = a_person(town, "韦启明", at)
    client.force_login(town.secretary_liao)
    answer = client.post(
        "/party/members/new/",
        {
            "person": str(person.pk), "organisation": str(party.first.pk), "from_on": "2026-03-01", "standing": "full",
            "relation": "home", "joined": "1995.7", "confirmed": "1996年", "skills": ["95"], "free_times": ["evenings"],
        },
    )  # fmt: skip
    member = Member.objects.get(person=person)
    assert answer.status_code == 302
    assert (member.joined_on.isoformat(), member.joined_precision, member.confirmed_precision, member.skills) == (
        "1995-07-01", "month", "year", ["95"],
    )  # fmt: skip


def test_a_wrong_date_says_so_beside_the_field_and_loses_nothing(client, town, party, at):
    client.force_login(town.secretary_liao)
    said = client.post(
        f"/party/members/{party.huang.pk}/change/",
        {"standing": "probationary", "relation": "home", "joined": "1995.7", "confirmed": "1996", "sponsors": "老廖"},
    ).content.decode()
    assert "预备党员还没有转正日期" in said
    assert "老廖" in said


def test_a_month_of_dues_is_noted_on_one_sheet(client, town, party, at):
    client.force_login(town.secretary_liao)
    month = timezone.localdate().replace(day=1)
    key, other = party.huang.pk, party.luo.pk
    client.post(
        f"/party/organisations/{party.first.pk}/dues/?month={month:%Y-%m}",
        {f"standing-{key}": "paid", f"standing-{other}": "exempt", f"reason-{other}": "困难"},
    )
    facts = DuesFact.objects.order_by("member_id").values_list("member_id", "month", "standing", "reason")
    assert list(facts) == [(key, month, "paid", ""), (other, month, "exempt", "困难")]


def test_arranging_from_the_calendar_brings_kind_place_and_secretary(client, town, party, at):
    client.force_login(town.secretary_liao)
    said = client.get(f"/party/organisations/{party.first.pk}/meetings/new/?kind=theme_day").content.decode()
    assert re.search(r'value="theme_day"[^>]* checked', said)
    assert "第一支部主题党日" in said
    assert "应到 3 人" in said
