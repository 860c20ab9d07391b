"""How tests ask what happened: whether anything changed, and who was told."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps

from linli.fence.rows import open_fence
from linli.notices.jobs import tell_waiting
from linli.notices.models import Notice, Untold
from linli.territory.models import Community


def everything() -> dict[str, Any]:
    """Return every row an action of the room may touch, of all communities."""
    open_fence(Community.objects.values_list("pk", flat=True))
    return {
        model._meta.label: sorted(map(repr, model.objects.values_list()))
        for room in ("journal", "notices", "activities", "residents")
        for model in apps.get_app_config(room).get_models()
    }


@contextmanager
def refused(refusal: type[Exception], match: str | None = None) -> Iterator[None]:
    """Expect a refusal whose sentence contains `match`, and that it changed nothing at all."""
    before = everything()
    with pytest.raises(refusal, match=match):
        yield
    assert everything() == before


def told(town) -> set[tuple[str, str]]:
    """Tell of everything that waits, as the worker would; return who was told of which verb by now."""
    tell_waiting()
    open_fence([town.guihua.pk, town.yinxing.pk])
    assert not Untold.objects.exists(), "somebody could not be told"
    return set(Notice.objects.values_list("reader__name", "event__verb"))
