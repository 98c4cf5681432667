"""How long a step may take, and how much of that is left.

A limit in working days ends at closing time of the last of them, counted from the day after the
step began; a limit in hours counts office hours from the moment that it began.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from sitegroup import calendar
from sitegroup.models import ReviewCase

HOURS = "hours"
NEAR = timedelta(hours=2)
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """剩余时限: `state` is ok, warn or bad; `icon` is a symbol of the admin.

    `hint` says what the deadline cannot be relied on for; usually nothing.
    """

    deadline: datetime
    state: str
    icon: str
    words: str
    hint: str = ""


def deadline(since: datetime, amount: int, unit: str = "days") -> datetime:
    """When a limit of so many working days or hours ends that began at `since`."""
    if unit == HOURS:
        return calendar.add_working_hours(since, amount)
    day = calendar.add_working_days(timezone.localtime(since).date(), amount)
    return calendar.at_time(day, calendar.closing_time())


def limit_and_unit(step: dict[str, Any]) -> tuple[int, str]:
    """What a step says of its limit; steps of older cases know days only."""
    amount = step.get("limit", step.get("limit_days", 1))
    return int(amount), str(step.get("limit_unit", "days"))


def deadline_of(case: ReviewCase) -> datetime:
    """When the current step must be decided."""
    return deadline(case.step_since, *limit_and_unit(case.steps[case.step - 1]))


def is_near(case: ReviewCase, now: datetime | None = None) -> bool:
    """Whether a reminder is due: on the last day, or in the last two office hours.

    Of a limit of few hours it is the second half.
    """
    now, due = timezone.localtime(now), timezone.localtime(deadline_of(case))
    amount, unit = limit_and_unit(case.steps[case.step - 1])
    if unit == HOURS:
        return calendar.working_time_between(now, due) <= min(NEAR, HOUR * amount / 2)
    return now >= calendar.at_time(due.date(), calendar.opening_time())


def days_late(case: ReviewCase, now: datetime | None = None) -> int:
    """How many working days have begun since the deadline's day; 0 while it is not over."""
    due = timezone.localtime(deadline_of(case)).date()
    return calendar.working_days_between(due, timezone.localtime(now).date())


def limit_of(case: ReviewCase, now: datetime | None = None) -> Limit:
    """The limit of the current step in words."""
    now = timezone.localtime(now)
    due = timezone.localtime(deadline_of(case))
    hint = _hint(due.year)
    if now > due:
        late = days_late(case, now)
        words = _("已超时%(days)d个工作日") % {"days": late} if late else _("已超时")
        return Limit(due, "bad", "error", words, hint)
    if now.date() == due.date():
        words = _("今天%(clock)s前") % {"clock": f"{due:%H:%M}"}
        return Limit(due, "warn", "warning", words, hint)
    left = calendar.working_days_between(now.date(), due.date())
    words = _("剩%(days)d个工作日") % {"days": left}
    return Limit(due, "ok", "circle-check", words, hint)


def _hint(year: int) -> str:
    if calendar.is_known(year):
        return ""
    return _("%(year)d年的放假安排还没有导入，暂按周一至周五计算。") % {"year": year}
