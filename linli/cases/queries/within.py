"""A queryset as part of a plain statement: it says which rows, the statement says what is read of them."""

from typing import Any

from django.db.models import QuerySet

from ..models import Status


def within(rows: QuerySet[Any], *columns: str) -> tuple[str, list[Any]]:
    """Return the text of a subquery for these columns, and its values; EmptyResultSet when it can find nothing.

    Standings are written into the text: a kept plan uses the index of open cases only where it can read that they are.
    """
    text, values = rows.values_list(*columns).query.sql_with_params()
    first, *others = text.split("%s")
    written = [f"'{value.value}'" if isinstance(value, Status) else "%s" for value in values]
    joined = first + "".join(place + rest for place, rest in zip(written, others, strict=True))
    return joined, [value for value in values if not isinstance(value, Status)]
