from datetime import datetime

from django.db import transaction

from linli.accounts.models import User
from linli.journal.record import record
from linli.territory.models import Community, Door

from .. import events
from ..models import Unit


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
) -> Unit:
    """Put a resident unit on the register."""
    unit = Unit.objects.create(community=community, name=name, short_name=short_name, kind=kind, door=door, phone=phone)
    record(events.UNIT_ENTERED, unit, by=by, at=at, name=name)
    return unit
