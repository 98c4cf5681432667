"""How long a step may take, and how much of that is left.

Working days are Monday to Friday: the county's calendar of holidays and moved working days is not
read yet, so a limit that spans one ends too early, never too late.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from sitegroup.models import ReviewCase

CLOSING_TIME = time(18, 0)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Limit:
    """剩余时限: `state` is ok, warn or bad; `icon` is a symbol of the admin."""

    deadline: datetime
    state: str
    icon: str
    words: str


def is_working(day: date) -> bool:
    """Whether offices are open on this day."""
    return day.weekday() < SATURDAY


def deadline(since: datetime, days: int) -> datetime:
    """Closing time of the last of so many working days after the day of `since`."""
    day = timezone.localtime(since).date()
    while days > 0 or not is_working(day):
        day += timedelta(days=1)
        days -= is_working(day)
    return timezone.make_aware(datetime.combine(day, CLOSING_TIME))


def working_days(after: date, until: date) -> int:
    """How many working days lie after one day, up to and with another."""
    span = range(1, (until - after).days + 1)
    return sum(is_working(after + timedelta(days=number)) for number in span)


def deadline_of(case: ReviewCase) -> datetime:
    """When the current step must be decided."""
    return deadline(case.step_since, int(case.current.get("limit", 1)))


def limit_of(case: ReviewCase, now: datetime | None = None) -> Limit:
    """The limit of the current step in words."""
    now = timezone.localtime(now)
    due = timezone.localtime(deadline_of(case))
    if now > due:
        late = working_days(due.date(), now.date())
        words = _("已超时%(days)d个工作日") % {"days": late} if late else _("已超时")
        return Limit(due, "bad", "error", words)
    if now.date() == due.date():
        return Limit(due, "warn", "warning", _("今天18:00前"))
    left = working_days(now.date(), due.date())
    return Limit(due, "ok", "circle-check", _("剩%(days)d个工作日") % {"days": left})
