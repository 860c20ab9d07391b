"""The small scripts in a real browser."""

import re

import pytest
from django.utils.timezone import now, timedelta

from linli.web import drawing
from linli.web.clocks import Clock, draw_ring
from linli.web.refusal import notice

pytestmark = [pytest.mark.browser, pytest.mark.urls("linli.web.tests.addresses")]


def a_clock(left, *, within=600, size="small"):
    at = now()
    made = at - timedelta(seconds=within - left)
    due = made + timedelta(seconds=within)
    ring = draw_ring(promise="arrive", label="到场", allowance="10 分钟", made_at=made, due_at=due, now=at)
    return drawing.clock(Clock((ring,)), size, live=True)


def says(tab, words):
    tab.locator("promise-clock dd").filter(has_text=re.compile(words)).wait_for(timeout=5000)


def state(tab):
    ring = tab.locator("promise-clock dl > div")
    dial = tab.locator("promise-clock g")
    icon = tab.locator("promise-clock dd use").get_attribute("href").split("#")[1]
    assert ring.get_attribute("data-state") == dial.get_attribute("data-state")
    return ring.get_attribute("data-state"), icon


def test_a_clock_runs_down_warns_and_breaks(house):
    house.draw("/", f'<div data-follows="clock" data-state="running" id="row">{a_clock(182)}</div>')
    tab = house.open("/")
    says(tab, "还剩 3:0")
    assert state(tab) == ("running", "icon-clock")
    says(tab, "还剩 2:5")
    assert state(tab) == ("warning", "icon-alert")
    assert tab.locator("#row").get_attribute("data-state") == "warning"


def test_a_clock_breaks_and_counts_on(house):
    house.draw("/", a_clock(1, size="medium"))
    tab = house.open("/")
    says(tab, "超时 [12] 秒")
    assert state(tab) == ("broken", "icon-cross")
    assert tab.locator("promise-clock text").text_content() == ""


def test_a_wrong_clock_on_the_phone_changes_nothing(house):
    house.draw("/", a_clock(300))
    house.tab.add_init_script("const real = Date.now; Date.now = () => real() + 3600000;")
    house.tab.add_init_script(
        "Object.defineProperty(performance, 'timeOrigin', {value: Date.now() - performance.now()});"
    )
    says(house.open("/"), "还剩 (5:00|4:5)")


def test_elder_mode_turns_without_a_page_load(house):
    house.draw("/", "")
    tab = house.open("/")
    tab.get_by_role("button", name="长者模式").first.click()
    assert tab.locator("html").get_attribute("data-mode") == "elder"
    assert tab.get_by_role("button", name="长者模式").first.get_attribute("aria-pressed") == "true"
    assert house.sent == []
    assert [(each["name"], each["value"]) for each in tab.context.cookies()] == [("mode", "elder")]


FORM = """<draft-keeper><form method="post" action="/send/">
  <input name="who" aria-label="谁"><textarea name="note" aria-label="事"></textarea>
  <input type="password" name="secret" aria-label="密">
  <button data-kind="quiet" name="act" value="keep" type="button">存</button>
  <button data-kind="main" name="act" value="send">派</button>
</form></draft-keeper>"""


def write(tab, note="水沟堵了"):
    tab.get_by_label("事").fill(note)
    tab.get_by_label("密").fill("secret")


def kept(tab):
    return tab.get_by_label("事").input_value(), tab.get_by_label("密").input_value()


def test_ctrl_enter_presses_the_main_button(house):
    house.draw("/", FORM)
    tab = house.open("/")
    write(tab)
    tab.get_by_label("事").press("Control+Enter")
    tab.wait_for_url("**/send/")
    assert len(house.sent) == 1
    assert "act=send" in house.sent[0][1]


def test_keys_open_what_they_name(house):
    house.draw("/", '<a href="/desk/" data-key="d">台</a><input aria-label="找" data-key="F2">')
    tab = house.open("/")
    tab.keyboard.press("F2")
    assert tab.get_by_label("找").evaluate("each => each === document.activeElement")
    tab.keyboard.press("d")
    assert tab.url == "http://linli.test/"
    tab.keyboard.press("Alt+d")
    tab.wait_for_url("**/desk/")


def test_a_form_is_sent_once(house):
    house.draw("/", FORM.replace("draft-keeper", "div"))
    tab = house.open("/")
    tab.evaluate("document.querySelector('main form').target = 'elsewhere'")
    sent = tab.evaluate(
        """() => { let sent = 0; const form = document.querySelector("main form");
        addEventListener("submit", (event) => { if (!event.defaultPrevented) sent += 1; event.preventDefault(); });
        for (let n = 0; n < 3; n++) form.requestSubmit(); return sent; }"""
    )
    assert sent == 1


def test_a_reload_loses_nothing_but_the_password(house):
    house.draw("/", FORM, reader="5")
    tab = house.open("/")
    write(tab)
    tab.reload()
    assert kept(tab) == ("水沟堵了", "")
    assert tab.get_by_text("这是您上次写到一半的，还在。").is_visible()


def test_what_was_sent_is_forgotten(house):
    house.draw("/", FORM, reader="5")
    house.draw("/send/", "<p>办好了</p>", reader="5")
    tab = house.open("/")
    write(tab)
    tab.get_by_role("button", name="派").click()
    tab.get_by_text("办好了").wait_for()
    assert kept(house.open("/")) == ("", "")


def test_what_was_refused_is_still_there(house):
    house.draw("/", FORM, reader="5")
    house.draw("/send/", "<p>没有办成</p>", reader="5", refused=True)
    tab = house.open("/")
    write(tab)
    tab.get_by_role("button", name="派").click()
    tab.get_by_text("没有办成").wait_for()
    assert kept(house.open("/")) == ("水沟堵了", "")


def test_another_person_finds_nothing(house):
    house.draw("/", FORM, reader="5")
    tab = house.open("/")
    write(tab)
    house.draw("/", FORM, reader="7")
    assert kept(house.open("/")) == ("", "")
    assert tab.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('draft:')).length") == 0


def test_what_opens_over_the_page_closes_again(house):
    house.draw("/", "<fold-away><details><summary>谁</summary><p>里面</p></details></fold-away><p>外面</p>")
    tab = house.open("/")
    tab.get_by_text("谁").click()
    tab.keyboard.press("Escape")
    assert not tab.get_by_text("里面").is_visible()
    tab.get_by_text("谁").click()
    tab.get_by_text("外面").click()
    assert not tab.get_by_text("里面").is_visible()


PIECE = """<form method="post" action="/act/" hx-post="/act/" hx-target="#here" hx-swap="outerHTML">
  <textarea name="note" aria-label="事"></textarea><button>办</button></form><p id="here">原样</p>"""


def act(house):
    tab = house.open("/")
    tab.get_by_label("事").fill("水沟堵了")
    tab.get_by_role("button", name="办").click()
    return tab


def test_a_refused_piece_leaves_the_form_and_says_why_at_the_top(house):
    house.draw("/", PIECE)
    house.answers["/act/"] = notice("谁办的谁不核查。", status=409)
    tab = act(house)
    tab.locator("#notices").get_by_text("谁办的谁不核查。").wait_for()
    assert tab.get_by_label("事").input_value() == "水沟堵了"
    assert tab.locator("#here").text_content() == "原样"


def test_a_piece_that_never_arrives_is_said_too(house):
    house.draw("/", PIECE)
    house.broken.add("/act/")
    tab = act(house)
    tab.locator("#notices").get_by_text("没存上，字还在").wait_for()
    assert tab.get_by_label("事").input_value() == "水沟堵了"
