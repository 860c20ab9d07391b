"""The whole house in English: no Chinese is left but names, places and what people wrote; and it fits a small phone."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client

import linli
from linli.accounts.models import User
from linli.care.models import Support
from linli.cases.queries.replies import VARIABLES
from linli.fence.rows import open_sealed
from linli.web.tests.test_gallery import OVERFLOW
from tests.visiting import PHONE, inside

from .pages import PAGES

CHINESE = re.compile(r"[\u4e00-\u9fff]+")
ROOMS = Path(linli.__file__).parent
IN_ANOTHER_LANGUAGE = re.compile(r'<p[^>]* lang="zh-Hans"[^>]*>.*?</p>', re.DOTALL)  # what a resident will read
OF_ITS_OWN = ("简体中文", "三月初五")  # a language is named in itself, and a lunar day is typed in Chinese
NARROW = {
    "operator": ["cases:desk", "cases:list", "cases:intake", "cases:receipt", "cases:callback"],
    "keeper": ["cases:tasks", "cases:handover", "cases:resolution", "cases:extension"],
    "secretary": ["reports:figures", "reports:rows", "cases:decision"],
    "nobody": ["cases:home", "cases:progress_of", "account_login"],
}


def written_by_people(town) -> str:
    """Return everything in the tables, and in the content that comes with the house, that has Chinese in it."""
    words = [*OF_ITS_OWN, *VARIABLES, *(each.read_text() for each in ROOMS.glob("*/data/*.toml"))]
    with inside(town):
        for model in apps.get_models():
            if model._meta.app_label in {"procrastinate", "sessions"}:
                continue
            for row in model.objects.values_list():
                words += [value for value in map(str, row) if CHINESE.search(value)]
        for user in User.objects.all():  # what is behind the third wall is shown to the few it names
            open_sealed(user.pk)
            words += Support.objects.values_list("name", flat=True)
    return "\n".join(words)


def test_no_chinese_is_left_but_what_people_wrote(town, things, subtests):
    written = written_by_people(town)
    for reader, pages in PAGES.items():
        client = Client(headers={"accept-language": "en"})
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        client.force_login(things.readers.get(reader, town.worker_mo)) if reader != "nobody" else None
        left = {}
        for page in pages:
            answer = client.get(page.path(things))
            assert answer.headers["Content-Language"] == "en"
            text = IN_ANOTHER_LANGUAGE.sub("", html.unescape(answer.content.decode()))
            if answer.status_code != 302:
                assert '<html lang="en"' in text
            if found := {word for word in CHINESE.findall(text) if word not in written}:
                left[page.path(things)] = found
        with subtests.test(reader=reader):
            assert left == {}


@pytest.mark.browser
def test_it_fits_a_small_phone(town, things, visit, subtests):
    for reader, names in NARROW.items():
        visitor = visit(things.readers.get(reader), width=PHONE).open("/web/ease/")
        visitor.tab.get_by_role("button", name="English").click()
        with subtests.test(reader=reader):
            assert "\n".join(too_wide(visitor, [page for page in PAGES[reader] if page.name in names], things)) == ""


def too_wide(visitor, pages, things) -> Iterator[str]:
    for page in pages:
        tab = visitor.open(page.path(things)).tab
        assert tab.evaluate("document.documentElement.lang") == "en"
        for mode in ("", "elder"):
            tab.evaluate("(mode) => document.documentElement.dataset.mode = mode", mode)
            for width in (320, PHONE, 1280):
                tab.set_viewport_size({"width": width, "height": 900})
                if over := tab.evaluate(OVERFLOW):
                    yield f"{visitor.path} {mode} {width} px: {over} px too wide"
