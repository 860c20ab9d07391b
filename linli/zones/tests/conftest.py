"""A little town to draw borders in: 建安街 with ten doors in zone 3, 贤德北巷 with six in zone 4, all measured."""

from dataclasses import dataclass
from decimal import Decimal

import pytest

from linli.accounts.models import Duty, User
from linli.territory.models import Door, Lane, Zone
from tests.cast import LONG_AGO


@dataclass(frozen=True)
class Land:
    street: Lane
    lane: Lane
    jianan: Zone
    xiande: Zone
    keepers: list[User]

    def doors(self, lane, *numbers):
        return set(Door.objects.filter(lane=lane, number__in=numbers).values_list("pk", flat=True))


def measured(community, lane, numbers, zone, at):
    """Doors of a lane along a line from `at`, ten metres apart, odd ones ten metres north of even ones."""
    lon, lat = at
    return Door.objects.bulk_create(
        Door(
            community=community, lane=lane, number=number, zone=zone,
            lon=Decimal(f"{lon + number // 2 * 0.0001:.8f}"), lat=Decimal(f"{lat + number % 2 * 0.0001:.8f}"),
        )
        for number in numbers
    )  # fmt: skip


@pytest.fixture
def land(town):
    here = town.guihua
    xiande = Zone.objects.create(community=here, number=4, name="贤德北巷责任区", drawn_on=LONG_AGO)
    keepers = [
        User.objects.create(username=name, name=name, must_change_password=False) for name in ("tan", "lu", "mo2")
    ]
    Duty.objects.bulk_create(
        Duty(user=user, role=Duty.Role.ZONE_KEEPER, community=here, zone=xiande, is_lead=not n, from_on=LONG_AGO)
        for n, user in enumerate(keepers[:2])
    )
    lane = Lane.objects.create(community=here, name="贤德北巷", kind=Lane.Kind.LANE, aliases=["贤德北"])
    town.door.delete()
    measured(here, town.lane, range(1, 11), town.zone, (111.5500, 24.4100))
    measured(here, lane, range(1, 7), xiande, (111.5500, 24.4085))
    return Land(town.lane, lane, town.zone, xiande, keepers)
