"""What the stories are told with: places, people and the moment the town is built."""

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from linli.accounts.models import User
from linli.cases.models import Category
from linli.residents.models import Unit
from linli.territory.models import Community, Zone

DATA = Path(__file__).parent / "data"
BEIJING = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Home:
    """Where somebody lives, in words: `lane` 贤德北巷, `number` 12, `said` 贤德北巷 12 号."""

    lane: str
    number: int
    said: str


@dataclass(frozen=True)
class Resident:
    name: str
    sex: str
    phone: str
    home: Home
    calls_often: bool = False
    is_named: bool = False


@dataclass(frozen=True)
class Keeping:
    """One keeper's duty for a zone, lead first in a zone's list."""

    user: User
    from_on: date


@dataclass
class Stage:
    """One community with everybody who acts in it; filled while the town is built."""

    community: Community
    now: datetime
    origin: list[float] = field(default_factory=list)
    homes: list[Home] = field(default_factory=list)
    residents: list[Resident] = field(default_factory=list)
    users: dict[str, User] = field(default_factory=dict)
    zones: dict[int, Zone] = field(default_factory=dict)
    moved: dict[int, list[int]] = field(default_factory=dict)
    """Doors, by their keys, that came to a zone, by its number, half a year ago."""
    keepers: dict[int, list[Keeping]] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    liaisons: dict[str, User] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)

    def resident(self, name: str) -> Resident:
        return next(resident for resident in self.residents if resident.name == name)
