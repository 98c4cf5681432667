"""Import the yearly holiday notice (国务院办公厅关于部分节假日安排的通知) as a table."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from sitegroup import calendar
from sitegroup.exceptions import ImportRefused, Problem
from sitegroup.models import WorkingDayException

COLUMNS = {"date": "日期", "is_working": "上班", "name": "名称", "source": "依据"}
YES = {"1", "true", "yes", "是", "上班", "班", "补班"}
NO = {"0", "false", "no", "否", "放假", "休", "休息"}
DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?")
LARGEST = 1024 * 1024
FIRST_YEAR, LAST_YEAR = 2000, 2100


def import_holidays(
    path: Path, *, check: bool = False, all_or_nothing: bool = False
) -> tuple[Counter[str], list[Problem]]:
    """Keep every good row; a day that is there is changed. Raises ImportRefused."""
    days, problems = _read(_text(path))
    if problems and all_or_nothing:
        raise ImportRefused(problems)
    counts = Counter(refused=len({problem.row for problem in problems}))
    if check:
        counts["would_import"] = len(days)
    else:
        counts.update(_keep(days))
        calendar.forget()
    return +counts, problems


@transaction.atomic
def _keep(days: list[WorkingDayException]) -> Counter[str]:
    counts: Counter[str] = Counter()
    known = WorkingDayException.objects.in_bulk([d.day for d in days], field_name="day")
    for day in days:
        old = known.get(day.day)
        if old is None:
            day.save()
            counts["created"] += 1
        elif _facts(old) != _facts(day):
            day.pk = old.pk
            day.save(force_update=True)
            counts["changed"] += 1
        else:
            counts["unchanged"] += 1
    return counts


def _facts(day: WorkingDayException) -> tuple[bool, str, str]:
    return day.is_working, day.name, day.source_doc


def _text(path: Path) -> str:
    """The file's text, as UTF-8 or GB18030. Raises ImportRefused."""
    if path.stat().st_size > LARGEST:
        raise _refused("too_large", _("文件超过1 MB，不会是一份放假安排。"), _("请检查文件。"))
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _refused("encoding", _("文件编码认不出来。"), _("请另存为UTF-8编码的CSV。"))


def _refused(code: str, why: str, mend: str) -> ImportRefused:
    return ImportRefused([Problem(code, why, mend)])


def _read(text: str) -> tuple[list[WorkingDayException], list[Problem]]:
    try:
        lines = list(_records(text))
    except csv.Error as error:
        why = _("这不是完整的CSV文件：%s。") % error
        raise _refused("broken_csv", why, _("请重新另存为CSV。")) from error
    if not lines:
        raise _refused("empty", _("文件是空的。"), _("请检查文件。"))
    places = _places(lines[0][1])
    found: dict[date, WorkingDayException] = {}
    problems: list[Problem] = []
    for number, cells in lines[1:]:
        row = {name: cells[at].strip() if at < len(cells) else "" for name, at in places.items()}
        day, wrong = _day(number, row)
        if day and day.day in found:
            wrong = [_wrong(number, "date", row, _("这一天在文件里出现了两次。"), _("请留一行。"))]
        problems += wrong
        if day and not wrong:
            found[day.day] = day
    return list(found.values()), problems


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """(row as a spreadsheet counts, cells) of every record that is not blank."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    for number, cells in enumerate(reader, 1):
        if any(cell.strip() for cell in cells):
            yield number, cells


def _places(heads: list[str]) -> dict[str, int]:
    """Which cell holds which column. Raises ImportRefused naming a missing one."""
    named = {head.strip().lower(): at for at, head in enumerate(heads)}
    places = {
        name: named[head]
        for name, chinese in COLUMNS.items()
        for head in (name, chinese)
        if head in named
    }
    missing = [name for name in ("date", "is_working") if name not in places]
    if missing:
        why = _("第一行没有这些列：%s。") % "、".join(missing)
        raise _refused("columns", why, _("第一行写date,is_working,name,source。"))
    return places


def _day(number: int, row: dict[str, str]) -> tuple[WorkingDayException | None, list[Problem]]:
    problems = []
    day = _date(row["date"])
    if day is None:
        why = _("“%s”不是日期。") % row["date"]
        problems.append(_wrong(number, "date", row, why, _("请写成2027-01-01。")))
    word = row["is_working"].lower()
    if word not in YES | NO:
        why = _("“%s”看不出是上班还是放假。") % row["is_working"]
        problems.append(_wrong(number, "is_working", row, why, _("上班写1，放假写0。")))
    for name, longest in (("name", 40), ("source", 200)):
        if len(row.get(name, "")) > longest:
            why = _("超过%d个字。") % longest
            problems.append(_wrong(number, name, row, why, _("请写短些。")))
    if day is None or problems:
        return None, problems
    return WorkingDayException(
        day=day, is_working=word in YES, name=row.get("name", ""), source_doc=row.get("source", "")
    ), []


def _wrong(number: int, column: str, row: dict[str, str], why: str, mend: str) -> Problem:
    value = row.get(column, "")[:100]
    return Problem(f"bad_{column}", why, mend, row=number, column=column, value=value)


def _date(text: str) -> date | None:
    found = DATE.fullmatch(text)
    try:
        day = date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
    return day if day and FIRST_YEAR <= day.year <= LAST_YEAR else None
