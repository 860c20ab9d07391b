import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template

from linli.web.bundles import SOURCES, BundleFinder, script, stylesheet

ROOMS = Path(__file__).parents[2]
COMPONENTS = sorted((SOURCES / "css" / "components").glob("*.css"))
SCRIPTS = sorted((SOURCES / "js").glob("*.js"))
TEMPLATES = sorted(ROOMS.glob("*/templates/**/*.html"))


def test_every_component_is_in_the_stylesheet_once():
    css = stylesheet()

    assert "@import" not in css
    assert [each.name for each in COMPONENTS if css.count(each.read_text(encoding="utf-8")) != 1] == []
    assert css.count("{") == css.count("}")


def test_the_finder_writes_what_the_sources_say(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    finder = BundleFinder()
    file = Path(finder.find("web/app.css"))
    file.write_text("old", encoding="utf-8")

    assert Path(finder.find("web/app.css")).read_text(encoding="utf-8") == stylesheet()
    assert [path for path, _ in finder.list(None)] == ["web/app.css", "web/app.js"]
    assert finder.find("web/other.css") is None
    assert finder.find("web/app.js", find_all=True) == [str(tmp_path / "bundles" / "web" / "app.js")]


def test_an_unchanged_bundle_is_not_written_again(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    file = Path(BundleFinder().find("web/app.js"))
    before = file.stat().st_mtime_ns
    BundleFinder().find("web/app.js")

    assert file.stat().st_mtime_ns == before


def test_everything_a_page_asks_for_is_there():
    wanted = re.findall(r'{% static "([^"]+)" %}', get_template("ui/page.html").template.source)

    assert "web/app.css" in wanted
    assert [path for path in [*wanted, "web/icons.svg"] if not finders.find(path)] == []


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.name)
def test_a_script_is_small_and_stands_alone(file):
    text = file.read_text(encoding="utf-8")

    assert len(text.splitlines()) <= 100
    assert not re.search(r"^(import|export)\b", text, re.MULTILINE)
    assert text.startswith("//"), "it says what it is for"


def test_the_script_is_one_block_per_file():
    assert script().count("\n}\n") >= len(SCRIPTS)


def test_no_style_or_script_is_written_into_a_page():
    """A strict policy blocks them; data for scripts is no script."""
    bad = re.compile(
        r"""<style|\sstyle=|\son[a-z]+=["']|<script(?![^>]*(?:src=|type="application/json"))|javascript:"""
    )

    assert [
        f"{file}: {found[0]}" for file in TEMPLATES if (found := bad.search(file.read_text(encoding="utf-8")))
    ] == []


def test_every_icon_a_page_names_is_drawn():
    drawn = set(re.findall(r'id="icon-([\w-]+)"', (SOURCES / "icons.svg").read_text(encoding="utf-8")))
    tags = re.compile(r'{% icon "([\w-]+)"|icon="([\w-]+)"|{% badge \S+ "\w+" "([\w-]+)"')
    named = {next(filter(None, hit)) for file in TEMPLATES for hit in tags.findall(file.read_text(encoding="utf-8"))}

    assert named - drawn == set()
