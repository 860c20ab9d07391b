import pytest

from tests.visiting import chromium, database_beside_the_browser, town, visit  # noqa: F401 - fixtures

from .at_work import read_by


@pytest.fixture
def things(town):  # noqa: F811
    """What pages can be about, and who reads them."""
    return read_by(town)
