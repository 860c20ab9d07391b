from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created

STATEMENTS_KEPT = 500
"""How many statements one connection keeps prepared: more than all pages have; the library's own hundred is fewer."""


class FenceConfig(AppConfig):
    name = "linli.fence"

    def ready(self) -> None:
        from . import asking  # noqa: F401 - a lookup registers itself

        connection_created.connect(_keep_statements)


def _keep_statements(connection: Any, **_about: Any) -> None:
    connection.connection.prepared_max = STATEMENTS_KEPT
