"""Every page of the house as each of its readers sees it: wide and on a phone, by day and by night, 长者模式, 320 px.

Here those who take calls and go to see; everybody else is in test_pages_of_the_office, for another test process.
A page that is not in PAGES, and is not one of those that never show anything of their own, fails the last test.
"""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, get_resolver

from .looking import read_well
from .pages import LIKE_ANOTHER, OF_THE_DESK, PAGES, SHOW_NOTHING_OF_THEIR_OWN


@pytest.mark.slow
@pytest.mark.browser
def test_every_page_reads_well(things, visit, subtests):
    read_well(OF_THE_DESK, things, visit, subtests)


def names(patterns, namespace: str = "") -> Iterator[str]:
    for each in patterns:
        if isinstance(each, URLPattern):
            if each.name:
                yield f"{namespace}{each.name}"
        else:
            yield from names(each.url_patterns, f"{namespace}{each.namespace}:" if each.namespace else namespace)


def test_no_page_is_forgotten():
    looked_at = {page.name for pages in PAGES.values() for page in pages}
    known = looked_at | LIKE_ANOTHER | SHOW_NOTHING_OF_THEIR_OWN
    assert set(names(get_resolver().url_patterns)) - known == set()
