"""Hot statements in plain SQL: a connection soon keeps their plans (config.database), and then only carries them out.

A statement that looks into a dozen tables costs the database ten times as much to plan as to answer. Row security
stays as it is: the fence is a setting of the transaction, looked at whenever the plan runs. Name columns, never `*`:
a plan outlives a new column, but not a changed row.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import BigAutoField, Lookup

if TYPE_CHECKING:
    Comparison = Lookup[Any]
else:
    Comparison = Lookup

Row = tuple[Any, ...]


def ask(statement: str, values: Mapping[str, Any] | Sequence[Any] = ()) -> list[Row]:
    """Return the rows of `statement`, a constant whose `values` are the only thing that changes.

    JSON columns come as what they hold, their moments as ISO text.
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


@contextmanager
def planned_afresh() -> Iterator[None]:
    """Let every statement within be planned for the values it has; inside a transaction.

    For work of thousands of rows, under which tables grow: a plan kept from when a table was small would read all of it
    for each row. It ends before the commit, which looks up each foreign key by a plan that is best kept.
    """
    ask("SELECT set_config('plan_cache_mode', 'force_custom_plan', true)")
    yield
    ask("SELECT set_config('plan_cache_mode', 'auto', true)")


@BigAutoField.register_lookup
class Among(Comparison):
    """`pk__among=keys`: as `pk__in`, with one array for all keys.

    `__in` sends a value for each key, and the database takes 65,535 values at most.
    """

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, values = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s::bigint[])", (*values, list(self.rhs))
