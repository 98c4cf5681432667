"""How long a step may take."""

from datetime import datetime

import pytest
from django.utils import timezone

from sitegroup.models import ReviewCase
from sitegroup.review.desk.limits import deadline, is_near, limit_of

pytestmark = pytest.mark.django_db
FRIDAY = "2026-11-20 16:30"


def at(words: str) -> datetime:
    """A moment in Beijing time."""
    return timezone.make_aware(datetime.strptime(words, "%Y-%m-%d %H:%M"))


@pytest.mark.parametrize(
    ("days", "due"),
    [(0, "2026-11-20 18:00"), (1, "2026-11-23 18:00"), (3, "2026-11-25 18:00")],
)
def test_a_limit_ends_at_closing_time_of_a_working_day(days: int, due: str) -> None:
    assert deadline(at(FRIDAY), days) == at(due)


def test_what_comes_on_a_saturday_counts_from_monday() -> None:
    assert deadline(at("2026-11-21 10:00"), 1) == at("2026-11-23 18:00")
    assert deadline(at("2026-11-21 10:00"), 0) == at("2026-11-23 18:00")


@pytest.mark.parametrize(
    ("now", "state", "words"),
    [
        ("2026-11-20 17:00", "ok", "剩1个工作日"),
        ("2026-11-22 12:00", "ok", "剩1个工作日"),
        ("2026-11-23 17:59", "warn", "今天18:00前"),
        ("2026-11-23 18:01", "bad", "已超时"),
        ("2026-11-25 09:00", "bad", "已超时2个工作日"),
    ],
)
def test_what_is_left_is_said_in_words(now: str, state: str, words: str) -> None:
    case = ReviewCase(step=1, step_since=at(FRIDAY), steps=[{"limit": 1}])
    found = limit_of(case, at(now))
    assert (found.state, found.words) == (state, words)


def case_of(since: str, step: dict[str, object]) -> ReviewCase:
    """A case whose only step began then."""
    return ReviewCase(step=1, step_since=at(since), steps=[step])


@pytest.mark.parametrize(
    ("since", "step", "due"),
    [
        ("2026-09-30 16:30", {"limit_days": 1}, "2026-10-08 18:00"),
        ("2026-10-08 16:30", {"limit": 2}, "2026-10-10 18:00"),
        ("2026-09-30 16:30", {"limit": 4, "limit_unit": "hours"}, "2026-10-08 11:00"),
    ],
)
def test_holidays_do_not_count(since: str, step: dict[str, object], due: str) -> None:
    assert limit_of(case_of(since, step), at(since)).deadline == at(due)


@pytest.mark.parametrize(
    ("step", "now", "near"),
    [
        ({"limit": 2}, "2026-11-23 17:59", False),
        ({"limit": 2}, "2026-11-24 08:30", True),
        ({"limit": 4, "limit_unit": "hours"}, "2026-11-20 17:59", False),
        ({"limit": 4, "limit_unit": "hours"}, "2026-11-23 09:00", True),
        ({"limit": 2, "limit_unit": "hours"}, "2026-11-20 16:45", False),
    ],
)
def test_a_reminder_comes_on_the_last_day(step: dict[str, object], now: str, near: bool) -> None:
    assert is_near(case_of(FRIDAY, step), at(now)) is near


def test_a_deadline_in_a_year_without_notice_says_so() -> None:
    assert limit_of(case_of(FRIDAY, {"limit": 1}), at(FRIDAY)).hint == ""
    assert "2031" in limit_of(case_of("2031-03-03 09:00", {"limit": 1}), at(FRIDAY)).hint
