"""Drawing a border with a pointer and with the keyboard: what only a browser shows."""

import pytest
from playwright.sync_api import expect

from linli.territory.models import Door
from linli.zones.tests.conftest import measured
from tests.visiting import inside

pytestmark = pytest.mark.browser


@pytest.fixture
def lane(town):
    with inside(town):
        return measured(town.guihua, town.lane, range(101, 121), None, (111.55, 24.41))


def test_a_border_is_drawn_pressed_into_shape_and_seen_before_it_is_kept(town, visit, lane):
    secretary = visit(town.secretary_liao)
    secretary.open(f"/zones/{town.zone.pk}/drawing/")
    secretary.main.get_by_role("button", name="重新画").click()
    picture = secretary.main.locator(".map svg")
    box = picture.bounding_box()
    for x, y in ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9)):
        picture.click(position={"x": box["width"] * x, "y": box["height"] * y})
    expect(secretary.main.locator(".map-draft circle")).to_have_count(3)
    secretary.main.get_by_role("button", name="加一个点").click()
    for _ in range(60):
        secretary.tab.keyboard.press("ArrowLeft")
    points = secretary.main.locator("[name=points]").input_value().split()
    assert len(points) == 4
    assert points[3].startswith("0,")

    secretary.main.get_by_role("button", name="先看看会怎样").click()
    secretary.main.get_by_role("button", name="就这样改").click()

    expect(secretary.main.get_by_role("heading", level=1)).to_have_text("建安街责任区")
    with inside(town):
        assert Door.objects.filter(zone=town.zone, number__gt=100).exists()


def test_without_scripts_the_picture_is_still_there_and_lanes_are_written(town, visit, lane):
    secretary = visit(town.secretary_liao, scripts=False)
    secretary.open(f"/zones/{town.zone.pk}/border/")
    secretary.main.get_by_label("哪些门牌").fill("建安街 38 号\n建安街 101—109 号 单号")
    secretary.main.get_by_role("button", name="先看看会怎样").click()
    expect(secretary.main.locator(".map svg")).to_be_visible()
    secretary.main.get_by_role("button", name="就这样改").click()

    with inside(town):
        assert Door.objects.filter(zone=town.zone).count() == 6
