"""Who is answerable where, and who is signed in."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Model, prefetch_related_objects

from linli.territory.models import Community, Street, Zone

from .models import Duty, User


def keepers_of(zone_id: int, on: date) -> list[User]:
    """Return the zone's keepers on that day, the lead first."""
    duties = Duty.objects.in_force(on).filter(zone_id=zone_id, user__is_active=True).select_related("user")
    return [duty.user for duty in duties]


def holders_of(role: str, community_id: int, on: date) -> list[User]:
    """Return who holds `role` in the community on that day, longest first."""
    duties = (
        Duty.objects.in_force(on)
        .filter(role=role, community_id=community_id, user__is_active=True)
        .select_related("user")
    )
    return [duty.user for duty in duties.order_by("from_on", "pk")]


def keys_of_holders(role: str, community_id: int, on: date) -> set[int]:
    """Return the keys of who holds `role` in the community on that day."""
    duties = Duty.objects.in_force(on).filter(role=role, community_id=community_id, user__is_active=True)
    return set(duties.values_list("user_id", flat=True))


SIGNED_IN = """SELECT {columns} FROM accounts_duty duty JOIN accounts_user person ON person.id = duty.user_id
    LEFT JOIN territory_community community ON community.id = duty.community_id
    LEFT JOIN territory_street street ON street.id = duty.street_id
    LEFT JOIN territory_zone zone ON zone.id = duty.zone_id
    WHERE duty.user_id = %s AND duty.from_on <= %s AND (duty.until_on IS NULL OR duty.until_on > %s)
    ORDER BY duty.is_lead DESC, duty.from_on, duty.id"""
PARTS: dict[str, type[Model]] = {
    "duty": Duty, "person": User, "community": Community, "street": Street, "zone": Zone,
}  # fmt: skip


def signed_in(user_id: int, on: date) -> User | None:
    """Return a person with the duties they hold on that day and their places; None who holds none.

    Every page asks this first, so its text is made once: a queryset would take ten times as long to write it. Sealed
    columns (the phone) are fetched when somebody reads them.
    """
    with connection.cursor() as cursor:
        cursor.execute(_signed_in(), [user_id, on, on])
        found: list[dict[str, Any]] = [dict(_things(row)) for row in cursor.fetchall()]
    if not found:
        return None
    user: User = found[0]["person"]
    user.duties_in_force = [_duty_of(each, user) for each in found]
    streets = [each["street"] for each in found if each["street"]]
    prefetch_related_objects(streets, "communities")
    return user


def _duty_of(found: dict[str, Any], user: User) -> Duty:
    duty: Duty = found["duty"]
    duty.user = user
    duty.community, duty.street, duty.zone = found["community"], found["street"], found["zone"]
    return duty


def _things(row: tuple[Any, ...]) -> Iterator[tuple[str, Model | None]]:
    """Cut one row of the statement into its models; a place the duty has not is None."""
    begin = 0
    for name, model in PARTS.items():
        end = begin + len(_columns(model))
        yield name, None if row[begin] is None else model.from_db("default", _columns(model), row[begin:end])
        begin = end


@cache
def _signed_in() -> str:
    columns = [f"{name}.{column}" for name, model in PARTS.items() for column in _columns(model)]
    return SIGNED_IN.format(columns=", ".join(columns))


@cache
def _columns(model: type[Model]) -> list[str]:
    """Return the columns a row is read from as they are, the key first."""
    fields = model._meta.concrete_fields  # noqa: SLF001 - documented, in spite of its name
    return [field.attname for field in fields if not hasattr(field, "from_db_value")]
