import pytest

from .builders import a_small_party


@pytest.fixture
def party(town, at):
    return a_small_party(town, at)
