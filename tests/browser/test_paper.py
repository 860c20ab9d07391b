"""What the office prints from the browser: a sheet goes on overleaf, and no page holds a title alone."""

import re

import pytest

pytestmark = pytest.mark.browser

PAGES = re.compile(rb"/Type ?/Page\b")


@pytest.mark.parametrize(
    ("path", "most"), [("/rota/", 1), ("/rota/month/", 2), ("/figures/", 4), ("/figures/by/hour/", 2)]
)
def test_pages_of_the_office_print_on_few_sheets(visit, town, things, path, most):
    secretary = visit(town.secretary_liao).open(path)
    secretary.tab.emulate_media(media="print")
    printed = secretary.tab.pdf(format="A4", prefer_css_page_size=True)

    assert 1 <= len(PAGES.findall(printed)) <= most
