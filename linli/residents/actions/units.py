from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.territory.models import Community, Door
from linli.web.refusal import Refusal

from .. import events
from ..models import Unit


class UnitIsHere(Refusal):
    """A unit of this name is on the register already."""


@transaction.atomic
def enter_unit(
    community: Community,
    *,
    name: str,
    short_name: str,
    kind: Unit.Kind,
    by: User | None,
    at: datetime,
    door: Door | None = None,
    phone: str = "",
    **facts: Any,
) -> Unit:
    """Put a resident unit on the register; `facts` are further fields of Unit."""
    unit = Unit(community=community, name=name, short_name=short_name, kind=kind, door=door, phone=phone, **facts)
    with _one_of_each_name(unit):
        unit.save(force_insert=True)
    record(events.UNIT_ENTERED, unit, by=by, at=at, name=name)
    return unit


@transaction.atomic
def change_unit(unit: Unit, *, by: User, at: datetime, **facts: Any) -> Unit:
    """Write what is now known of a unit; facts not given stay."""
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    for name, value in facts.items():
        setattr(unit, name, value)
    with _one_of_each_name(unit):
        unit.save()
    record(events.UNIT_CHANGED, unit, by=by, at=at, name=unit.name)
    return unit


@contextmanager
def _one_of_each_name(unit: Unit) -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as why:
        if "one_unit_of_each_name" not in str(why):
            raise
        raise UnitIsHere(_("「{name}」已经登记过了，请到那一份里改。").format(name=unit.name), field="name") from why
