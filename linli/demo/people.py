"""Who works here: staff with dated duties, keepers of zones, liaison officers of units; and who may be tried out."""

import tomllib
from datetime import date, datetime, time
from typing import Any

from django.contrib.auth.hashers import make_password

from linli.accounts.actions import grant_duty
from linli.accounts.models import Duty, User
from linli.residents.actions import enter_unit
from linli.residents.models import LiaisonOfficer, Unit
from linli.territory.models import Door, Street

from .stage import BEIJING, DATA, Keeping, Stage

PASSWORD = "linli-2026"


def signs() -> list[tuple[str, str, str]]:
    """Return who can be tried out: username, password, and who that is."""
    return [(line["username"], PASSWORD, f"{line['name']}，{line['listed']}") for line in _staff() if "listed" in line]


def usernames(key: str) -> set[str]:
    """Return who has an account in one community of the town."""
    return {line["username"] for line in _staff() if line.get("community") == key}


def enrol(street: Street, stages: dict[str, Stage]) -> None:
    """Give everybody an account and their duties. One hash serves all: hashing forty times would take half a minute."""
    password = make_password(PASSWORD)
    for number, line in enumerate(_staff()):
        user = User.objects.create(
            username=line["username"],
            name=line["name"],
            password=password,
            phone=f"+861390000{number:04}",
            must_change_password=False,
            is_active=not line.get("former", False),
        )
        if line.get("street"):
            _grant(user, line["roles"], street=street)
            continue
        stage = stages[line["community"]]
        stage.users[user.username] = user
        _grant(user, line.get("roles", []), stage=stage)
        if "keeper" in line:
            _let_keep(stage, user, *line["keeper"])
        if "unit" in line:
            stage.liaisons[line["unit"]] = user


def _staff() -> list[dict[str, Any]]:
    return tomllib.loads((DATA / "people.toml").read_text(encoding="utf-8"))["person"]


def _grant(user: User, roles: list[Any], *, stage: Stage | None = None, street: Street | None = None) -> None:
    for role, from_on, *until_on in roles:
        grant_duty(
            user,
            Duty.Role(role),
            by=None,
            at=_morning(from_on),
            from_on=from_on,
            until_on=until_on[0] if until_on else None,
            community=stage.community if stage else None,
            street=street,
        )


def _let_keep(stage: Stage, user: User, number: int, is_lead: bool, from_on: date) -> None:  # noqa: FBT001 - a row of data
    zone = stage.zones[number]
    grant_duty(
        user,
        Duty.Role.ZONE_KEEPER,
        by=None,
        at=_morning(from_on),
        from_on=from_on,
        community=stage.community,
        zone=zone,
        is_lead=is_lead,
    )
    stage.keepers.setdefault(zone.pk, []).append(Keeping(user, from_on))


def enter_units(stages: dict[str, Stage]) -> None:
    """Put the resident units on the register, with their liaison officers."""
    for line in tomllib.loads((DATA / "units.toml").read_text(encoding="utf-8"))["unit"]:
        stage = stages[line["community"]]
        lane, number = line.get("door", ("", 0))
        unit = enter_unit(
            stage.community,
            name=line["name"],
            short_name=line["short_name"],
            kind=Unit.Kind(line["kind"]),
            door=Door.objects.filter(community=stage.community, lane__name=lane, number=number).first(),
            phone=line["phone"],
            by=None,
            at=_morning(line["joined_on"]),
        )
        unit.joined_on = line["joined_on"]
        unit.save(update_fields=["joined_on"])
        stage.units[unit.short_name] = unit
        if liaison := stage.liaisons.get(unit.short_name):
            since = liaison.duties.get().from_on
            LiaisonOfficer.objects.create(community=stage.community, unit=unit, user=liaison, from_on=since)


def _morning(on: date) -> datetime:
    return datetime.combine(on, time(9), BEIJING)
