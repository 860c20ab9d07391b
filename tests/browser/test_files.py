"""Sending a photo over a bad line, and blacking it out with a finger: what only a browser shows."""

import re

import pytest
from playwright.sync_api import expect

from linli.cases.actions import ask_help, issue_link
from linli.cases.models import CaseFile
from linli.cases.tests.builders import a_case_in_hand, a_case_on_site, a_unit
from linli.files.models import File, Upload
from linli.files.tests.builders import a_photo, work
from tests.visiting import PHONE, inside

pytestmark = pytest.mark.browser


@pytest.fixture
def case(town):
    from django.utils import timezone

    with inside(town):
        return a_case_on_site(town, at=timezone.now())


def test_a_photo_goes_on_over_a_broken_line_and_is_blacked_out(town, visit, case):
    keeper = visit(town.keeper_wei, width=PHONE)
    keeper.open(f"/cases/{case.number}/files/new/")
    broken = {"times": 1}

    def breaks(route):
        if route.request.method == "PATCH" and route.request.headers["upload-offset"] != "0" and broken["times"]:
            broken["times"] -= 1
            route.abort()
        else:
            route.continue_()

    keeper.tab.route(re.compile("/files/uploads/"), breaks)
    photo = a_photo() + b"\x00" * 600_000  # three pieces
    files = keeper.main.locator("input[name=files]")
    files.set_input_files([
        {"name": "井口.jpg", "mimeType": "image/jpeg", "buffer": photo},
        {"name": "网页.jpg", "mimeType": "image/jpeg", "buffer": b"<!doctype html>"},
    ])  # fmt: skip
    keeper.sees("传好了").sees("是网页或矢量图")
    keeper.main.locator(".file-line", has_text="网页.jpg").get_by_role("button", name="不要这个").click()
    keeper.press_and_go("附上").sees("附上 1 个文件，正在处理。")
    keeper.trouble = [line for line in keeper.trouble if "ERR_FAILED" not in line]
    with inside(town):
        assert broken["times"] == 0
        assert (Upload.objects.get().size, CaseFile.objects.count()) == (len(photo), 1)
        work()
        file = File.objects.get()

    keeper.open(f"/cases/{case.number}/files/{file.key}/redaction/")
    picture = keeper.main.locator(".black-box svg")
    frame = picture.bounding_box()
    keeper.tab.mouse.move(frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2)
    keeper.tab.mouse.down()
    keeper.tab.mouse.move(frame["x"] + frame["width"] * 0.75, frame["y"] + frame["height"] * 0.75, steps=3)
    keeper.tab.mouse.up()
    keeper.press("加一块")
    keeper.tab.keyboard.press("ArrowDown")
    expect(picture.locator("rect")).to_have_count(2)
    keeper.press_and_go("涂黑").sees("涂黑了 2 处")
    with inside(town):
        file.refresh_from_db()
        assert file.boxes[1] == [39.5, 40, 20, 20]
        assert [round(number) for number in file.boxes[0]] == [50, 50, 25, 25]


def test_without_an_account_a_photo_goes_with_its_form(town, visit):
    """A unit behind its link and a resident behind the code have no account to send pieces with."""
    from django.utils import timezone

    with inside(town):
        at = timezone.now()
        helped, asked = a_case_in_hand(town, at=at), a_case_on_site(town, at=at)
        water = a_unit(town, at=at)
        ask_help(helped, wanted="派吊车", unit=water, by=town.keeper_wei, at=at)
        token = issue_link(helped, water, by=town.keeper_wei, at=at)
        code = asked.requesters.get().query_code
    photo = {"name": "吊车.jpg", "mimeType": "image/jpeg", "buffer": a_photo()}
    unit = visit(None, width=PHONE).open(f"/answer/{token}/").press_and_go("接单")
    unit.main.locator("input[name=files]").first.set_input_files([photo])
    unit.fill("办了什么，结果怎样", "吊走了").press_and_go("报告办完")
    resident = visit(None, width=PHONE).open(f"/progress/{code}/")
    resident.tab.get_by_text("有照片要补给社区").click()
    resident.main.locator("input[name=files]").first.set_input_files([photo])
    resident.press_and_go("交给社区")

    with inside(town):
        assert sorted(CaseFile.objects.values_list("case", "step")) == sorted([
            (helped.pk, CaseFile.Step.HELP), (asked.pk, CaseFile.Step.RESIDENT),
        ])  # fmt: skip
