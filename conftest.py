"""Plugins of all tests, and which of their files come, in which order."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from linli.config.assets import compile_catalogues

pytest_plugins = ["tests.database", "tests.cast"]
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")  # a busy machine makes no rule wrong


def pytest_configure() -> None:
    """A test that reads English, or our words for a wrong field, may be the first of a fresh checkout."""
    compile_catalogues()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Where only journeys are asked for, import no file that has none: that takes longer than several journeys."""
    if config.option.markexpr == "browser" and collection_path.match("test_*.py"):
        return "mark.browser" not in collection_path.read_text(encoding="utf-8") or None
    return None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the slow files: two test processes then end at about the same time."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """A page asked for in English leaves its language behind in the process; the next test begins in its own."""
    from django.utils import translation

    yield
    translation.deactivate()
