"""Hours of a day as people write them: 8:00-12:00 15:00-18:00; and stretches of time in the database."""

import re
from itertools import pairwise
from typing import NamedTuple

from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary
from django.db.models import F, Func
from django.utils.translation import gettext as _

DAY = 24 * 60


class WrongHours(ValueError):
    """These are no hours of a day; the message is a sentence for the person who typed them."""


class Hours(NamedTuple):
    """Minutes after midnight. `until` goes beyond 24 hours when a stretch ends on the next day."""

    since: int
    until: int


def read_hours(text: str) -> tuple[Hours, ...]:
    """Return the stretches written in `text`, in order; raise WrongHours.

    22:00-6:00 ends on the next day; 24:00-8:00 is the night after the day it is counted with.
    """
    found = []
    for part in re.split(r"[\s,，、;；]+", text.strip()):
        clock = r"(\d{1,2})(?:[:：.](\d{2}))?"
        read = re.fullmatch(rf"{clock}(?:[-–—－~～]|至|到){clock}", part)  # catalogue: data
        if not read:
            raise WrongHours(_("“{text}”没看懂，请写成 8:00-12:00 这样，几段之间空一格。").format(text=part))
        since, until = (int(read[n]) * 60 + int(read[n + 1] or 0) for n in (1, 3))
        if since > DAY or until > DAY or int(read[2] or 0) > 59 or int(read[4] or 0) > 59:
            raise WrongHours(_("“{text}”里的时间不存在，一天从 0:00 到 24:00。").format(text=part))
        found.append(Hours(since, until if until > since else until + DAY))
    found.sort()
    if any(later.since < earlier.until for earlier, later in pairwise(found)):
        raise WrongHours(_("这几段时间有重叠。"))
    return tuple(found)


def say_hours(hours: Hours) -> str:
    """Return 8:00–12:00."""
    until = hours.until if hours.until <= DAY else hours.until - DAY
    return f"{hours.since // 60}:{hours.since % 60:02}–{until // 60}:{until % 60:02}"


def stretch() -> Func:
    """Return the time from `starts_at` until just before `ends_at`, for constraints."""
    return Func(F("starts_at"), F("ends_at"), RangeBoundary(), function="tstzrange", output_field=DateTimeRangeField())
