"""Every page as those read it who do not sit at the desk: the secretary, the street, residents, whoever signs in."""

import pytest

from .looking import read_well
from .pages import OF_THE_DESK, PAGES

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_every_page_reads_well(things, visit, subtests):
    read_well([reader for reader in PAGES if reader not in OF_THE_DESK], things, visit, subtests)
