from tests.visiting import chromium, database_beside_the_browser, town, visit  # noqa: F401 - fixtures
