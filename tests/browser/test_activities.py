"""At the door with a phone: every press is saved at once, and saved when there are no scripts."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from linli.activities.actions import plan_activity
from linli.activities.models import Attendance
from linli.residents.actions import enter_person
from tests.visiting import PHONE, inside

pytestmark = pytest.mark.browser


def test_ticks_are_saved_one_by_one_and_without_scripts_all_at_once(town, visit):
    now = timezone.now()
    with inside(town):
        people = [enter_person(town.guihua, name=name, by=town.worker_mo, at=now) for name in ("黄桂香", "覃家豪")]
        evening = plan_activity(
            town.guihua, title="周末歌会", kinds=["culture"], starts_at=now, ends_at=now + timedelta(hours=2),
            expected=[person.pk for person in people], by=town.worker_mo, at=now,
        )  # fmt: skip
    page = f"/activities/{evening.pk}/attendance/"

    quick = visit(town.worker_mo, width=PHONE).open(page)
    quick.tab.get_by_label("黄桂香").check()
    expect(quick.tab.locator("#tick-count")).to_contain_text("1 人到了")
    slow = visit(town.operator_lin, width=PHONE, scripts=False).open(page)
    slow.tab.get_by_label("覃家豪").check()
    slow.press("保存").sees("2 人到了")
    with quick.tab.expect_response(lambda answer: answer.url.endswith(page)):
        quick.tab.get_by_label("黄桂香").uncheck()

    with inside(town):
        assert list(Attendance.objects.values_list("person", flat=True)) == [people[1].pk]
