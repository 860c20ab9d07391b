"""Take the pictures of the guides: `python scripts/screenshots.py [--address http://localhost:8000] [name …]`.

Without an address a demo town of its own is built (some minutes), used and thrown away. The pictures always show the
same story: 黄琴 tells of a blocked drain, 覃娟 registers it, 韦光明 goes there, 莫小丽 calls back. At an address it is
walked through the house found there. With names only those pictures are written; the whole story is walked all the
same. The pictures lie in docs/pictures and are committed.
"""

import argparse
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import chromium
from playwright.sync_api import Browser, FloatRect, Locator, Page, sync_playwright
from small_png import shrink

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
VAR = ROOT / "var" / "pictures"
DESK, PHONE = 1280, 390
BEIJING = ZoneInfo("Asia/Shanghai")
MARGIN = 16  # pixels of page around a part of it
LARGEST = 150_000  # bytes
PATIENCE = 30_000  # milliseconds
READY_WITHIN = 900  # seconds
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--font-render-hinting=none",
]
PASSWORD = "linli-2026"  # noqa: S105 - of everybody in the demo town (linli/demo/people.py)
IN_CHINESE = {**os.environ, "LANG": "zh_CN.UTF-8", "LANGUAGE": "zh_CN"}  # the browser's own words, in date inputs
CALLER, CALLERS_PHONE, PLACE = "黄琴", "13800000001", "建安街 38 号"
MATTER = "门口的水沟堵了，污水漫到路上，老人不敢走。"


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
        whole = int(self.page.evaluate("document.documentElement.scrollHeight"))
        height = whole if parts else min(tall or self.height, whole)
        self.page.set_viewport_size({"width": self.width, "height": max(height, self.height if parts else 0)})
        found = [self.page.locator(part).first if isinstance(part, str) else part for part in parts]
        clip = self._around(found) if parts else None
        self.page.screenshot(path=path, animations="disabled", caret="hide", clip=clip)
        self.page.set_viewport_size({"width": self.width, "height": self.height})
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


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--address", help="of a demo town that runs already")
    parser.add_argument("name", nargs="*", help="pictures to write; all of them when none is named")
    asked = parser.parse_args()
    program = chromium.find() or chromium.install()
    if not program:
        sys.exit("There is no Chromium. Install it, or name it in CHROMIUM.")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with house(asked.address) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS, env=IN_CHINESE)
        walk(browser, address, asked.name)
        browser.close()
    return 0


# --- the story ----------------------------------------------------------------------------------------------------


def walk(browser: Browser, address: str, wanted: list[str]) -> None:
    def somebody(username: str, width: int) -> Camera:
        camera = Camera(browser, address, width, wanted)
        return camera.signed_in(username) if username else camera

    somebody("", PHONE).open("/sign-in/login/").take("signin-390").leave()
    operator = somebody("qin", DESK).open("/desk/").take("desk-1280", tall=1000)
    number, code = register(operator)
    resident = somebody("", PHONE).open(f"/progress/{code}/").take("progress-390", tall=1100)
    keeper = somebody("wei", PHONE)
    go_there(keeper, number)
    secretary = somebody("liao", DESK)
    extend(keeper, secretary, number)
    resolve(keeper, number)
    worker = somebody("mo", DESK).open("/desk/?state=callback").take("to-call-back-1280", tall=640)
    call_back(worker, number, resident, code)
    operator.open(f"/cases/{number}/").take("case-1280", tall=1300)
    count(secretary)
    for camera in (operator, resident, keeper, secretary, worker):
        camera.leave()


def register(operator: Camera) -> tuple[str, str]:
    """Write 黄琴's matter down; return the number of the case and her query code."""
    form = operator.page.locator("section", has=operator.page.locator("#intake")).first
    operator.fill("什么事", "有人在楼下晕倒了，叫不醒").waits_for("像是紧急情况")
    operator.take("intake-emergency", form)
    operator.open("/cases/new/").fill("什么事", "隔壁欠我三万块不还，要社区帮我要回来")
    operator.page.locator("details.disclosure summary").click()
    operator.choose("要派人去办吗", "应走诉讼、仲裁、信访等法定途径")
    operator.fill("怎样告诉对方的", "欠钱的事要到法院起诉，社区不能代您要账。法院诉讼服务电话 12368，不收咨询费。")
    operator.take("intake-told", "details.disclosure")
    operator.page.evaluate("sessionStorage.clear()")
    operator.open("/desk/").fill("谁", CALLER).fill("电话", CALLERS_PHONE).fill("哪里", PLACE).fill("什么事", MATTER)
    operator.waits_for("这个人以前的事").waits_for("分钟内到场").take("intake-found-1280", tall=1240)
    operator.press("登记").waits_for("请这样告诉对方")
    number = operator.page.url.rstrip("/").split("/")[-2]
    code = operator.page.locator(".query-code b").inner_text().replace(" ", "")
    operator.take("receipt", "article.receipt")
    operator.open("/desk/").fill("哪里", "建安街 36 号").fill("什么事", "我家门口水沟也堵了").waits_for("已有相同诉求")
    operator.take("intake-similar", "#found-similar section")
    operator.page.evaluate("sessionStorage.clear()")
    operator.open(f"/cases/{number}/").take("case-offered-1280", tall=760)
    operator.page.locator("a[href*='/phone/']").first.click()
    operator.take("full-number", "main h1", "main form")
    return number, code


def go_there(keeper: Camera, number: str) -> None:
    """Accept the case and arrive. Whoever was asked, 韦光明 keeps the zone and may accept."""
    keeper.open("/tasks/")
    if keeper.page.locator("article.task", has_text=number).get_by_role("button", name="接单").count() == 0:
        raise SystemExit(f"{number} was not offered to 韦光明: is he on leave in this town?")
    task = keeper.page.locator("article.task", has_text=number)
    keeper.take("task-offered-390", task)
    keeper.open("/notices/").take("notices-390", tall=640)
    keeper.open(f"/cases/{number}/refusal/?next=/tasks/").take("decline-390", tall=560)
    other = keeper.context.new_page()  # the same page, left open in another tab
    other.goto("/tasks/")
    keeper.open("/tasks/")
    task.get_by_role("button", name="接单").click()
    keeper.waits_for("接单了").take("task-accepted-390", task)
    other.locator("article.task", has_text=number).get_by_role("button", name="接单").click()
    first, keeper.page = keeper.page, other
    keeper.waits_for("不能再这样做了").take("refused-390", tall=640)
    other.close()
    keeper.page = first
    task = keeper.page.locator("article.task", has_text=number)
    keeper.open(f"/cases/{number}/handover/?next=/tasks/").take("hand-on-390", tall=640)
    keeper.open("/tasks/")
    task.get_by_role("button", name="我到场了").click()
    keeper.waits_for("您到场了").take("task-on-site-390", task)
    keeper.open(f"/cases/{number}/added-arrival/?next=/tasks/").take("added-arrival-390", tall=760)
    keeper.open(f"/cases/{number}/help/?next=/tasks/")
    keeper.main.get_by_label("请谁", exact=True).select_option(label="市政局")
    keeper.fill("请帮什么", "沟里是装修砂浆，请带疏通机来一趟").take("ask-help-390", tall=640)
    keeper.press("请来协办").waits_for("已请来协办")
    keeper.page.locator("button[name=mode]").first.click()
    keeper.open("/tasks/").take("tasks-elder-390", tall=1000)
    keeper.page.locator("button[name=mode]").first.click()


def extend(keeper: Camera, secretary: Camera, number: str) -> None:
    now = datetime.now(BEIJING)
    keeper.open(f"/cases/{number}/extension/?next=/tasks/")
    keeper.fill("为什么办不完", "要等市政局的疏通机，路上还要四十分钟")
    keeper.fill("延到什么时候", _typed(now + timedelta(hours=2))).fill("什么时候告诉居民的", _typed(now))
    keeper.take("extend-390", tall=760)
    keeper.press("申请延期").waits_for("批准以前时限不变")
    secretary.open(f"/cases/{number}/").press("批准或不批准").choose("同意延期吗", "同意")
    secretary.take("decide-extension", "main h1", "main form")
    secretary.press("决定").waits_for("同意延期了")


def resolve(keeper: Camera, number: str) -> None:
    keeper.open(f"/cases/{number}/resolution/?next=/tasks/")
    keeper.fill("办得怎样", "和市政局一起掏出装修砂浆两桶，水沟通了。")
    keeper.fill("怎样答复居民的", "水沟通了，路面也冲干净了。装修的砂浆请装袋，别倒进沟里。")
    keeper.take("resolve-390", tall=1180)
    keeper.press("办结").waits_for("办结了，等回访")


def call_back(worker: Camera, number: str, resident: Camera, code: str) -> None:
    resident.open(f"/progress/{code}/")
    resident.take("progress-answer-390", "form[aria-labelledby=answers-title]")
    resident.page.locator("button[name=mode]").first.click()
    resident.open(f"/progress/{code}/").take("progress-elder-390", tall=1000)
    worker.open(f"/cases/{number}/callback/")
    worker.choose("接通了吗", "接通了").choose("及时联系", "是").choose("解决了吗", "解决了").choose("满意吗", "满意")
    worker.take("call-back", "main h1", "main form")
    worker.press("记下回访").press("归档").waits_for("归档了")


def count(secretary: Camera) -> None:
    secretary.open("/figures/?period=twelve_months").take("figures-1280", tall=1000)
    secretary.take("figures-zones-1280", ".layout[data-layout=halves]")
    secretary.open("/figures/resolved_on_time/?period=twelve_months&part=missed").take("figures-rows-1280", tall=700)


def _typed(moment: datetime) -> str:
    """A moment as a date-and-time input takes it."""
    return moment.strftime("%Y-%m-%dT%H:%M")


# --- the house ----------------------------------------------------------------------------------------------------


@contextmanager
def house(address: str | None) -> Iterator[str]:
    """Give the address of a demo town: the one that runs already, or one of our own that ends with us."""
    if address:
        yield address.rstrip("/")
        return
    throw_away()
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    plain = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "APP_DATABASE_URL", "HOST")}
    demo = subprocess.Popen(
        [sys.executable, "-m", "linli.config.command", "demo"],
        cwd=ROOT,
        env=plain | {"LINLI_VAR": str(VAR), "PORT": str(port), "PYTHONUNBUFFERED": "1"},
        start_new_session=True,  # Ctrl-C is ours to pass on
    )
    try:
        yield _once_ready(f"http://localhost:{port}", demo)
    finally:
        demo.send_signal(signal.SIGTERM)
        demo.wait(timeout=60)
        throw_away()


def _once_ready(address: str, demo: subprocess.Popen[bytes]) -> str:
    give_up = time.monotonic() + READY_WITHIN
    while time.monotonic() < give_up:
        if demo.poll() is not None:
            sys.exit(f"The demo town stopped with code {demo.returncode}.")
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5):  # noqa: S310 - our own address
                return address
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(1)
    sys.exit(f"The demo town was not ready within {READY_WITHIN} s.")


def throw_away() -> None:
    if (VAR / "pg").is_symlink():  # its files lie where the database's user may go
        shutil.rmtree((VAR / "pg").resolve(), ignore_errors=True)
    shutil.rmtree(VAR, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
