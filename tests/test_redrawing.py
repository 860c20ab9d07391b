"""Migrations draw fewer models than Django would; the statements they send to the database are the same."""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from linli.config.redrawing import drawing_less


def statements(*, until: str) -> list[str]:
    """What would be sent to an empty database, until this room has all its tables."""
    loader = MigrationLoader(connection, replace_migrations=False)
    plan = [each for leaf in loader.graph.leaf_nodes(until) for each in loader.graph.forwards_plan(leaf)]
    return loader.collect_sql([(loader.graph.nodes[key], False) for key in plan])


@pytest.mark.parametrize("room", ["rota", "sheets"])
def test_the_same_tables_are_made(db, room):
    usual = statements(until=room)
    with drawing_less():
        assert statements(until=room) == usual
    assert sum("CREATE TABLE" in line for line in usual) > 10
