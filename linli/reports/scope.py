"""What a number is about: whose rows, of which days, as things stood at which moment."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from linli.worktime.arithmetic import BEIJING

EARLIEST, LATEST = date(1950, 1, 1), date(2200, 12, 31)
NO_ZONE = 0


@dataclass(frozen=True)
class Window:
    """Days in Beijing, the first and the last included."""

    from_on: date
    to_on: date

    def __post_init__(self) -> None:
        if not EARLIEST <= self.from_on <= self.to_on <= LATEST:
            raise ValueError(f"not a window: {self.from_on} to {self.to_on}")

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.from_on, time.min, BEIJING)

    @property
    def ends(self) -> datetime:
        """The first moment that is no longer in the window."""
        return datetime.combine(self.to_on + timedelta(days=1), time.min, BEIJING)


EVER = Window(EARLIEST, LATEST)


@dataclass(frozen=True)
class Scope:
    """The communities and days a number is about, narrowed to one zone or channel where it is one of a table.

    Nothing that happened after `as_of` counts, and whatever had not happened by then is open. What happened is read
    from the records as they are now: an arrival added later counts from when somebody arrived.

    `hour` is that of Beijing, `weekday` 1 is Monday. `case_ids` narrows to a few cases. `due_before` is the moment
    promises are judged late by, where that is not `as_of`.
    """

    community_ids: frozenset[int]
    window: Window
    as_of: datetime
    zone_id: int | None = None
    channel: str = ""
    category_ids: frozenset[int] = frozenset()
    urgency: str = ""
    hour: int | None = None
    weekday: int | None = None
    lane_id: int | None = None
    place: str = ""
    handler_id: int | None = None
    case_ids: tuple[int, ...] | None = None
    due_before: datetime | None = None

    @property
    def judged_at(self) -> datetime:
        return self.due_before or self.as_of

    @property
    def narrows(self) -> dict[str, object]:
        """What the scope is narrowed to, by the name it has in an address."""
        asked: dict[str, object] = {
            "zone": self.zone_id,
            "channel": self.channel or None,
            "category": self.category_ids or None,
            "urgency": self.urgency or None,
            "hour": self.hour,
            "weekday": self.weekday,
            "lane": self.lane_id,
            "place": self.place or None,
            "handler": self.handler_id,
        }
        return {name: value for name, value in asked.items() if value is not None}

    def during(self, window: Window) -> "Scope":
        return replace(self, window=window)
