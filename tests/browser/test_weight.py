"""What the first page costs somebody on a slow line, served as in production: `linli serve` with collected files."""

import pytest

from tests.serving import served, var  # noqa: F401 - fixtures
from tests.visiting import DESK, PHONE, Visitor, session_of

pytestmark = pytest.mark.browser

MOST_BYTES, MOST_REQUESTS, MOST_BYTES_LATER = 150_000, 12, 30_000


def cost_of(visitor: Visitor, path: str) -> tuple[int, int]:
    """Return requests and bytes of opening a page, as they came over the line."""
    wire = visitor.context.new_cdp_session(visitor.tab)
    wire.send("Network.enable")
    sizes: list[int] = []
    wire.on("Network.loadingFinished", lambda each: sizes.append(int(each["encodedDataLength"])))
    visitor.tab.goto(path, wait_until="networkidle")
    wire.detach()
    return len(sizes), sum(sizes)


def test_first_pages_are_light_and_later_ones_cost_almost_nothing(town, things, served, chromium):  # noqa: F811
    visits = [
        (None, PHONE, "/", "/progress/"),
        (None, PHONE, f"/progress/{things.code[0]}/", "/progress/"),
        (town.keeper_wei, PHONE, "/tasks/", "/cases/new/"),
        (town.operator_lin, DESK, "/desk/", "/cases/"),
        (town.secretary_liao, DESK, "/figures/", "/notices/"),
        (None, DESK, "/sign-in/login/", "/web/ease/"),
    ]
    found = {}
    for user, width, first, second in visits:
        visitor = Visitor(chromium, served, width, scripts=True, session=session_of(user) if user else "")
        requests, size = cost_of(visitor, first)
        _from_cache_mostly, later = cost_of(visitor, second)
        assert visitor.trouble == []
        visitor.context.close()
        found[first] = requests <= MOST_REQUESTS, size <= MOST_BYTES, later <= MOST_BYTES_LATER
    assert found == dict.fromkeys(found, (True, True, True))
