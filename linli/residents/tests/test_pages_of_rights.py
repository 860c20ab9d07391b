"""The pages of what a person may ask: who enters, what they show, what they let one do."""

import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from linli.accounts.models import User
from linli.fence.rows import open_fence
from linli.residents import registry
from linli.residents.actions import (
    enter_person,
    give_consent,
    note_sharing,
    receive_request,
)
from linli.residents.models import Consent, Person, Population, Reading, RetentionRun, RightsRequest, Sharing

from .of_rights import rights_at_work

PEOPLE = (
    "operator_lin", "keeper_wei", "worker_mo", "secretary_liao", "auditor_shen", "supervisor_chen", "operator_zhao",
)  # fmt: skip
TABLE = """
GET  consents           person  200 404 200 200 404 404 404
GET  new_consent        person  200 404 200 200 404 404 404
GET  consent_paper      person  200 404 200 200 404 404 404
GET  running_consents   -       200 403 200 200 403 403 200
POST consent_withdrawal consent 302 404 302 302 404 404 404
GET  children           -       200 403 200 200 403 403 200
GET  readings           person  403 404 200 200 404 404 404
GET  copy               person  403 404 200 200 404 404 404
GET  new_request_of     person  200 404 200 200 404 404 404
GET  requests           -       200 403 200 200 403 403 200
GET  new_request        -       200 403 200 200 403 403 200
GET  request            asked   200 403 200 200 403 403 404
GET  freezing           person  403 404 403 200 404 404 404
GET  removal            person  403 404 403 200 404 404 404
GET  frozen             -       403 403 403 200 403 403 403
GET  retention          -       403 403 403 200 403 403 403
GET  retention_rule     died    403 403 403 200 403 404 403
POST retention_look     died    403 403 403 302 403 404 403
GET  retention_run      run     403 403 403 200 403 403 404
GET  retention_progress run     403 403 403 200 403 403 404
GET  sharings           -       403 403 200 200 403 403 403
GET  new_sharing        -       403 403 200 200 403 403 403
GET  own_data           -       200 200 200 200 200 200 200
GET  own_readings       -       404 200 404 404 404 404 404
GET  own_request        -       404 200 404 404 404 404 404
"""


@pytest.fixture
def things(town):
    made = rights_at_work(town, timezone.localtime())
    named = {"person": "huang", "asked": "asked_data", "run": "old_run", "died": "kept_kind"}
    return made | {name: made[other] for name, other in named.items()}


def at_home(town):
    open_fence([town.guihua.pk, town.yinxing.pk])


def test_who_enters(client, town, things):
    entered = []
    for line in TABLE.split("\n")[1:-1]:
        method, name, about, *_codes = line.split()
        path = reverse(f"residents:{name}", args=things[about] if about != "-" else [])
        codes = []
        for who in PEOPLE:
            client.force_login(getattr(town, who))
            codes.append(str(getattr(client, method.lower())(path).status_code))
            if name == "retention_look":
                at_home(town)
                RetentionRun.objects.filter(population=Population.DIED).delete()
        entered.append(" ".join([f"{method:<4}", f"{name:<18}", f"{about:<7}", *codes]))
    assert "\n".join(["", *entered, ""]) == TABLE


def words(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def mo(client, town):
    client.force_login(town.worker_mo)
    return client


@pytest.fixture
def liao(client, town):
    client.force_login(town.secretary_liao)
    return client


def test_a_consent_is_explained_noted_and_withdrawn(mo, town, things):
    person = things["person"]
    page = words(mo.get(reverse("residents:new_consent", args=person) + "?for=phone_on_board"))
    assert "您的手机号码" in page
    assert "楼下的纸牌和网上的责任区页面" in page

    given = {"channel": "counter", "given_on": timezone.localdate().isoformat(), "evidence": ""}
    answer = mo.post(reverse("residents:new_consent", args=person) + "?for=phone_on_board", given)
    assert answer.url == reverse("residents:consents", args=person)
    at_home(town)
    consent = Consent.objects.get(purpose="phone_on_board")
    assert (consent.channel, consent.given_by, consent.recorded_by) == ("counter", "黄桂香", town.worker_mo)

    mo.post(reverse("residents:consent_withdrawal", args=[consent.pk]))
    at_home(town)
    consent.refresh_from_db()
    assert consent.withdrawn_on == timezone.localdate()


def test_for_a_child_the_form_asks_the_guardian(mo, town, things):
    at_home(town)
    born, by = date(timezone.localdate().year - 8, 1, 1), {"by": town.worker_mo, "at": timezone.now()}
    child = enter_person(town.guihua, name="黄小苗", birth_on=born, **by)
    assert "黄小苗" in words(mo.get(reverse("residents:children")))
    given = {"channel": "paper", "given_on": timezone.localdate().isoformat()}
    path = reverse("residents:new_consent", args=[child.pk])
    assert "监护人姓名" in words(mo.post(path, given))

    mo.post(path, given | {"guardian_name": "黄桂香", "guardian_phone": "13800000001"})

    at_home(town)
    assert Consent.objects.get(person=child).given_by == "黄桂香"
    assert "黄小苗" not in words(mo.get(reverse("residents:children")))
    assert "哪一位监护人同意的" in words(mo.get(path + "?for=pairing"))


def test_a_request_at_the_counter_is_listed_and_answered(mo, town, things):
    path = reverse("residents:new_request")
    given = {"kind": "delete", "asker": "self", "channel": "phone", "wanted": "都删掉"}
    assert "谁的信息" in words(mo.post(path, given))
    answer = mo.post(path, given | {"about": "李四光"})
    at_home(town)
    asked = RightsRequest.objects.get(kind="delete")
    assert (answer.url, asked.about, asked.received_by) == (f"/residents/requests/{asked.pk}/", "李*光", town.worker_mo)

    page = words(mo.get(reverse("residents:requests")))
    assert page.count("还有 ") == 2
    assert "李*光" in page
    mo.post(answer.url, {"outcome": "refused", "answer": "登记里没有这个人。"})

    assert "李*光" not in words(mo.get(reverse("residents:requests")))
    assert "李*光" in words(mo.get(reverse("residents:requests") + "?show=answered"))
    at_home(town)
    asked.refresh_from_db()
    assert (asked.outcome, asked.closed_by) == ("refused", town.worker_mo)


def test_a_copy_holds_everything_and_is_written_down(mo, town, things):
    answer = mo.post(reverse("residents:copy", args=things["person"]), {"why": "本人来窗口要", "form": "json"})

    said = {each["code"]: each["rows"] for each in json.loads(answer.content)["sections"]}
    assert said["base"][0]["居民身份证"] == "110101199003070038"
    assert (said["base"][0]["姓名"], said["base"][0]["电话"]) == ("黄桂香", "13800000001")
    assert [row["用途"] for row in said["consents"]] == ["公示牌上的照片"]
    assert [row["给了谁"] for row in said["sharings"]] == ["街道民政办"]
    assert [(row["看了什么"], row["原因"]) for row in said["readings"]] == [("整份副本", "本人来窗口要")]
    at_home(town)
    assert Reading.objects.get(part="copy").reader == town.worker_mo


def test_a_copy_on_paper_is_made(mo, things):
    answer = mo.post(reverse("residents:copy", args=things["person"]), {"why": "本人来窗口要", "form": "pdf"})

    assert (answer.headers["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")


def test_chapters_of_rooms_above_go_into_the_copy_of_who_may_read_them(mo, town, things, monkeypatch):
    monkeypatch.setattr(registry, "_chapters", {})
    for code, permission in (("clubs", "residents.view_readings"), ("sealed", "residents.keep_retention")):
        registry.chapter(
            code, code, permission, lines=lambda *_: [], export=lambda key: [{"编号": key, "空": ""}, ["a", "b"], "字"]
        )
    path, person = reverse("residents:copy", args=things["person"]), things["person"][0]

    sections = json.loads(mo.post(path, {"why": "本人要", "form": "json"}).content)["sections"]

    assert sections[-1] == {
        "code": "clubs",
        "title": "clubs",
        "rows": [{"编号": str(person)}, {"": "a　b"}, {"": "字"}],
    }


def test_frozen_is_seen_nowhere_but_on_its_own_list(liao, town, things):
    path = reverse("residents:freezing", args=things["person"])
    assert liao.post(path, {"why": "本人有异议"}).url == reverse("residents:frozen")

    assert "黄桂香" in words(liao.get(reverse("residents:frozen")))
    assert "黄桂香" not in words(liao.get(reverse("residents:pick") + "?for=person&person_words=黄"))
    assert "黄桂香" not in words(liao.get(reverse("residents:running_consents")))
    liao.post(path, {"why": "核对好了"})
    assert "黄桂香" in words(liao.get(reverse("residents:pick") + "?for=person&person_words=黄"))


def test_before_deleting_it_says_what_keeps_them(liao, town, things):
    path = reverse("residents:removal", args=things["person"])
    assert "有一件个人信息申请还没有答复" in words(liao.get(path))
    assert liao.post(path, {"why": "本人要求"}).status_code == 409
    at_home(town)
    RightsRequest.objects.all().delete()

    assert liao.post(path, {"why": "本人要求"}).status_code == 302

    at_home(town)
    assert not Person.objects.filter(pk__in=things["person"]).exists()


def test_months_are_changed_and_a_look_is_taken(liao, town, things):
    path = reverse("residents:retention_rule", args=["sharings"])
    assert "36" in words(liao.post(path, {"months": "3", "why": "少点"}))
    assert liao.post(path, {"months": "48", "why": "街道要求"}).url == reverse("residents:retention")
    assert "街道要求" in words(liao.get(reverse("residents:retention")))
    assert "没有过了期限的" in words(liao.get(reverse("residents:retention_run", args=things["run"])))


def test_sharings_are_noted_by_hand_too(mo, town, things):
    given = {"recipient": "八步街道", "fields_given": "姓名", "count": "3", "basis": "duty", "purpose": "核对"}
    assert mo.post(reverse("residents:new_sharing"), given).url == reverse("residents:sharings")
    assert "八步街道" in words(mo.get(reverse("residents:sharings")))


def test_ones_own_page_shows_what_is_held_and_lets_one_decide(client, town, things):
    client.force_login(town.keeper_wei)
    page = words(client.get(reverse("residents:own_data")))
    assert "韦启明" in page
    assert "138****0009" in page
    assert "莫秀丽" in page
    assert "黄桂香" not in page

    client.post(reverse("residents:own_consent"), {"purpose": "photo_on_board", "agrees": "yes"})
    at_home(town)
    consent = Consent.objects.get(person=things["wei_on_file"][0])
    assert (consent.channel, consent.withdrawn_on) == ("own_page", None)
    client.post(reverse("residents:own_consent"), {"purpose": "photo_on_board", "agrees": "no"})
    at_home(town)
    consent.refresh_from_db()
    assert consent.withdrawn_on == timezone.localdate()

    client.post(reverse("residents:own_request"), {"kind": "correct", "wanted": "电话换了"})
    at_home(town)
    asked = RightsRequest.objects.get(person=things["wei_on_file"][0])
    assert (asked.channel, asked.received_by, asked.about) == ("own_page", town.keeper_wei, "韦*明")


def test_ones_own_page_needs_no_duty_but_a_file(client, town, things):
    at_home(town)
    nobody = User.objects.create(username="huang", name="黄桂香", must_change_password=False)
    Person.objects.filter(pk__in=things["person"]).update(user=nobody)
    client.force_login(nobody)
    assert "黄桂香" in words(client.get(reverse("residents:own_data")))
    client.force_login(town.operator_lin)
    assert "还没有和居民登记连起来" in words(client.get(reverse("residents:own_data")))


def test_ones_own_copy_asks_the_password_again(client, town, things):
    client.force_login(town.keeper_wei)
    assert "/reauthenticate/" in client.post(reverse("residents:own_copy"), {"form": "json"}).url
    at_home(town)
    assert not Reading.objects.filter(part="copy").exists()


@pytest.mark.parametrize("name", ["requests", "running_consents", "sharings"])
def test_lists_ask_as_much_for_three_as_for_one(mo, town, things, name):
    def asks():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert mo.get(reverse(f"residents:{name}")).status_code == 200
        at_home(town)
        return len(asked)

    def add(n):
        by = {"by": town.worker_mo, "at": timezone.now() - timedelta(days=n)}
        person = enter_person(town.guihua, name=f"人{n}", **by)
        receive_request(town.guihua, kind="copy", channel="counter", person=person, **by)
        give_consent(
            person, purpose=Consent.Purpose.PHOTO_ON_BOARD, channel=Consent.Channel.PAPER,
            given_on=by["at"].date(), **by,
        )  # fmt: skip
        note_sharing(
            town.guihua,
            recipient="街道",
            fields="姓名",
            basis=Sharing.Basis.DUTY,
            purpose="x",
            people=[person.pk],
            **by,
        )

    at_home(town)
    add(1)
    asks()
    one = asks()
    add(2)
    add(3)
    assert asks() == one
