"""People at their screens: a tab each over the real pages, and what has to be true of everything they open.

`visit(user, …)` opens a tab, signed in when a user is given; when the test ends, no tab may have met a script error, a
broken policy, a missing file, a server error or another host.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Response, expect

from linli.web.tests.conftest import chromium  # noqa: F401 - the browser of the toolkit's own tests
from tests.cast import Town, build_town

PASSWORD = "linli-2026"
DESK, PHONE = 1280, 390
PATIENCE = 20_000  # milliseconds; two busy cores may need them
# a look-up still under way when the page was left
CUT_OFF = re.compile(r"^htmx:(sendAbort|sendError|abort|afterRequest)")
REFUSED = re.compile(r"the server responded with a status of (4\d\d)")
SAVED_PAGE = re.compile(r"/(static|favicon)")

expect.set_options(timeout=PATIENCE)


class Visitor:
    """One person with one tab."""

    def __init__(self, browser: Browser, address: str, width: int, *, scripts: bool, session: str) -> None:
        self.address, self.scripts = address, scripts
        self.context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": 844},
            has_touch=width < DESK,
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(PATIENCE)
        if session:
            self.context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        self.tab: Page = self.context.new_page()
        self.trouble: list[str] = []
        self.answered: list[tuple[int, str]] = []
        self.tab.on("console", self._heard)
        self.tab.on("pageerror", lambda error: self.trouble.append(f"script error: {error}"))
        self.tab.on("request", self._asked)
        self.tab.on("response", self._told)

    def _heard(self, line: Any) -> None:
        if line.type in {"error", "warning"} and not REFUSED.search(line.text) and not CUT_OFF.search(line.text):
            self.trouble.append(f"{self.tab.url}: console says {line.text}")

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((f"{self.address}/", "data:")):
            self.trouble.append(f"{self.tab.url} asked another host: {request.url}")

    def _told(self, response: Response) -> None:
        path = response.url.removeprefix(self.address)
        self.answered.append((response.status, path))
        if response.status >= 500 or (response.status >= 400 and SAVED_PAGE.match(path)):
            self.trouble.append(f"{path} answered {response.status}")

    def open(self, path: str) -> "Visitor":
        self.tab.goto(path)
        return self

    @property
    def path(self) -> str:
        return self.tab.url.removeprefix(self.address)

    @property
    def main(self) -> Locator:
        return self.tab.get_by_role("main")

    def button(self, name: str) -> Locator:
        """The button, or the link that looks like one, whose name begins so."""
        named = re.compile(rf"^\s*{re.escape(name)}")
        return self.main.get_by_role("button", name=named).or_(self.main.get_by_role("link", name=named)).first

    def press(self, name: str) -> "Visitor":
        self.button(name).click()
        return self

    def press_and_go(self, name: str) -> "Visitor":
        """Press, and come back when the next page is there, though its address may be the same."""
        with self.tab.expect_navigation():
            self.button(name).click()
        return self

    def fill(self, label: str, words: str) -> "Visitor":
        self.field(label).fill(words)
        return self

    def field(self, label: str) -> Locator:
        return (
            self.main.get_by_label(re.compile(rf"^\s*{re.escape(label)}"))
            .and_(self.tab.locator("input, textarea"))
            .first
        )

    def choose(self, question: str, answer: str) -> "Visitor":
        """Answer one question of radio buttons or of a list."""
        group = self.main.get_by_role("group", name=re.compile(rf"^\s*{re.escape(question)}"))
        listed = self.main.get_by_role("combobox", name=re.compile(rf"^\s*{re.escape(question)}"))
        group.or_(listed).first.wait_for()
        if listed.count():
            listed.first.select_option(label=answer)
        else:
            group.first.get_by_label(answer, exact=True).check()
        return self

    def sees(self, words: str, *, where: str = "") -> "Visitor":
        place = self.tab.locator(where) if where else self.main
        expect(place.get_by_text(words).first).to_be_visible()
        return self

    def does_not_see(self, words: str) -> "Visitor":
        expect(self.main.get_by_text(words)).to_have_count(0)
        return self

    def tab_to(self, target: Locator, *, at_most: int = 40) -> "Visitor":
        """Press Tab until `target` has the focus, as somebody without a mouse does."""
        for _ in range(at_most):
            if target.evaluate("each => each === document.activeElement"):
                return self
            self.tab.keyboard.press("Tab")
        raise AssertionError(f"Tab does not lead to {target} in {at_most} steps")

    def status(self) -> int:
        """The status of the page now shown."""
        return next(status for status, path in reversed(self.answered) if path == self.path)

    def sign_in_as(self, username: str, password: str) -> "Visitor":
        self.tab.get_by_label("账号").fill(username)
        self.tab.get_by_label("密码").fill(password)
        self.tab.get_by_role("button", name="登录", exact=True).click()
        return self

    def sign_in(self, username: str) -> "Visitor":
        self.sign_in_as(username, PASSWORD).tab.wait_for_url(lambda url: "/sign-in/" not in url)
        return self

    def confirm_it_is_me(self) -> "Visitor":
        """Give the password once more, as pages that change how one signs in ask for."""
        self.open("/sign-in/reauthenticate/")
        self.tab.get_by_label("密码").fill(PASSWORD)
        return self.press_and_go("确认")


@pytest.fixture(scope="module", autouse=True)
def database_beside_the_browser() -> Iterator[None]:
    """Playwright keeps an event loop in this thread, where Django refuses the database; nothing here runs in it."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    yield
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def town(committed_db: dict[str, str]) -> Town:
    """The cast, with passwords, where commits are real."""
    return with_passwords()


def with_passwords() -> Town:
    from django.contrib.auth.hashers import make_password
    from django.db import transaction

    from linli.accounts.models import User

    with transaction.atomic():
        built = build_town()
        for person in vars(built).values():
            if isinstance(person, User):
                person.password = make_password(PASSWORD)
                person.save(update_fields=["password"])
    return built


@contextmanager
def inside(town: Town) -> Iterator[None]:
    """Look into the database, or change it, as the house does: in a transaction, with the fence of both open."""
    from django.db import transaction

    from linli.fence.rows import open_fence

    with transaction.atomic():
        open_fence([town.guihua.pk, town.yinxing.pk])
        yield


def session_of(user: Any) -> str:
    """Return the cookie of somebody who has signed in."""
    from django.test import Client

    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


@pytest.fixture
def visit(chromium: Browser, site_address: str, town: Town) -> Iterator[Callable[..., Visitor]]:  # noqa: F811
    here: list[Visitor] = []

    def visit(user: Any = None, *, width: int = DESK, scripts: bool = True, host: str = "127.0.0.1") -> Visitor:
        session = session_of(user) if user else ""
        address = site_address.replace("127.0.0.1", host)
        here.append(Visitor(chromium, address, width, scripts=scripts, session=session))
        return here[-1]

    yield visit
    trouble = [line for visitor in here for line in visitor.trouble]
    for visitor in here:
        visitor.context.close()
    assert not trouble, "\n".join(trouble)


def typed(moment: Any) -> str:
    """Return a moment as a date-and-time field takes it."""
    from django.utils import timezone

    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")
