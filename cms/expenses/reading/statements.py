"""An entry of a sheet as the figures of a statement, each cell typed or named as wrong."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cms.expenses.figures import ItemFigures, StatementFigures
from cms.expenses.items import AMOUNTS, COUNTS, FIELD_OF_LABEL, ITEMS, SUMS
from cms.expenses.reading.grid import shown
from cms.expenses.reading.headers import OWN, word
from cms.expenses.reading.layouts import Entry
from cms.expenses.reading.numbers import (
    YUAN,
    BadValue,
    read_amount,
    read_count,
    read_day,
    read_year,
)
from cms.expenses.reading.units import UnitNames
from sitegroup.exceptions import Problem
from sitegroup.models import Site

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
FORMULA_LIKE = ("=", "+", "-", "@")
LONGEST = {"note": 4000}
LONGEST_REASON = 2000
# What a form without places for everything may leave to the editor in the admin.
LEFT_TO_EDITOR = frozenset(
    {
        "missing_figure", "missing_reason", "missing_count", "purchase_without_vehicles",
        "abroad_without_groups",
    }
)  # fmt: skip


@dataclass
class Reading:
    """One statement as read: whose it is, its figures, and which fields the file had a place for.

    `site` and `figures` are None where they could not be told; `problems` say why.
    """

    entry: Entry
    site: Site | None = None
    figures: StatementFigures | None = None
    given: frozenset[str] = frozenset()
    problems: list[Problem] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        """Whether it may not be taken."""
        return any(problem.level == "error" for problem in self.problems)


def read_entry(entry: Entry, names: UnitNames, *, year: int | None = None) -> Reading:
    """Type every cell of an entry. `year` is what the command says where the file says nothing."""
    reading = Reading(entry, problems=list(entry.problems))
    cells = _Cells(entry, reading.problems)
    try:
        reading.site = names.first_of(entry.units)
    except BadValue as bad:
        name = "unit" if "unit" in entry.places else "uscc"
        reading.problems.append(entry.problem(bad.code, bad.message, bad.mend, name=name))
    told = _year(cells, entry, year)
    if told is None:
        return reading
    stage = _stage(cells, entry)
    reading.figures = _figures(cells, entry, told, stage)
    own = {name.removesuffix(OWN) + _current(stage) for name in entry.places if name.endswith(OWN)}
    reading.given = frozenset({*entry.places, *own})
    return reading


class _Cells:
    """The cells of an entry by field; what cannot be read is noted and blank."""

    def __init__(self, entry: Entry, problems: list[Problem]) -> None:
        self.entry, self.problems = entry, problems
        self.named = {(p.row, p.column) for p in problems if p.level == "error"}

    def read(self, name: str, reader: Callable[[Any], Any]) -> Any:
        """The typed value of a field; None where blank or wrong."""
        place = self.entry.places.get(name)
        if place and (place[0] + 1, self.entry.headings.get(name, "")) in self.named:
            return None
        try:
            return reader(self.entry.value(name))
        except BadValue as bad:
            problem = self.entry.problem(bad.code, bad.message, bad.mend, name=name)
            self.problems.append(problem)
            return None

    def text(self, name: str) -> str:
        """A text as typed, without control characters."""
        value = self.entry.value(name)
        text = "" if value is None else shown(value).strip()
        if CONTROLS.search(text):
            text = CONTROLS.sub("", text)
            self.problems.append(
                self.entry.problem(
                    "control_characters", _("有看不见的控制字符，已经去掉。"), "",
                    name=name, level="warning",
                )
            )  # fmt: skip
        if text.startswith(FORMULA_LIKE):
            self.problems.append(
                self.entry.problem(
                    "formula_like", _("以“%s”开头，按文字保留。") % text[0],
                    _("请核对是不是公式写错了。"), name=name, level="warning",
                )
            )  # fmt: skip
        longest = LONGEST.get(name, LONGEST_REASON)
        if len(text) > longest:
            self.problems.append(
                self.entry.problem(
                    "too_long", _("有%d字，太长了。") % len(text),
                    _("请缩短到%d字以内。") % longest, name=name,
                )
            )  # fmt: skip
            return ""
        return text


def _year(cells: _Cells, entry: Entry, given: int | None) -> int | None:
    said = entry.value("year")
    if said is not None:
        read: int | None = cells.read("year", read_year)
        return read
    year = entry.context.year or given
    if year is None:
        cells.problems.append(
            entry.problem(
                "no_year",
                _("看不出是哪个年度。"),
                _("请加一列“年度”，或者在标题里写年度，或者用--year指定。"),
                name="year",
            )
        )
    return year


def _stage(cells: _Cells, entry: Entry) -> str:
    said = cells.text("stage") if "stage" in entry.places else ""
    if said:
        stage = word(said)
        if stage in ("budget", "final"):
            return stage
        cells.problems.append(
            entry.problem(
                "bad_stage", _("填的是“%s”。") % said[:20], _("只能填预算或者决算。"), name="stage"
            )
        )
    if entry.context.stage:
        return entry.context.stage
    finals = [name for name in entry.places if name.endswith("_final")]
    spent = [name for name in finals if not name.endswith("_prior_final")]
    return "final" if any(entry.value(name) is not None for name in spent) else "budget"


def _scope(cells: _Cells, entry: Entry) -> str:
    said = cells.text("scope")
    if not said:
        return "department"
    scope = word(said)
    if scope in ("county", "department", "unit"):
        return scope
    cells.problems.append(
        entry.problem(
            "bad_scope",
            _("填的是“%s”。") % said[:20],
            _("只能填县本级汇总、部门或者单位。"),
            name="scope",
        )
    )
    return "department"


def _current(stage: str) -> str:
    return "final" if stage == "final" else "budget"


def _figures(cells: _Cells, entry: Entry, year: int, stage: str) -> StatementFigures:
    money = entry.context.money
    codes = [item.code for item in ITEMS]

    def amount(code: str, column: str) -> Decimal | None:
        name = f"{code}_{column}"
        if name not in entry.places and column == _current(stage):
            name = f"{code}_{OWN}"
        read: Decimal | None = cells.read(name, lambda value: read_amount(value, money))
        return read

    stated = {f"{code}_{column}": amount(code, column) for code in SUMS for column in AMOUNTS}
    approved: date | None = cells.read("approved_on", read_day)
    published: date | None = cells.read("published_on", read_day)
    return StatementFigures(
        year=year,
        stage=stage,
        scope=_scope(cells, entry),
        approved_on=approved,
        published_on=published,
        items={
            code: ItemFigures(
                budget=amount(code, "budget"),
                final=amount(code, "final"),
                prior_final=amount(code, "prior_final"),
                budget_reason=cells.text(f"{code}_budget_reason"),
                prior_reason=cells.text(f"{code}_prior_reason"),
            )
            for code in codes
        },
        counts={name: cells.read(name, read_count) for name in COUNTS},
        note=cells.text("note"),
        stated={name: value for name, value in stated.items() if value is not None},
        converted=money == YUAN,
    )


def placed(problem: Problem, entry: Entry, *, lenient: bool) -> Problem:
    """A problem of the form's checks at its cell in the file.

    `lenient` lets pass, as a warning, what a form without a place for it could not say.
    """
    name = FIELD_OF_LABEL.get(problem.column, "")
    own = f"{name.rsplit('_', 1)[0]}_{OWN}"
    if name not in entry.places and own in entry.places:
        name = own
    forgiven = lenient and name not in entry.places and problem.code in LEFT_TO_EDITOR
    at = entry.problem(
        problem.code,
        problem.message,
        _("可以导入以后在表单里补齐，补齐才能送审。") if forgiven else problem.mend,
        name=name,
        level="warning" if forgiven else problem.level,
    )
    if name in entry.places:
        return at
    return Problem(**{**at.as_dict(), "column": problem.column, "value": problem.value})
