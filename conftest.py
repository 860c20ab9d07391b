"""Plugins of all tests, and the order of their files."""

import pytest

pytest_plugins = ["tests.database", "tests.cast"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the slow files: two test processes then end at about the same time."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
