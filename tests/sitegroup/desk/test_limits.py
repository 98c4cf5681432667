"""How long a step may take."""

from datetime import datetime

import pytest
from django.utils import timezone

from sitegroup.models import ReviewCase
from sitegroup.review.desk.limits import deadline, limit_of

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
