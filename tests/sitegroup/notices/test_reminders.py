"""What time brings: reminders before a limit, and what follows it."""

from collections.abc import Callable

import pytest

from sitegroup.models import Notice, ReviewCase, Role
from sitegroup.notices.reminders import remind
from sitegroup.review.services import submit
from tests.factories import agree, article, user
from tests.sitegroup.conftest import County
from tests.sitegroup.notices.conftest import told

pytestmark = pytest.mark.django_db
Clock = Callable[[str], None]


def opened(people: County, clock: Clock, moment: str) -> ReviewCase:
    """A case submitted then, with a limit of one working day."""
    clock(moment)
    made = submit(subject=article(people.site, by=people.author), by=people.author)
    made.refresh_from_db()
    return made


def test_a_reminder_comes_once_on_the_last_day(people: County, clock: Clock) -> None:
    opened(people, clock, "2026-11-20 16:30")
    assert remind() == 0
    clock("2026-11-23 08:31")
    assert remind() == 2  # at the desk and by mail
    clock("2026-11-23 15:00")
    assert remind() == 0
    assert told("reminder") == ["jyj-reviewer"]


def test_holidays_remind_nobody(people: County, clock: Clock) -> None:
    opened(people, clock, "2026-09-30 16:30")
    for day in range(1, 8):
        clock(f"2026-10-{day:02} 10:00")
        assert remind() == 0
    clock("2026-10-08 10:00")
    assert remind() == 2


def test_lateness_rises_step_by_step(people: County, clock: Clock) -> None:
    opened(people, clock, "2026-09-29 16:30")
    clock("2026-09-30 18:01")
    remind()
    assert (told("overdue"), told("escalation")) == (["jyj-reviewer"], [])
    clock("2026-10-07 18:01")
    assert remind() == 0
    clock("2026-10-08 09:00")
    remind()
    assert told("escalation") == ["chief"]
    clock("2026-10-09 09:00")
    remind()
    assert told("escalation") == ["chief", "county-chief"]
    clock("2026-10-20 09:00")
    assert remind() == 0


def test_a_unit_without_administrator_is_the_countys_concern(people: County, clock: Clock) -> None:
    people.site.memberships.filter(role=Role.SITE_ADMINISTRATOR).delete()
    opened(people, clock, "2026-11-20 16:30")
    clock("2026-11-24 09:00")
    remind()
    assert told("escalation") == ["county-chief"]


def test_a_colleague_who_joins_later_is_told_too(people: County, clock: Clock) -> None:
    opened(people, clock, "2026-11-20 16:30")
    clock("2026-11-23 09:00")
    remind()
    user("new", people.site, Role.DEPARTMENT_REVIEWER)
    remind()
    assert told("reminder") == ["jyj-reviewer", "new"]


def test_each_step_has_its_own_reminder(people: County, clock: Clock) -> None:
    case = opened(people, clock, "2026-11-20 16:30")
    clock("2026-11-23 09:00")
    remind()
    agree(case, people.deciders[0])
    assert remind() == 0
    clock("2026-11-24 09:00")
    remind()
    assert told("reminder") == ["jyj-reviewer", "jyj-secrecy"]


def test_a_closed_case_reminds_nobody(people: County, clock: Clock) -> None:
    case = opened(people, clock, "2026-11-20 16:30")
    ReviewCase.objects.filter(pk=case.pk).update(state="returned")
    clock("2026-12-20 09:00")
    assert remind() == 0
    assert not Notice.objects.filter(kind__in=["reminder", "overdue", "escalation"]).exists()
