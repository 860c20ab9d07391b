"""Reference content of cases: the category tree, and the policies a community begins with. Safe to load again."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from linli.fence.rows import open_fence
from linli.territory.models import Community

from .models import Category, Policy

DATA = Path(__file__).parent / "data"
BEFORE_ALL_RECORDS = date(2000, 1, 1)


@transaction.atomic
def load_reference() -> None:
    """Bring the category tree to what the data file says; a category gone from it is put out of use, never removed."""
    lines = list(_lines(tomllib.loads((DATA / "categories.toml").read_text())["category"]))
    for order, (parent, line) in enumerate(lines):
        Category.objects.update_or_create(
            code=line["code"],
            defaults={
                "parent": Category.objects.get(code=parent) if parent else None,
                "name": line["name"],
                "name_en": line["name_en"],
                "keywords": line["keywords"],
                "urgency": line["urgency"],
                "order": order,
                "is_in_use": True,
            },
        )
    Category.objects.exclude(code__in=[line["code"] for _parent, line in lines]).update(is_in_use=False)
    communities = list(Community.objects.all())
    open_fence(community.pk for community in communities)
    for community in communities:
        begin_with_policies(community)


def _lines(categories: list[dict[str, Any]], parent: str = "") -> Any:
    for line in categories:
        yield parent, line
        yield from _lines(line.get("child", []), line["code"])


def begin_with_policies(community: Community) -> None:
    """Give a community that has no policies yet the ones everybody begins with; its own are never touched."""
    if Policy.objects.filter(community=community).exists():
        return
    lines = tomllib.loads((DATA / "policies.toml").read_text())["policy"]
    Policy.objects.bulk_create(Policy(community=community, effective_from=BEFORE_ALL_RECORDS, **line) for line in lines)
