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


@dataclass(frozen=True)
class Scope:
    """The communities and days a number is about, narrowed to one zone or channel where it is one of a table.

    Nothing that happened after `as_of` counts, and whatever had not happened by then is open. What happened is read
    from the records as they are now: an arrival added later counts from when somebody arrived.
    """

    community_ids: frozenset[int]
    window: Window
    as_of: datetime
    zone_id: int | None = None
    channel: str = ""

    def during(self, window: Window) -> "Scope":
        return replace(self, window=window)
