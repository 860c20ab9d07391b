"""Somebody at a screen who takes pictures of what they see."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, FloatRect, Locator, Page

from .small_png import shrink

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "pictures"
BEIJING = ZoneInfo("Asia/Shanghai")
DESK, PHONE = 1280, 390
MARGIN = 16  # pixels of page around a part of it
LARGEST = 150_000  # bytes
PATIENCE = 60_000  # milliseconds
PASSWORD = "linli-2026"  # noqa: S105 - of everybody in the demo town (linli/demo/people.py)


@dataclass(frozen=True)
class Visit:
    """A walk through one house; `wanted` names the pictures to write, all of them when empty."""

    browser: Browser
    address: str
    wanted: list[str]

    def somebody(self, username: str = "", width: int = DESK) -> "Camera":
        """Return somebody signed in, or nobody in particular."""
        camera = Camera(self.browser, self.address, width, self.wanted)
        return camera.signed_in(username) if username else camera


OWN_WORDS = """() => {
  const show = (input) => {
    const [day, hour = ""] = input.value.split("T");
    const said = input.type === "time" ? day || "--:--" : day ? `${day.replaceAll("-", "/")} ${hour}` : "年/月/日";
    const shown = document.createElement("span");
    shown.className = "input";
    shown.textContent = input.type === "file" ? "选择文件　未选择任何文件" : said;
    shown.dataset.inPicture = "";
    input.after(shown);
    input.hidden = true;
    input.style.display = "none";
  };
  document.querySelectorAll("input[type=date], input[type=datetime-local], input[type=time], input[type=file]")
    .forEach((input) => { if (input.offsetParent) show(input); });
}"""
BACK = """() => document.querySelectorAll("[data-in-picture]").forEach((shown) => {
  shown.previousElementSibling.hidden = false;
  shown.previousElementSibling.style.display = "";
  shown.remove();
})"""


class Camera:
    """One person at one screen, who takes pictures of what they see."""

    def __init__(self, browser: Browser, address: str, width: int, wanted: list[str]) -> None:
        self.wanted, self.width, self.height = wanted, width, 844 if width == PHONE else 900
        self.context = browser.new_context(
            base_url=address,
            viewport={"width": self.width, "height": self.height},
            has_touch=width == PHONE,
            device_scale_factor=2 if width == PHONE else 1,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            color_scheme="light",
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()

    @property
    def number(self) -> str:
        """The number of the case whose page this is, or whose receipt."""
        found = re.search(r"/cases/([A-Z]+[\d-]+)/", self.page.url)
        if not found:
            raise SystemExit(f"{self.page.url} is no page of a case")
        return found[1]

    def signed_in(self, username: str) -> "Camera":
        self.page.goto("/sign-in/login/")
        self.page.get_by_label("账号").fill(username)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.page.get_by_role("button", name="登录", exact=True).click()
        self.page.wait_for_url(lambda url: "/sign-in/" not in url)
        return self

    def open(self, path: str) -> "Camera":
        answer = self.page.goto(path)
        if answer is None or not answer.ok:
            raise SystemExit(f"{path} answered {answer and answer.status}")
        return self

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    def button(self, name: str) -> Locator:
        named = re.compile(rf"^\s*{re.escape(name)}")
        return self.main.get_by_role("button", name=named).or_(self.main.get_by_role("link", name=named)).first

    def press(self, name: str) -> "Camera":
        self.button(name).click()
        return self

    def fill(self, label: str, words: str) -> "Camera":
        labelled = self.main.get_by_label(re.compile(rf"^\s*{re.escape(label)}"))
        self.main.locator("input, textarea").and_(labelled).first.fill(words)
        return self

    def choose(self, question: str, answer: str) -> "Camera":
        self.main.get_by_role("group", name=re.compile(question)).first.get_by_label(answer, exact=True).check()
        return self

    def select(self, label: str, answer: str) -> "Camera":
        """Choose the option that begins with these words."""
        picked = self.main.get_by_label(re.compile(rf"^\s*{re.escape(label)}")).and_(self.main.locator("select")).first
        option = picked.locator("option", has_text=answer).first
        picked.select_option(option.get_attribute("value"))
        return self

    def waits_for(self, words: str) -> "Camera":
        self.main.get_by_text(words).first.wait_for()
        return self

    def take(self, name: str, *parts: str | Locator, tall: int = 0) -> "Camera":
        """Write docs/pictures/<name>.png: these parts of the page and what is between them, or its first `tall` pixels.

        The window is made as tall as the page, so that nothing fixed to its edge lies on what is shown.
        """
        if self.wanted and name not in self.wanted:
            return self
        path = PICTURES / f"{name}.png"
        self.page.evaluate("document.activeElement?.blur(); scrollTo(0, 0)")
        self.page.evaluate(OWN_WORDS)  # a browser without Chinese says "mm/dd/yyyy" and "Choose File"
        whole = int(self.page.evaluate("document.documentElement.scrollHeight"))
        height = whole if parts else min(tall or self.height, whole)
        self.page.set_viewport_size({"width": self.width, "height": max(height, self.height if parts else 0)})
        found = [self.page.locator(part).first if isinstance(part, str) else part for part in parts]
        clip = self._around(found) if parts else None
        self.page.screenshot(path=path, animations="disabled", caret="hide", clip=clip)
        self.page.set_viewport_size({"width": self.width, "height": self.height})
        self.page.evaluate(BACK)
        return self.keep(path)

    def keep(self, path: Path) -> "Camera":
        """Make a picture that was taken small; refuse one that stays large."""
        shrink(path)
        weight = path.stat().st_size
        print(f"  {path.relative_to(ROOT)}  {weight / 1000:.0f} kB", flush=True)
        if weight > LARGEST:
            raise SystemExit(f"{path.name} is larger than {LARGEST // 1000} kB: show less of the page")
        return self

    def _around(self, parts: list[Locator]) -> FloatRect:
        boxes = [box for box in (part.bounding_box() for part in parts) if box]
        left, top = (max(min(box[side] for box in boxes) - MARGIN, 0) for side in ("x", "y"))
        right = min(max(box["x"] + box["width"] for box in boxes) + MARGIN, self.width)
        bottom = max(box["y"] + box["height"] for box in boxes) + MARGIN
        return {"x": left, "y": top, "width": right - left, "height": bottom - top}

    def leave(self) -> None:
        self.context.close()


def typed(moment: datetime) -> str:
    """A moment as a date-and-time input takes it."""
    return moment.strftime("%Y-%m-%dT%H:%M")
