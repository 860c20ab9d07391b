"""The receipt: what to tell the person now, and who may read the query code."""

from datetime import timedelta

from django.utils import timezone

from linli.cases.actions import accept_case, reopen_case
from linli.cases.models import Case, Promise

from .builders import a_case, a_resolved_case


def spaced(code: str) -> str:
    return f"{code[:4]} {code[4:]}"


def test_whoever_registered_reads_the_code_out(client, town, at):
    case = a_case(town, at=at)
    client.force_login(town.operator_lin)

    page = client.get(f"/cases/{case.number}/receipt/").content.decode()

    assert spaced(case.requesters.get().query_code) in page


def test_whoever_handles_it_cannot_see_what_the_resident_answers_with(client, town, at, minutes):
    case = a_case(town, at=at)
    accept_case(case, by=town.keeper_wei, at=at + minutes(1))
    client.force_login(town.keeper_wei)

    page = client.get(f"/cases/{case.number}/receipt/")

    assert page.status_code == 200
    assert spaced(case.requesters.get().query_code) not in page.content.decode()
    assert case.requesters.get().query_code not in page.content.decode()


def test_the_slip_names_what_is_promised_now_and_nothing_else(client, town, at, minutes):
    case = a_resolved_case(town, at=at)
    reopen_case(case, reason="又堵了", by=town.worker_mo, at=at + minutes(60))
    client.force_login(town.operator_lin)
    assert client.get(f"/cases/{case.number}/receipt/").content.decode().count("<dt>到场</dt>") == 1

    client.post("/cases/new/", {"content": "有人晕倒了", "channel": "hotline", "urgency": "now", "emergency": "120"})

    told = Case.objects.get(status="told")
    assert "<dt>到场</dt>" not in client.get(f"/cases/{told.number}/receipt/").content.decode()


def test_what_was_answered_on_the_spot_earlier_was_answered_then(client, town):
    received_at = timezone.localtime() - timedelta(hours=2)
    client.force_login(town.operator_lin)

    client.post(
        "/cases/new/",
        {
            "content": "问老年优待证怎么办",
            "channel": "counter",
            "ending": "answered",
            "told": "带身份证到服务中心，当场办。",
            "urgency": "now",
            "received_at": received_at.strftime("%Y-%m-%dT%H:%M"),
        },
    )

    case = Case.objects.get()
    promise = Promise.objects.get(case=case, kind="resolve")
    assert case.resolved_at == case.received_at
    assert (promise.broken_at, promise.kept_at) == (None, case.received_at)
    assert case.closures.get().done == "带身份证到服务中心，当场办。"
