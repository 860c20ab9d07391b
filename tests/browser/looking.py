"""What is wrong with a page, in every width and mode."""

from collections.abc import Iterable, Iterator

from axe_playwright_python.base import AXE_SCRIPT

from linli.web.tests.test_gallery import OVERFLOW, TINY_TEXT, TOO_SMALL
from tests.visiting import DESK, PHONE

from .pages import PAGES

# nothing is preloaded: that serves rules about sound and film, of which there is none here
AXE = """async () => (await axe.run(document, {resultTypes: ["violations"], iframes: false, preload: false})).violations
    .map((each) => `${each.id}: ${each.nodes[0].html.slice(0, 120)}`)"""
FRAME = """() => ({lang: document.documentElement.lang, title: document.title,
    headings: document.querySelectorAll("h1").length, mains: document.querySelectorAll("main").length})"""


def looked_over(tab) -> Iterator[str]:
    """What is wrong with the page in this tab, in every width and mode."""
    frame = tab.evaluate(FRAME)
    if not (frame["lang"] == "zh-Hans" and frame["title"] and frame["headings"] == frame["mains"] == 1):
        yield f"its frame is {frame}"
    tab.evaluate(AXE_SCRIPT)
    # from wide to narrow and back: a page is laid out anew for every width
    yield from _axe(tab, DESK, "light")
    for width, least in ((DESK, 0), (PHONE, 44), (320, 44)):
        yield from _fits(tab, width, least)
    tab.evaluate("document.documentElement.dataset.mode = 'elder'")
    for width in (320, PHONE):
        yield from _fits(tab, width, 60)
    yield from _axe(tab, PHONE, "dark")
    yield from _fits(tab, DESK, 60)
    yield from (f"too small to read for the elder: {each}" for each in tab.evaluate(TINY_TEXT))


def _axe(tab, width: int, scheme: str) -> list[str]:
    tab.set_viewport_size({"width": width, "height": 900})
    tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    return [f"{width} px, {scheme}: {each}" for each in tab.evaluate(AXE)]


def _fits(tab, width: int, least: int) -> Iterator[str]:
    tab.set_viewport_size({"width": width, "height": 900})
    if over := tab.evaluate(OVERFLOW):
        yield f"{width} px: {over} px too wide"
    yield from (f"{width} px: lower than {least}: {each}" for each in tab.evaluate(TOO_SMALL, least))


def read_well(readers: Iterable[str], things, visit, subtests) -> None:
    """Expect that all pages of these readers are well. Nobody changes anything, so that one town is enough for all."""
    for reader in readers:
        with subtests.test(reader=reader):
            visitor = visit(things.readers.get(reader))
            if reader == "just signed in":
                visitor.open("/sign-in/login/").sign_in("mo").confirm_it_is_me()
            found = "\n".join(_found(visitor, PAGES[reader], things))
            assert found == "", found


def _found(visitor, pages, things) -> Iterator[str]:
    for page in pages:
        path = page.path(things)
        visitor.open(path)
        if (visitor.path, visitor.status()) != (path, page.status):
            yield f"{path} answered {visitor.status()} at {visitor.path}"
        yield from (f"{path}: {each}" for each in looked_over(visitor.tab))
