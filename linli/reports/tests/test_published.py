"""A published number stays; today's stands beside it, and why they differ."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from linli.cases.actions import add_arrival, leave_uncounted, sweep
from linli.cases.tests.builders import a_case, a_case_in_hand
from linli.fence.rows import open_fence
from linli.reports.models import PublishedStatistic

YEAR = {"from": "2026-01-01", "to": "2026-12-31"}
WHERE = {"where": "居务公开栏", "note": ""}


def publish(client, code, query=None):
    answer = client.post(f"/figures/{code}/publish/?" + "&".join(f"{k}={v}" for k, v in (query or YEAR).items()), WHERE)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return PublishedStatistic.objects.order_by("-pk").first()


def test_what_was_published_stays_and_the_difference_is_explained(client, town, at, minutes):
    late = a_case_in_hand(town, at=at)
    wrong = a_case(town, at=at + minutes(1))
    sweep(at + minutes(40))
    open_fence([town.guihua.pk])
    client.force_login(town.secretary_liao)
    kept = publish(client, "arrived_on_time")
    assert (kept.words, kept.where, kept.by, len(kept.kept_ids), len(kept.missed_ids)) == (
        "0.0", "居务公开栏", town.secretary_liao, 0, 2,
    )  # fmt: skip
    same = client.get(f"/figures/published/{kept.pk}/").context["comparison"]
    assert same.is_the_same

    open_fence([town.guihua.pk])
    add_arrival(
        late, who=town.keeper_li, arrived_at=at + minutes(9), note="邻居看见的", by=town.keeper_wei, at=at + minutes(55)
    )
    leave_uncounted(wrong, why="misdial", note="打错", by=town.officer_zheng, at=timezone.now())
    a_case(town, at=timezone.now() - timedelta(minutes=30))  # written down later, for a moment before
    page = client.get(f"/figures/published/{kept.pk}/")
    told = page.context["comparison"]

    assert {change.code: change.count for change in told.corrected} == {"added": 1, "gone": 1, "now_kept": 1}
    assert [row.number for change in told.corrected for row in change.rows][1:] == [wrong.number, late.number]
    assert (told.published.words, told.then.words) == ("0.0", "50.0")
    assert "公布以后，记录更正了" in page.content.decode()
    assert PublishedStatistic.objects.get().words == "0.0"


def test_nobody_changes_what_was_published(client, town, at):
    a_case(town, at=at)
    client.force_login(town.secretary_liao)
    kept = publish(client, "appeals_total", YEAR | {"zone": town.zone.pk})
    assert (kept.value, kept.narrowed_to, kept.narrows) == (
        1,
        "只看责任区「3 建安街责任区」",
        {"zone": str(town.zone.pk)},
    )
    for change in (lambda: PublishedStatistic.objects.update(words="9"), kept.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_only_leaders_publish_and_the_other_community_reads_none_of_it(client, town, at):
    a_case(town, at=at)
    client.force_login(town.operator_lin)
    assert client.post("/figures/appeals_total/publish/", WHERE).status_code == 403
    client.force_login(town.secretary_liao)
    kept = publish(client, "appeals_total")
    assert client.get("/figures/published/").context["page"].rows == [kept]
    assert client.get("/figures/no_such/publish/").status_code == 404
    client.force_login(town.operator_zhao)
    assert client.get("/figures/published/").context["page"].rows == []
    assert client.get(f"/figures/published/{kept.pk}/").status_code == 404


def test_good_deeds_are_published_too(client, town, at):
    from .histories import a_deed

    a_deed(town, at.date(), at=at)
    client.force_login(town.secretary_liao)
    kept = publish(client, "good_deeds")
    a_deed(town, at.date(), at=at)
    (change,) = client.get(f"/figures/published/{kept.pk}/").context["comparison"].corrected
    assert (kept.value, change.code, change.count) == (1, "added", 1)
