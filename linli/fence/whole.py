"""One action is one transaction."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import connection, transaction

P = ParamSpec("P")
R = TypeVar("R")


def as_a_whole(act: Callable[P, R]) -> Callable[P, R]:
    """Do all of it or nothing, like `transaction.atomic`, but without a savepoint where none is needed.

    Inside a request's or a job's own transaction whatever goes wrong undoes the whole transaction anyhow; a savepoint
    would cost two statements and keep nothing. Whoever means to go on after a refusal (many rows, one after another)
    opens `transaction.atomic()` around each: then there are savepoints here too.
    """

    @wraps(act)
    def whole(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic(savepoint=any(connection.savepoint_ids)):
            return act(*args, **kwargs)

    return whole
