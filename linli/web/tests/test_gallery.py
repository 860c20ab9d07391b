"""Every component and every error page, seen as their readers see them: by eye, by screen reader, on a small phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory

from linli.web import errors, views
from linli.web.refusal import Refusal, RefusalMiddleware

pytestmark = [pytest.mark.browser, pytest.mark.urls("linli.web.tests.addresses")]

OVERFLOW = "document.documentElement.scrollWidth - innerWidth"
TOO_SMALL = """(least) => [...document.querySelectorAll("a, button, input, select, textarea, summary")]
    .filter((each) => each.checkVisibility() && !each.matches(".skip, [type=hidden], p a, li a, dd a"))
    .map((each) => each.matches("[type=checkbox], [type=radio]") ? each.closest("label") : each)
    .filter((each) => each.getBoundingClientRect().height < least - 0.5).map((each) => each.outerHTML.slice(0, 90))"""
TINY_TEXT = """[...document.querySelectorAll("body *")]
    .filter((each) => each.checkVisibility() && !each.closest("svg, .hidden-visually")
        && parseFloat(getComputedStyle(each).fontSize) < 17.9
        && [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .map((each) => each.outerHTML.slice(0, 90))"""


def refusal(request):
    return RefusalMiddleware(views.ease).process_exception(request, Refusal("谁办的谁不核查。"))


PAGES = {
    "gallery": views.gallery,
    "ease": views.ease,
    "refusal": refusal,
    "400": errors.bad_request,
    "403": lambda request: errors.permission_denied(request, PermissionDenied()),
    "404": errors.page_not_found,
    "429": errors.too_many_requests,
    "500": errors.server_error,
    "csrf": errors.csrf_failed,
}


@pytest.fixture(params=PAGES)
def page(request, house, settings):
    """The tab with the page open, to be looked at in any width and mode."""
    settings.GALLERY_OPEN = True
    made = RequestFactory().post if request.param == "refusal" else RequestFactory().get
    asked = made("/", {"note": "沟已疏通，路面冲洗干净。"})
    asked.user = AnonymousUser()
    house.show("/", PAGES[request.param](asked))
    return house.open("/")


def wide(tab, width):
    tab.set_viewport_size({"width": width, "height": 900})


def elder(tab):
    tab.evaluate("document.documentElement.dataset.mode = 'elder'")


def violations(tab):
    return [(each["id"], each["nodes"][0]["html"][:120]) for each in Axe().run(tab).response["violations"]]


def test_axe_finds_nothing(page):
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    wide(page, 1280)
    assert violations(page) == []
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    elder(page)
    wide(page, 390)
    assert violations(page) == []


def test_everything_fits_a_small_phone_and_a_thumb(page):
    for width, least in ((1280, 0), (390, 44), (320, 44)):
        wide(page, width)
        assert (page.evaluate(OVERFLOW), page.evaluate(TOO_SMALL, least)) == (0, []), f"{width} px"
    elder(page)
    for width in (1280, 390, 320):
        wide(page, width)
        assert (page.evaluate(OVERFLOW), page.evaluate(TOO_SMALL, 60)) == (0, []), f"{width} px, elder"
    assert page.evaluate(TINY_TEXT) == []
