"""How tests ask what happened: whether anything changed, and who was told."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from procrastinate.contrib.django.models import ProcrastinateJob

from linli.fence.rows import open_fence
from linli.notices.jobs import tell_waiting
from linli.notices.models import Untold
from linli.territory.models import Community


def everything() -> dict[str, Any]:
    """Return every row an action of the rota may touch, the waiting jobs among them; of all communities."""
    open_fence(Community.objects.values_list("pk", flat=True))
    rows = {
        model._meta.label: sorted(map(repr, model.objects.values_list()))
        for room in ("accounts", "journal", "notices", "rota")
        for model in apps.get_app_config(room).get_models()
    }
    return rows | {"jobs": list(ProcrastinateJob.objects.order_by("pk").values_list("pk", "task_name", "args"))}


@contextmanager
def refused(refusal: type[Exception], match: str | None = None) -> Iterator[None]:
    """Expect a refusal whose sentence contains `match`, and that it changed nothing at all."""
    before = everything()
    with pytest.raises(refusal, match=match):
        yield
    assert everything() == before


def deliver(town) -> None:
    """Tell of everything that waits, as the worker would, and open the fence of both communities again."""
    tell_waiting()
    open_fence([town.guihua.pk, town.yinxing.pk])
    assert not Untold.objects.exists(), "somebody could not be told"
