"""How tests ask what happened: whether anything changed, and who was told."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps

from linli.fence.rows import open_fence
from linli.notices.jobs import tell_waiting
from linli.notices.models import Notice
from linli.territory.models import Community


def everything() -> dict[str, Any]:
    """Return every row an action of care may touch, of all communities."""
    open_fence(Community.objects.values_list("pk", flat=True))
    return {
        model._meta.label: sorted(map(repr, model.objects.values_list()))
        for room in ("care", "cases", "journal", "notices", "residents")
        for model in apps.get_app_config(room).get_models()
    }


@contextmanager
def refused(refusal: type[Exception], match: str | None = None) -> Iterator[None]:
    """Expect a refusal whose sentence contains `match`, and that it changed nothing at all."""
    before = everything()
    with pytest.raises(refusal, match=match):
        yield
    assert everything() == before


def told(town) -> list[tuple[str, str]]:
    """Tell of everything that waits, as the worker would; return who heard of what."""
    tell_waiting()
    open_fence([town.guihua.pk, town.yinxing.pk])
    heard = Notice.objects.filter(event__verb__startswith="care.").order_by("pk")
    return sorted(heard.values_list("reader__name", "event__verb"))
