"""Zones: the list, one of them, a border moved by drawing or by words, boards."""

import re

from .camera import DESK, Visit
from .on_paper import sheet


def take(visit: Visit) -> None:
    secretary = visit.somebody("liao", DESK).open("/zones/").take("zones-1280", tall=800)
    secretary.page.locator("main tbody a, main li a").filter(has_text=re.compile("^(?!.*街巷)")).first.click()
    secretary.page.wait_for_url(re.compile(r"/zones/\d+/$"))
    zone = secretary.page.url
    secretary.take("zone-1280", tall=1000)
    secretary.open(f"{zone}drawing/").take("zone-drawing-1280", tall=1000)
    secretary.open(f"{zone}border/").page.locator("main textarea").first.evaluate(
        "area => { area.value = area.value.split('\\n').slice(0, -1).join('\\n') || area.value; }"
    )
    secretary.press("先看看会怎样").page.wait_for_load_state()
    secretary.take("zone-preview-1280", tall=1000)
    secretary.open(f"{zone}keepers/").take("zone-keepers-1280", tall=900)
    sheet(secretary, f"{zone}board.pdf", "zone-board-a4")
    secretary.leave()
    anybody = visit.somebody().open("/zones/boards/").take("zone-boards-1280", tall=800)
    anybody.page.locator("main li a[href^='/zones/']").first.click()
    anybody.waits_for("有事找我们").take("zone-board-1280", tall=800).leave()
