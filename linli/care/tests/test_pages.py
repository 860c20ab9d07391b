"""The pages of care: who enters, what they show, what they let one do."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from linli.accounts.models import Duty, User
from linli.care.actions import Helper, Report, enter_group, make_plan, pair, record_visit
from linli.care.models import GroupEntry, Pairing, ServicePlan, Visit
from linli.cases.models import Case
from linli.residents.models import Consent, Reading
from tests.cast import LONG_AGO

PEOPLE = ("keeper_wei", "keeper_li", "worker_mo", "operator_lin", "operator_zhao")
TABLE = """
GET  due              -       200 200 200 403 403
GET  zone             -       200 200 403 403 403
GET  birthdays        -       200 200 200 403 403
GET  totals           -       403 403 200 403 403
GET  people           -       200 200 200 403 403
GET  pairings         -       200 200 200 403 403
GET  visits           -       200 200 200 403 403
GET  new_visit        -       200 200 200 403 403
GET  person           person  200 200 200 404 404
GET  phone            person  200 200 200 404 404
GET  new_group        person  403 403 200 404 404
GET  new_plan         person  403 403 200 404 404
GET  new_pairing      person  403 403 200 404 404
GET  group_end        entry   403 403 200 404 404
GET  plan_end         plan    403 403 200 404 404
GET  pairing          pairing 200 200 200 404 404
GET  pairing_change   pairing 403 403 200 404 404
GET  pairing_end      pairing 403 403 200 404 404
GET  visit            visit   200 200 200 404 404
GET  visit_correction visit   200 403 200 404 404
GET  visit_withdrawal visit   200 403 200 404 404
GET  visit_need       visit   200 200 200 404 404
GET  supports         -       403 403 200 403 403
GET  new_support      -       403 403 200 403 403
"""


@pytest.fixture
def things(town, neighbours, pairing, aged, at):
    plan = make_plan(neighbours.huang, what="送餐", every_days=7, from_on=at.date(), by=town.worker_mo, at=at)
    visit = record_visit(
        pairing, Report(situation="还好", needs="灯坏了"), key=uuid4(), by=town.keeper_wei, at=at + timedelta(days=1)
    )
    return {"person": f"person-{neighbours.huang.pk}", "entry": aged.pk, "plan": plan.pk, "pairing": pairing.pk,
            "visit": visit.pk}  # fmt: skip


def test_who_enters(client, town, things):
    found = []
    for line in TABLE.strip().splitlines():
        method, name, about, *_answers = line.split()
        address = reverse(f"care:{name}", args=[things[about]] if about in things else [])
        answers = []
        for who in PEOPLE:
            client.force_login(getattr(town, who))
            with transaction.atomic():
                answers.append(client.get(address).status_code)
                transaction.set_rollback(True)
        found.append(f"{method:4} {name:16} {about:7} {' '.join(map(str, answers))}")
    assert found == TABLE.strip().splitlines()


def test_a_helper_of_another_zone_sees_their_own_and_nothing_else(client, town, neighbours, things):
    member = User.objects.create(username="ou", name="欧阳兰", must_change_password=False)
    Duty.objects.create(user=member, role=Duty.Role.PARTY_MEMBER, community=town.guihua, from_on=LONG_AGO)
    client.force_login(member)

    assert client.get(f"/care/people/{things['person']}/").status_code == 404
    assert client.get(f"/care/visits/{things['visit']}/").status_code == 404
    assert "黄" not in client.get("/care/").content.decode()
    neighbours.su.user = member
    neighbours.su.save(update_fields=["user"])
    Pairing.objects.update(helper_person=neighbours.su)
    said = client.get(f"/care/pairings/{things['pairing']}/").content.decode()
    assert "腿不好，买菜难" in said


def test_a_keeper_knows_there_is_a_pairing_and_not_its_needs(client, town, things):
    client.force_login(town.keeper_li)
    said = client.get(f"/care/pairings/{things['pairing']}/").content.decode()

    assert "韦启明" in said
    assert ("腿不好" in said, "因病" in said) == (False, False)


# The keeper's home


def test_the_home_says_the_zone_who_is_due_and_what_happened(client, town, things):
    Pairing.objects.update(next_visit_on=timezone.localdate() - timedelta(days=2))
    client.force_login(town.keeper_wei)

    said = client.get("/care/zone/").content.decode()

    for word in (
        "第 3 责任区",
        "建安街 38",
        "2 户",
        "李春芳",
        "黄*香",
        "空巢、独居老人",
        "就该去了",
        "记一次看望",
        "情况没变",
    ):
        assert word in said
    assert "黄桂香" not in said


def test_one_tap_says_nothing_changed_and_twice_is_once(client, town, things):
    client.force_login(town.keeper_wei)
    tap = {"to": f"pairing-{things['pairing']}", "key": str(uuid4()), "next": "/care/zone/"}

    assert client.post("/care/visits/unchanged/", tap)["Location"] == "/care/zone/"
    client.post("/care/visits/unchanged/", tap)

    assert Visit.objects.filter(is_unchanged=True).count() == 1
    assert client.post("/care/visits/unchanged/", {**tap, "to": "pairing-999"}).status_code == 404


# A visit


def sent(things, **but):
    given = {"to": f"pairing-{things['pairing']}", "key": str(uuid4()), "situation": "腿好些了", "needs": "楼道灯不亮"}
    return {**given, **but}


def test_a_visit_is_written_down_in_two_boxes(client, town, things):
    client.force_login(town.keeper_wei)
    page = client.get(f"/care/visits/new/?to=pairing-{things['pairing']}").content.decode()
    assert 'enterkeyhint="next"' in page
    assert page.count("<textarea") == 4

    given = sent(things)
    there = client.post("/care/visits/new/", given)["Location"]

    assert client.post("/care/visits/new/", given)["Location"] == there
    assert Visit.objects.filter(situation__isnull=False, is_unchanged=False).count() == 2
    assert "腿好些了" in client.get(there).content.decode()


def test_a_phone_that_sends_by_itself_is_told_where_to_go_on(client, town, things):
    client.force_login(town.keeper_wei)
    answer = client.post("/care/visits/new/", sent(things), headers={"Accept": "application/json"})

    assert answer.json() == {"url": f"/care/visits/{Visit.objects.latest('pk').pk}/"}
    wrong = client.post(
        "/care/visits/new/", sent(things, situation="", needs=""), headers={"Accept": "application/json"}
    )
    assert wrong["Content-Type"].startswith("text/html")
    assert "要是没有变化" in wrong.content.decode()


def test_what_waited_on_a_phone_was_written_when_it_was_written(client, town, things):
    client.force_login(town.keeper_wei)
    tap = {"to": f"pairing-{things['pairing']}", "key": str(uuid4()), "waited": "90000"}

    client.post("/care/visits/new/", sent(things, waited="7200"), headers={"Accept": "application/json"})
    answer = client.post("/care/visits/unchanged/", tap, headers={"Accept": "application/json"})
    assert answer.json() == {"url": "/care/"}

    words, unchanged = Visit.objects.order_by("pk").reverse()[1], Visit.objects.latest("pk")
    assert words.recorded_at - words.visited_at == timedelta(hours=2)
    assert unchanged.recorded_at - unchanged.visited_at == timedelta(hours=25)


def test_a_draft_arrives_though_its_pairing_has_ended(client, town, neighbours, things):
    Pairing.objects.update(ends_on=timezone.localdate(), end_reason="moved", next_visit_on=None)
    client.force_login(town.keeper_wei)

    assert client.post("/care/visits/new/", sent(things)).status_code == 302
    visit = Visit.objects.latest("pk")
    assert (visit.person, visit.pairing, visit.situation) == (neighbours.huang, None, "腿好些了")


def test_anybody_of_the_zone_may_be_visited_and_is_found_by_name(client, town, neighbours, things):
    client.force_login(town.keeper_li)
    key = f"person-{neighbours.qin.pk}"
    assert f"?to={key}" in client.get("/care/visits/new/?q=覃凤英").content.decode()
    assert client.get(f"/care/visits/new/?to=person-{neighbours.su.pk}").status_code == 404

    assert client.post("/care/visits/new/", sent(things, to=key)).status_code == 302
    assert Visit.objects.latest("pk").person == neighbours.qin


def test_a_need_is_registered_from_a_form_that_is_filled_in(client, town, things):
    client.force_login(town.keeper_wei)
    there = client.post("/care/visits/new/", sent(things, do="register"))["Location"]
    page = client.get(there).content.decode()
    assert "楼道灯不亮" in page
    assert "建安街 38 号" in page

    back = client.post(there, {"content": "楼道灯不亮", "place_text": "建安街38号"})["Location"]

    case = Case.objects.get()
    assert case.zone == town.zone
    assert f"/cases/{case.number}/" in client.get(back).content.decode()
    assert client.get(there).status_code == 302


def test_a_visit_is_corrected_and_withdrawn_on_its_pages(client, town, things):
    client.force_login(town.keeper_wei)
    visit = things["visit"]
    again = client.post(
        f"/care/visits/{visit}/correction/", {"situation": "好多了", "mode": "phone", "visited_at": "2026-03-03T10:00"}
    )["Location"]
    assert "还好" in client.get(again).content.decode()
    client.post(f"{again}withdrawal/", {"why": "记错人了"})
    assert "记错人了" in client.get(again).content.decode()


# The office


def test_a_group_a_plan_and_a_pairing_are_entered_and_ended(client, town, neighbours, things):
    client.force_login(town.worker_mo)
    key = f"person-{neighbours.qin.pk}"
    today = timezone.localdate().isoformat()
    client.post(f"/care/people/{key}/groups/new/", {"group": "veteran", "from_on": today})
    client.post(f"/care/people/{key}/plans/new/", {"what": "理发", "every_days": 30, "from_on": today})
    ask = {"helper_team": "爱心车队", "cause": "other", "every_days": 60, "starts_on": today}

    missing = client.post(f"/care/people/{key}/pairings/new/", ask).content.decode()
    assert "还缺覃凤英本人的同意" in missing
    assert 'value="爱心车队"' in missing
    there = client.post(f"/care/people/{key}/pairings/new/", {**ask, "channel": "counter", "given_on": today})

    assert Consent.objects.filter(person=neighbours.qin, purpose="pairing", channel="counter").exists()
    said = client.get(f"/care/people/{key}/").content.decode()
    assert all(word in said for word in ("优抚对象", "理发", "爱心车队"))
    entry, plan = GroupEntry.objects.latest("pk"), ServicePlan.objects.latest("pk")
    client.post(f"/care/groups/{entry.pk}/end/", {"reason": "moved", "until_on": today})
    client.post(f"/care/plans/{plan.pk}/end/")
    client.post(f"{there['Location']}change/", {"cause": "illness", "every_days": 30})
    client.post(f"{there['Location']}end/", {"reason": "moved", "ends_on": today})
    said = client.get(f"/care/people/{key}/").content.decode()
    assert "还没有人结对" in said
    assert said.count("搬离") == 2


def test_two_helpers_are_one_too_many(client, town, neighbours, things):
    client.force_login(town.worker_mo)
    ask = {"helper_team": "车队", "helper_person": str(neighbours.wei.pk), "cause": "other", "every_days": 60,
           "starts_on": "2026-03-02", "channel": "counter"}  # fmt: skip
    said = client.post(f"/care/people/person-{neighbours.qin.pk}/pairings/new/", ask).content.decode()
    assert "请在三样里选一样" in said


def test_reading_somebodys_care_is_written_into_their_file(client, town, neighbours, things):
    client.force_login(town.keeper_wei)
    client.get(f"/care/people/{things['person']}/")
    client.get(f"/care/people/{things['person']}/phone/")
    assert list(Reading.objects.values_list("part", "reader__name")) == [("file", "韦启明")]
    said = client.post(f"/care/people/{things['person']}/phone/")
    assert "13800000001" in said.content.decode()
    assert said["Cache-Control"] == "no-store"


def test_totals_show_few_as_few(client, town, things):
    client.force_login(town.supervisor_chen)
    said = client.get("/care/totals/").content.decode()
    assert said.count("&lt;3</td>") == 29


def test_lists_ask_the_same_for_one_and_for_three(client, town, neighbours, things, agreed):
    addresses = ("/care/", "/care/?show=all", "/care/zone/", "/care/people/", "/care/pairings/", "/care/visits/",
                 "/care/birthdays/?show=month", "/care/visits/new/", f"/care/people/{things['person']}/")  # fmt: skip
    client.force_login(town.keeper_wei)

    def asked():
        counts = []
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(
                connection,
            ) as caught:
                client.get(address)
            counts.append((address, len(caught)))
        return counts

    Pairing.objects.update(next_visit_on=timezone.localdate())
    make_plan(neighbours.home, what="陪聊", every_days=9, from_on=timezone.localdate() - timedelta(days=9),
              by=town.worker_mo, at=timezone.now())  # fmt: skip
    record_visit(neighbours.home, Report(needs="米"), key=uuid4(), by=town.keeper_wei, at=timezone.now())
    before = asked()
    for person in (neighbours.qin, neighbours.son):
        enter_group(person, group="returnee", from_on=LONG_AGO, by=town.worker_mo, at=timezone.now())
        made = pair(person, helper=Helper(team="车队"), cause="other", starts_on=LONG_AGO, agreement=agreed,
                    by=town.worker_mo, at=timezone.now())  # fmt: skip
        record_visit(made, Report(needs="药"), key=uuid4(), by=town.keeper_wei, at=timezone.now() - timedelta(days=99))
    assert asked() == before
