"""A unit without an account answers through a link: what it may do and see, and everything it may not."""

import logging
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from linli.cases.actions import (
    NotNow,
    accept_by_link,
    accept_case,
    accept_help_by_link,
    archive_case,
    ask_help,
    issue_link,
    offer_to_unit,
    record_callback,
    sweep,
)
from linli.cases.models import Case, CaseFile, CoHandling, LinkKey, Offer, Status, UnitLink
from linli.cases.queries.behind_link import grouped
from linli.fence.rows import open_fence
from linli.files.tests.builders import a_photo
from linli.journal.models import Event
from linli.web.requests import SecretAddressFilter

from .builders import (
    a_case,
    a_case_in_hand,
    a_unit,
    deliver,
    everything,
    fresh,
    heard,
    journal,
    offers,
    refused,
    resolve,
)

PHONE = "13800000001"


@pytest.fixture
def now():
    return timezone.now()


def an_offer(town, now, **but):
    """Return a case put before a unit nobody signs in for, the unit, and its token."""
    unit = a_unit(town, at=now)
    case = a_case(town, at=now - timedelta(minutes=3), **but)
    offer_to_unit(case, unit, by=town.operator_lin, at=now - timedelta(minutes=1))
    return case, unit, issue_link(case, unit, by=town.operator_lin, at=now)


def page_of(token):
    return reverse("cases:unit", args=[grouped(token)])


def read(client, token):
    return client.get(page_of(token)).content.decode()


def inside(town):
    open_fence([town.guihua.pk])


def test_the_unit_takes_it_says_when_and_reports_it_done(client, town, now):
    case, unit, token = an_offer(town, now)
    page = read(client, token)
    assert "门口水沟堵了" in page
    assert PHONE not in page
    assert "黄女士" not in page

    soon = timezone.localtime(now + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    assert client.post(page_of(token), {"do": "take", "expected_at": soon}).status_code == 302
    inside(town)
    asked = CoHandling.objects.get()
    assert (fresh(case).status, fresh(case).handler, asked.unit) == (Status.ACCEPTED, town.operator_lin, unit)
    assert asked.expected_at is not None
    assert offers(case)[-1] == ("lin", "unit", "accepted")
    page = read(client, token)
    assert PHONE in page
    client.post(page_of(token), {"do": "say", "words": "要等吊车", "expected_at": ""})
    photo, page = SimpleUploadedFile("新管子.jpg", a_photo()), SimpleUploadedFile("x.jpg", b"<html>")
    assert (
        "x.jpg 是网页"
        in client.post(page_of(token), {"do": "report", "report": "换了", "files": page}).content.decode()
    )
    client.post(page_of(token), {"do": "report", "report": "管子换好了", "files": photo})

    inside(town)
    assert journal(case)[-6:] == [
        "unit_accepted", "phone_shown_to_unit", "help_promised", "helper_said", "files.added", "help_reported",
    ]  # fmt: skip
    file = CaseFile.objects.get(case=case).file
    assert (file.name, file.by, file.from_whom, file.is_public) == ("新管子.jpg", None, str(unit), False)
    assert CoHandling.objects.get().report == "管子换好了"
    assert fresh(case).status == Status.ACCEPTED, "closing it stays with whoever answers for it"
    deliver(town)
    assert heard("unit_accepted") == heard("help_reported") == ["lin"]
    page = read(client, token)
    assert "谢谢，这里没有要您答复的了" in page
    assert PHONE not in page, "what was shown for the work is not shown after it"


def test_what_is_over_asks_the_unit_for_nothing(client, town, now, minutes):
    unit = a_unit(town, at=now)
    case = a_case_in_hand(town, at=now - minutes(9), content="单元门关不上。")
    due = now + minutes(60)
    asked = ask_help(case, wanted="带闭门器来", unit=unit, due_at=due, by=town.keeper_wei, at=now - minutes(4))
    token = issue_link(case, unit, by=town.operator_lin, at=now)
    page = read(client, token)
    assert "请在<time" in page
    assert page.count("单元门关不上") == 2, "in the title and the heading, and not once more"

    inside(town)
    resolve(case, by=town.keeper_wei, at=now)
    record_callback(case, reached=True, resolved=True, by=town.worker_mo, at=now)
    archive_case(case, by=town.worker_mo, at=now)

    client.force_login(town.operator_lin)
    way = reverse("cases:help_link", args=[case.number, asked.pk])
    assert way not in client.get(f"/cases/{case.number}/").content.decode(), "nor is a new link offered for it"
    client.logout()
    page = read(client, token)
    assert "这件事不用再办了" in page
    assert "请在<time" not in page


def test_who_never_accepted_is_asked_nothing_once_it_is_resolved(client, town, now):
    case = a_case_in_hand(town, at=now - timedelta(minutes=5))
    unit = a_unit(town, at=now)
    ask_help(case, wanted="派吊车", unit=unit, by=town.keeper_wei, at=now - timedelta(minutes=2))
    token = issue_link(case, unit, by=town.keeper_wei, at=now)
    assert "能办吗" in read(client, token)
    inside(town)
    resolve(case, by=town.keeper_wei, at=now)
    before = journal(case)

    page = read(client, token)
    assert "这件事不用再办了" in page
    assert "能办吗" not in page
    assert "办不了" not in page
    for answer in ({"do": "take", "expected_at": ""}, {"do": "refuse", "reason": "吊车坏了"}):
        late = client.post(page_of(token), answer, follow=True)  # from a page that was open since before
        assert (late.status_code, "已经不用再答复了" in late.content.decode()) == (200, True)
    inside(town)
    assert journal(case) == before
    with refused(NotNow, "等回访"):
        accept_help_by_link(UnitLink.objects.get(), CoHandling.objects.get(), at=now)


def test_who_accepted_may_still_report_once_it_is_resolved(client, town, now):
    case = a_case_in_hand(town, at=now - timedelta(minutes=5))
    unit = a_unit(town, at=now)
    ask_help(case, wanted="派吊车", unit=unit, by=town.keeper_wei, at=now - timedelta(minutes=2))
    token = issue_link(case, unit, by=town.keeper_wei, at=now)
    client.post(page_of(token), {"do": "take", "expected_at": ""})
    inside(town)
    resolve(case, by=town.keeper_wei, at=timezone.now())

    assert "报告办完" in read(client, token)
    client.post(page_of(token), {"do": "report", "report": "吊走了"})
    inside(town)
    assert CoHandling.objects.get().report == "吊走了"


def test_asked_to_help_it_answers_the_same_way(client, town, now):
    case = a_case_in_hand(town, at=now - timedelta(minutes=5))
    unit = a_unit(town, at=now)
    ask_help(case, wanted="派吊车", unit=unit, by=town.keeper_wei, at=now - timedelta(minutes=2))
    token = issue_link(case, unit, by=town.keeper_wei, at=now)
    assert "派吊车" in read(client, token)

    client.post(page_of(token), {"do": "take", "expected_at": ""})
    inside(town)
    assert (CoHandling.objects.get().accepted_at is not None, fresh(case).handler) == (True, town.keeper_wei)
    client.post(page_of(token), {"do": "refuse", "reason": "吊车坏了"})

    inside(town)
    assert CoHandling.objects.get().decline_reason == "吊车坏了"


def test_declined_the_next_is_asked_at_once(client, town, now):
    case, _unit, token = an_offer(town, now)
    assert "请写一句原因" in client.post(page_of(token), {"do": "refuse", "reason": ""}).content.decode()

    client.post(page_of(token), {"do": "refuse", "reason": "不归我们管"})

    inside(town)
    assert offers(case)[-2:] == [("lin", "unit", "declined"), ("li", "keeper", "")]


def test_looking_changes_nothing(client, town, now):
    _case, _unit, token = an_offer(town, now)
    before = everything()

    for _twice in range(2):
        answer = client.get(page_of(token))

    assert everything() == before
    assert answer["Referrer-Policy"] == "strict-origin"
    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]


def test_confidential_callers_stay_unknown_to_the_unit(client, town, now):
    _case, _unit, token = an_offer(town, now, wants_confidential=True)

    client.post(page_of(token), {"do": "take", "expected_at": ""})

    inside(town)
    assert PHONE not in read(client, token)
    assert Event.objects.filter(verb="cases.phone_shown_to_unit").count() == 0


@pytest.mark.parametrize("how", ["expired", "revoked", "replaced"])
def test_a_link_that_is_over_names_the_hotline_and_changes_nothing(client, town, now, how):
    case, unit, token = an_offer(town, now)
    if how == "expired":
        UnitLink.objects.update(issued_at=now - timedelta(days=30), expires_at=now - timedelta(days=1))
    elif how == "revoked":
        client.force_login(town.operator_lin)
        client.post(reverse("cases:offer_link", args=[case.number, Offer.objects.get(unit=unit).pk]), {"do": "revoke"})
    else:
        issue_link(case, unit, by=town.operator_lin, at=now)
    before = everything()

    answers = [Client().get(page_of(token)), Client().post(page_of(token), {"do": "take", "expected_at": ""})]

    assert [answer.status_code for answer in answers] == [410, 410]
    assert "0774-5550110" in answers[0].content.decode()
    assert everything() == before


def test_a_wrong_token_names_the_hotline_and_is_not_tried_for_ever(client, town, now):
    _case, _unit, token = an_offer(town, now)
    for _guess in range(20):
        answer = client.get(page_of("A" * 16))
    assert (answer.status_code, "0774-5550110" in answer.content.decode()) == (404, True)

    assert client.get(page_of(token)).status_code == 429


def test_a_token_reaches_one_case_of_one_unit_and_is_stored_only_as_a_hash(client, town, now):
    case, _unit, token = an_offer(town, now)
    other = a_case(town, at=now, content="另一件事：路灯坏了")
    another_unit = a_unit(town, at=now, name="八步区供水公司")
    ask_help(a_case_in_hand(town, at=now), wanted="别家的事", unit=another_unit, by=town.keeper_wei, at=now)

    page = read(client, token)
    assert other.number not in page
    assert "别家的事" not in page
    inside(town)
    stored = repr([list(model.objects.values_list()) for model in (LinkKey, UnitLink, Event, Case)])
    assert token not in stored
    assert grouped(token) not in stored
    assert len(LinkKey.objects.get().token_hash) == 64
    open_fence([town.yinxing.pk])
    assert UnitLink.objects.count() == 0
    client.force_login(town.operator_zhao)
    assert client.get(reverse("cases:offer_link", args=[case.number, 1])).status_code == 404


def test_the_token_is_said_once_and_read_out_in_groups(client, town, now):
    case, unit, _token = an_offer(town, now)
    client.force_login(town.operator_lin)
    address = reverse("cases:offer_link", args=[case.number, Offer.objects.get(unit=unit).pk])

    said = client.post(address, {"do": "issue"})

    token = said.content.decode().split('class="link-token">')[1].split("<")[0]
    assert (len(token), token.count("-"), said["Cache-Control"]) == (19, 3, "no-store")
    assert token not in client.get(address).content.decode()
    visitor = Client()
    door = visitor.post(reverse("cases:unit_door"), {"token": token.lower().replace("-", " ")})
    assert "门口水沟堵了" in visitor.get(door.url).content.decode()
    client.force_login(town.keeper_li)
    assert client.post(address, {"do": "issue"}).status_code == 403


def test_somebody_was_faster_and_the_unit_is_told_kindly(client, town, now, minutes):
    case, _unit, token = an_offer(town, now)
    accept_case(case, by=town.keeper_li, at=now)

    with refused(NotNow, "在路上"):
        accept_by_link(UnitLink.objects.get(), at=now)
    assert "已经有人接了，不用再办，谢谢" in read(client, token)
    assert client.post(page_of(token), {"do": "take", "expected_at": ""}).status_code == 409


def test_silence_of_a_unit_goes_up_the_ladder(town, now, minutes):
    case, _unit, _token = an_offer(town, now)

    sweep(now + minutes(5))

    assert offers(case)[-2:] == [("lin", "unit", "lapsed"), ("li", "keeper", "")]


def test_forms_need_their_own_page(town, now):
    _case, _unit, token = an_offer(town, now)
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(page_of(token), {"do": "take", "expected_at": ""}).status_code == 403


def test_no_token_stands_in_a_log_line():
    lines = logging.LogRecord("x", 40, "", 0, "Internal Server Error: %s", ("/answer/ABCD-EFGH/",), None)
    lines.request = "<WSGIRequest: GET '/answer/ABCD-EFGH/'>"

    assert SecretAddressFilter().filter(lines)
    assert lines.getMessage() == "Internal Server Error: /answer/…/"
    assert "ABCD" not in repr(vars(lines))
