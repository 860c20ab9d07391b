"""The same tables in a tenth of the time: after a change that only adds, one model is drawn anew, not the whole house.

Before and after every operation Django holds all models as classes, and draws anew whatever is related to the model an
operation touched. Where everything belongs to a community and was entered by somebody, that is everything: it took nine
tenths of the time of a first start. An operation that only adds (a table, a column, an index, a rule) asks of other
classes no more than the names of their tables and keys, and these stay. So in a migration that only adds, the model
itself is drawn anew, and the state says of itself that it is delayed, which Django knows; before a migration that does
anything else, or runs Python, all of it is drawn. `tests/test_redrawing.py` compares the statements of both ways.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.db.migrations import Migration, operations
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState

ADDING = (
    operations.CreateModel, operations.AddField, operations.AddIndex, operations.AddConstraint,
    operations.RemoveIndex, operations.RemoveConstraint, operations.RunSQL,
)  # fmt: skip
CHANGES = ("add_model", "add_field", "alter_field", "add_index", "remove_index", "add_constraint", "remove_constraint")


@contextmanager
def drawing_less() -> Iterator[None]:
    """Let migrations be applied so within the block."""
    apply = Migration.apply

    def applied(migration: Migration, state: ProjectState, *more: Any, **rest: Any) -> ProjectState:
        if all(_only_adds(each) for each in migration.operations):
            with _one_model_at_a_time():
                return apply(migration, state, *more, **rest)
        state.clear_delayed_apps_cache()
        _drawn_once_for_before_and_after = state.apps
        return apply(migration, state, *more, **rest)

    with _in_place_of(Migration, {"apply": applied}):
        yield


def _only_adds(operation: Operation) -> bool:
    """Whether no other model could tell that it was run: what another points to is a unique column."""
    if isinstance(operation, operations.AlterField):
        return not (operation.field.is_relation or operation.field.unique)
    return isinstance(operation, ADDING)


def _one_model_at_a_time() -> Any:
    return _in_place_of(ProjectState, {name: _drawing_itself(getattr(ProjectState, name)) for name in CHANGES})


def _drawing_itself(change: Callable[..., None]) -> Callable[..., None]:
    @wraps(change)
    def changed(state: ProjectState, what: Any, *more: Any, **rest: Any) -> None:
        apps = state.__dict__.pop("apps", None)  # a state that holds no classes draws none
        change(state, what, *more, **rest)
        if apps is not None:
            key = (what.app_label, what.name_lower) if isinstance(what, ModelState) else (what, more[0])
            apps.unregister_model(*key)
            apps.render_multiple([state.models[key]])
            state.apps, state.is_delayed = apps, True

    return changed


@contextmanager
def _in_place_of(owner: type, methods: dict[str, Callable[..., Any]]) -> Iterator[None]:
    usual = {name: getattr(owner, name) for name in methods}
    for name, method in methods.items():
        setattr(owner, name, method)
    try:
        yield
    finally:
        for name, method in usual.items():
            setattr(owner, name, method)
