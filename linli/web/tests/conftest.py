"""A browser that asks this process: pages are drawn by a test and handed over, with no server and no database."""

import os
import re
import shutil
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.test import RequestFactory

from linli.web import menu

HOUSE = "http://linli.test"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
# Chromium minds only the last list, so it names again what Playwright switches off and a test could meet
SWITCHED_OFF = (
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled",
    "PreconnectToSearch",
    # and what costs every new tab more than our page does: pages behind the address line, a process kept in reserve
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup", "PreloadTopChromeWebUI",
    "SpareRendererForSitePerProcess",
)  # fmt: skip
ARGUMENTS = ["--no-sandbox", f"--disable-features={','.join(SWITCHED_OFF)}"]
POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'"


@pytest.fixture(autouse=True)
def no_menu_of_other_rooms(monkeypatch):
    """The toolkit is tried by itself: entries of rooms above lead to addresses that are not here."""
    monkeypatch.setattr(menu, "_items", [])


@pytest.fixture(scope="module")
def chromium():
    """One browser for a file of tests: while it is open, Django refuses this thread the database."""
    from playwright.sync_api import sync_playwright

    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not path:
        pytest.skip("no browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


class House:
    """Answers the browser: static files from disk, pages from what a test put there; remembers what was sent."""

    def __init__(self, context):
        self.pages, self.answers, self.broken, self.sent, self.trouble = {}, {}, set(), [], []
        self.tab = context.new_page()
        self.tab.route("**/*", self.answer)
        self.tab.on("console", self.heard)
        self.tab.on("pageerror", lambda error: self.trouble.append(str(error)))

    def heard(self, line):
        expected = self.broken or self.answers  # the browser and htmx report every answer that is no success
        if line.type == "error" and not expected:
            self.trouble.append(line.text)

    def show(self, path, response):
        """What a view answered, as it is."""
        self.pages[path] = response.content.decode()

    def draw(self, path, body, *, reader="", refused=False):
        """A page with this in its main part."""
        request = RequestFactory().get(path)
        html = get_template("ui/page.html").render({"mode": ""}, request)
        attributes = f' data-reader="{reader}"' + (" data-refused" if refused else "")
        html = html.replace("<html ", f"<html{attributes} ", 1)
        self.pages[path] = re.sub(r"(<main[^>]*>)", lambda match: match[1] + body, html, count=1)

    def answer(self, route):
        request, path = route.request, route.request.url.removeprefix(HOUSE).split("?")[0]
        if path.startswith("/static/"):
            file = finders.find(path.removeprefix("/static/"))
            route.fulfill(body=Path(file).read_bytes(), content_type=TYPES[Path(file).suffix])
            return
        if path in self.broken:
            route.abort()
            return
        if request.method == "POST":
            self.sent.append((path, request.post_data))
        if path in self.answers:
            answer = self.answers[path]
            route.fulfill(body=answer.content, status=answer.status_code, headers=dict(answer.headers))
            return
        route.fulfill(
            body=self.pages.get(path, "<p>ok</p>"),
            content_type="text/html; charset=utf-8",
            headers={"Content-Security-Policy": POLICY},
        )

    def open(self, path):
        self.tab.goto(HOUSE + path, wait_until="load")
        return self.tab


@pytest.fixture
def house(chromium):
    context = chromium.new_context()
    house = House(context)
    yield house
    assert house.trouble == [], "the strict policy held and nothing went wrong"
    context.close()
