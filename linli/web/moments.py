"""Moments as people say them: 今天 10:02, 昨天 18:30, 11月3日 10:02, 2009年3月5日.

The patterns are Django date formats and go through the catalogue whole, so that another language can order them anew.
"""

from datetime import date, datetime, time, timedelta

from django.utils.dateformat import format as date_format
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext, pgettext


def say_moment(moment: datetime, now: datetime) -> str:
    """The local time of `moment` as said at `now`; the clock time is left out once the year is past."""
    return say_on(moment, _local(now).date())


def say_on(moment: datetime, today: date) -> str:
    """The same; it changes only with the day."""
    moment = _local(moment)
    clock = {"time": date_format(moment, pgettext("时间格式", "H:i"))}
    if moment.date() == today:
        return gettext("今天 %(time)s") % clock
    if moment.date() == today - timedelta(days=1):
        return gettext("昨天 %(time)s") % clock
    if moment.date() == today + timedelta(days=1):
        return gettext("明天 %(time)s") % clock
    if moment.year == today.year:
        return date_format(moment, pgettext("时间格式", "n月j日 H:i"))
    return date_format(moment, pgettext("时间格式", "Y年n月j日"))


def say_day(day: date, today: date) -> str:
    near = {-1: gettext("昨天"), 0: gettext("今天"), 1: gettext("明天")}
    if word := near.get((day - today).days):
        return word
    this_year, other_year = pgettext("时间格式", "n月j日"), pgettext("时间格式", "Y年n月j日")
    return date_format(day, this_year if day.year == today.year else other_year)


def say_span(since: datetime, until: datetime, now: datetime) -> str:
    """From when to when: in days where whole days are meant, without the day where the end is on the same."""
    since, until = _local(since), _local(until)
    today, last = _local(now).date(), (until - timedelta(minutes=1)).date()
    if since.time() == until.time() == time.min:
        days = [say_day(day, today) for day in sorted({since.date(), last})]
        return " — ".join(days)
    if since.date() == last and since.year == today.year:
        ends = "24:00" if until.date() > last else date_format(until, pgettext("时间格式", "H:i"))
        return f"{say_on(since, today)}–{ends}"
    return f"{say_on(since, today)} — {say_on(until, today)}"


def say_hours(since: datetime, until: datetime) -> str:
    """The hours alone, where the day stands beside them: 8:00–16:00, 20:00–24:00, 20:00–次日 8:00, 8:00–5 日 12:00."""
    since, until = _local(since), _local(until)
    begins = f"{since.hour}:{since.minute:02}"
    days = (until.date() - since.date()).days
    if days == 1 and (until.hour, until.minute) == (0, 0):
        return f"{begins}–24:00"
    ends = f"{until.hour}:{until.minute:02}"
    if days == 1:
        ends = gettext("次日 {time}").format(time=ends)
    elif days > 1:
        ends = gettext("{day} 日 {time}").format(day=until.day, time=ends)
    return f"{begins}–{ends}"


def say_in_full(moment: datetime) -> str:
    """For headings and printed cards: 2026年11月23日 星期一 10:04."""
    return date_format(_local(moment), pgettext("时间格式", "Y年n月j日 l H:i"))


def say_to_the_second(moment: datetime) -> str:
    return date_format(_local(moment), pgettext("时间格式", "H:i:s"))


def _local(moment: datetime) -> datetime:
    return localtime(moment) if is_aware(moment) else moment
