"""工作日历: which days offices work, and what a limit in days or hours comes to.

Of three sources the first that knows the day decides: what was imported (`import_holidays`), the
yearly notices of the State Council's office up to the year that the package chinese_calendar
knows, Monday to Friday. Where only the last is left, `is_known` says so.

A period counts from the day after the one that starts it; a period in hours counts office hours.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import chinese_calendar
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from sitegroup.models.calendar import WorkingDayException

SATURDAY = 5
ONE_DAY = timedelta(days=1)
KEPT = "sitegroup.calendar"
KEPT_SECONDS = 60  # how late another process without a shared cache learns of an import
FIRST_KNOWN = min(chinese_calendar.constants.holidays).year
LAST_KNOWN = max(chinese_calendar.constants.holidays).year


def exceptions() -> dict[date, bool]:
    """The imported days: whether offices work. One query a minute at most."""
    found: dict[date, bool] | None = cache.get(KEPT)
    if found is None:
        found = dict(WorkingDayException.objects.values_list("day", "is_working"))
        cache.set(KEPT, found, KEPT_SECONDS)
    return found


def forget() -> None:
    """Read the imported days anew; call it after changing them."""
    cache.delete(KEPT)


def is_known(year: int) -> bool:
    """Whether this year's holidays are known; without them, only weekends are free."""
    return FIRST_KNOWN <= year <= LAST_KNOWN or any(day.year == year for day in exceptions())


def is_working(day: date) -> bool:
    """Whether offices work on this day."""
    return _works(day, exceptions())


def _works(day: date, imported: dict[date, bool]) -> bool:
    if day in imported:
        return imported[day]
    if FIRST_KNOWN <= day.year <= LAST_KNOWN:
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < SATURDAY


def add_working_days(start: date, days: int) -> date:
    """The last of so many working days after `start`; for none, `start` or the next one.

    Raises ValueError for a negative number.
    """
    if days < 0:
        raise ValueError(f"a period has no {days} working days")
    imported, day = exceptions(), start
    while days > 0 or not _works(day, imported):
        day += ONE_DAY
        days -= _works(day, imported)
    return day


def add_natural_days(start: date, days: int) -> date:
    """The last of so many days of the calendar after `start`. Raises ValueError if negative."""
    if days < 0:
        raise ValueError(f"a period has no {days} days")
    return start + timedelta(days=days)


def working_days_between(after: date, until: date) -> int:
    """How many working days lie after one day, up to and with another; 0 if it is no later."""
    imported = exceptions()
    span = range(1, (until - after).days + 1)
    return sum(_works(after + timedelta(days=number), imported) for number in span)


def opening_time() -> time:
    """When offices open."""
    opening: time = settings.OFFICE_HOURS[0][0]
    return opening


def closing_time() -> time:
    """When offices close."""
    closing: time = settings.OFFICE_HOURS[-1][1]
    return closing


def at_time(day: date, clock: time) -> datetime:
    """A moment where the county is."""
    return timezone.make_aware(datetime.combine(day, clock))


def add_working_hours(moment: datetime, hours: float) -> datetime:
    """When so many office hours have passed since `moment`. Raises ValueError if negative.

    What comes outside of office hours counts from the next opening.
    """
    if hours < 0:
        raise ValueError(f"a period has no {hours} working hours")
    left = timedelta(hours=hours)
    for start, end in _office_time(timezone.localtime(moment).date()):
        begin = max(start, moment)
        if begin < end and left <= end - begin:
            return timezone.localtime(begin + left)
        left -= max(end - begin, timedelta())
    raise AssertionError("office time never ends")


def working_time_between(start: datetime, end: datetime) -> timedelta:
    """How much office time lies between two moments; none if the second is no later."""
    total = timedelta()
    for opened, closed in _office_time(timezone.localtime(start).date()):
        if opened >= end:
            break
        total += max(min(closed, end) - max(opened, start), timedelta())
    return total


def _office_time(day: date) -> Iterator[tuple[datetime, datetime]]:
    """The spans in which offices are open, from this day on, without end."""
    imported = exceptions()
    while True:
        if _works(day, imported):
            for opening, closing in settings.OFFICE_HOURS:
                yield at_time(day, opening), at_time(day, closing)
        day += ONE_DAY
