"""Every page of the house as each of its readers sees it: wide and on a phone, by day and by night, 长者模式, 320 px.

A page that is not in PAGES, and is not one of those that never show anything of their own, fails the last test.
"""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, get_resolver

from .looking import looked_over
from .pages import PAGES, SHOW_NOTHING_OF_THEIR_OWN


@pytest.mark.browser
@pytest.mark.parametrize("reader", PAGES)
def test_every_page_reads_well(things, visit, reader):
    visitor = visit(things.readers.get(reader))
    if reader == "just signed in":
        visitor.open("/sign-in/login/").sign_in("mo").confirm_it_is_me()
    found = []
    for page in PAGES[reader]:
        path = page.path(things)
        visitor.open(path)
        if (visitor.path, visitor.status()) != (path, page.status):
            found.append(f"{path} answered {visitor.status()} at {visitor.path}")
        found += [f"{path}: {each}" for each in looked_over(visitor.tab)]
    assert "\n".join(found) == ""


def names(patterns, namespace: str = "") -> Iterator[str]:
    for each in patterns:
        if isinstance(each, URLPattern):
            if each.name:
                yield f"{namespace}{each.name}"
        else:
            yield from names(each.url_patterns, f"{namespace}{each.namespace}:" if each.namespace else namespace)


def test_no_page_is_forgotten():
    looked_at = {page.name for pages in PAGES.values() for page in pages}
    assert set(names(get_resolver().url_patterns)) - looked_at - SHOW_NOTHING_OF_THEIR_OWN == set()
