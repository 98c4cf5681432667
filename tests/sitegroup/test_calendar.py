"""Working days, office hours, and the yearly notice."""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import Tags, run_checks
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cms.settings import env
from sitegroup import calendar
from sitegroup.models import WorkingDayException

pytestmark = pytest.mark.django_db
DAYS = st.dates(date(2010, 1, 1), date(2035, 12, 31))
HEAD = "date,is_working,name,source\n"
MADE_UP = "测试用放假安排"


@pytest.fixture(autouse=True)
def calendar_anew() -> Iterator[None]:
    calendar.forget()
    yield
    calendar.forget()


def at(words: str) -> datetime:
    """A moment in Beijing time."""
    return timezone.make_aware(datetime.strptime(words, "%Y-%m-%d %H:%M"))


def holidays(folder: Path, rows: str, *, encoding: str = "utf-8", **options: Any) -> None:
    """Import a notice."""
    file = folder / "notice.csv"
    file.write_text(HEAD + rows, encoding=encoding)
    call_command("import_holidays", str(file), **options)


@pytest.mark.parametrize("number", range(1, 8))
def test_the_national_holiday_is_free(number: int) -> None:
    assert not calendar.is_working(date(2026, 10, number))


@pytest.mark.parametrize("day", [date(2026, 9, 20), date(2026, 10, 10)])
def test_a_moved_weekend_is_worked(day: date) -> None:
    assert day.weekday() >= 5
    assert calendar.is_working(day)


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        (date(2026, 9, 30), 1, date(2026, 10, 8)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),
        (date(2026, 10, 3), 0, date(2026, 10, 8)),
        (date(2026, 9, 9), 20, date(2026, 10, 13)),
    ],
)
def test_a_period_counts_from_the_next_working_day(start: date, days: int, last: date) -> None:
    assert calendar.add_working_days(start, days) == last


def test_natural_days_know_no_holiday() -> None:
    assert calendar.add_natural_days(date(2026, 9, 20), 20) == date(2026, 10, 10)


@pytest.mark.parametrize(
    ("moment", "hours", "end"),
    [
        ("2026-11-20 09:00", 2, "2026-11-20 11:00"),
        ("2026-11-20 11:00", 2, "2026-11-20 15:30"),
        ("2026-11-20 11:00", 1, "2026-11-20 12:00"),
        ("2026-11-20 13:00", 0, "2026-11-20 14:30"),
        ("2026-11-20 17:00", 2, "2026-11-23 09:30"),
        ("2026-09-30 17:30", 1.5, "2026-10-08 09:30"),
        ("2026-10-10 06:00", 7, "2026-10-10 18:00"),
    ],
)
def test_hours_are_office_hours(moment: str, hours: float, end: str) -> None:
    assert calendar.add_working_hours(at(moment), hours) == at(end)


@pytest.mark.parametrize("count", [calendar.add_working_days, calendar.add_natural_days])
def test_a_period_is_never_negative(count: Any) -> None:
    with pytest.raises(ValueError, match="-1"):
        count(date(2026, 1, 1), -1)


@given(start=DAYS, days=st.integers(1, 60))
def test_counting_back_gives_what_was_added(start: date, days: int) -> None:
    last = calendar.add_working_days(start, days)
    assert calendar.is_working(last)
    assert calendar.working_days_between(start, last) == days
    assert calendar.working_days_between(start, last - timedelta(days=1)) == days - 1


@given(start=DAYS, one=st.integers(1, 30), two=st.integers(1, 30))
def test_periods_follow_each_other(start: date, one: int, two: int) -> None:
    middle = calendar.add_working_days(start, one)
    assert calendar.add_working_days(middle, two) == calendar.add_working_days(start, one + two)


@given(start=st.datetimes(datetime(2024, 1, 1), datetime(2029, 1, 1)), minutes=st.integers(1, 6000))
def test_office_time_is_neither_lost_nor_won(start: datetime, minutes: int) -> None:
    moment = timezone.make_aware(start)
    end = calendar.add_working_hours(moment, minutes / 60)
    assert end > moment
    spent = calendar.working_time_between(moment, end)
    assert abs(spent - timedelta(minutes=minutes)) < timedelta(milliseconds=1)


def test_a_notice_is_imported_and_overrides(tmp_path: Path) -> None:
    assert not calendar.is_known(2027)
    holidays(
        tmp_path, f"2027-01-01,0,元旦,{MADE_UP}\n2027/1/2,上班,调休,{MADE_UP}\n2026-10-10,休,,\n"
    )
    assert calendar.is_known(2027)
    worked = [calendar.is_working(date(2027, 1, day)) for day in (1, 2, 3, 4)]
    assert worked == [False, True, False, True]
    assert not calendar.is_working(date(2026, 10, 10))


def test_a_notice_may_be_imported_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    holidays(tmp_path, "2027-01-01,0,元旦,\n2027-01-02,0,元旦,\n")
    holidays(tmp_path, "2027-01-01,0,元旦,\n2027-01-02,1,调休,\n", json=True)
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert last == {"counts": {"unchanged": 1, "changed": 1}}
    assert WorkingDayException.objects.get(day=date(2027, 1, 2)).is_working


def test_a_notice_in_gb18030_is_read(tmp_path: Path) -> None:
    holidays(tmp_path, "2027年1月1日,放假,元旦,\n", encoding="gb18030")
    assert WorkingDayException.objects.get().name == "元旦"


BAD = "2027-02-30,0,,\n2027-01-01,也许,,\n2027-01-02,0,,\n2027-01-02,1,,\n2027-01-03,0," + "长" * 41


def test_a_bad_row_is_named_and_the_rest_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        holidays(tmp_path, BAD)
    said = capsys.readouterr().err
    for place in ("第2行“date”", "第3行“is_working”", "第5行“date”", "第6行“name”"):
        assert place in said
    assert list(WorkingDayException.objects.values_list("day", flat=True)) == [date(2027, 1, 2)]


@pytest.mark.parametrize("options", [{"all_or_nothing": True}, {"check": True}])
def test_nothing_is_written_where_nothing_may_be(tmp_path: Path, options: dict[str, bool]) -> None:
    with pytest.raises((CommandError, SystemExit)):
        holidays(tmp_path, BAD, **options)
    assert not WorkingDayException.objects.exists()


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", 'date,is_working\n"2027', "date\n2027-01-01\n"])
def test_what_is_no_notice_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "notice.csv"
    file.write_text(text)
    with pytest.raises(CommandError):
        call_command("import_holidays", str(file))


def test_a_year_without_its_notice_is_warned_of(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = at("2027-03-01 09:00")
    monkeypatch.setattr(timezone, "now", lambda: moment)
    found = run_checks(tags=[Tags.database], databases=["default"])
    assert [message.id for message in found] == ["sitegroup.W010"]
    WorkingDayException.objects.create(day=date(2027, 1, 1), is_working=False)
    calendar.forget()
    assert run_checks(tags=[Tags.database], databases=["default"]) == []


def test_many_deadlines_cost_one_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        for days in range(50):
            calendar.add_working_days(date(2026, 9, 1), days)


@pytest.mark.parametrize("value", ["8-12", "08:30-12:00,11:00-18:00", "18:00-09:00", "x", "08:30"])
def test_office_hours_out_of_order_are_refused(monkeypatch: Any, value: str) -> None:
    monkeypatch.setenv("OFFICE_HOURS", value)
    with pytest.raises(env.ImproperlyConfigured, match="OFFICE_HOURS"):
        env.hours("OFFICE_HOURS", "08:30-12:00")
