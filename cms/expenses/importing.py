"""What an import would do: every statement of a file, checked, beside what is stored."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from statistics import median

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.expenses.checking import problems_of
from cms.expenses.checking.facts import far_apart
from cms.expenses.figures import ItemFigures, StatementFigures
from cms.expenses.items import AMOUNTS, COUNTS, FACTS, ITEMS, REASONS
from cms.expenses.models import ExpenseStatement, Stage
from cms.expenses.reading.layouts import Layout, read_layout
from cms.expenses.reading.statements import Reading, placed, read_entry
from cms.expenses.reading.totals import total_problems
from cms.expenses.reading.units import UnitNames
from cms.expenses.reading.workbook import open_sheets, refuse
from sitegroup.exceptions import ImportRefused, Problem
from sitegroup.models import Site

CREATED, CHANGED, UNCHANGED, REFUSED = "created", "changed", "unchanged", "refused"
FEWEST_FOR_MEDIAN = 5
Key = tuple[int, int, str]


@dataclass
class Planned:
    """One statement of the file: what is stored, what would be, and the outcome."""

    reading: Reading
    stored: ExpenseStatement | None = None
    figures: StatementFigures | None = None
    outcome: str = REFUSED
    problems: list[Problem] = field(default_factory=list)

    @property
    def key(self) -> Key | None:
        """Unit, year and stage, where the file tells them."""
        site, figures = self.reading.site, self.reading.figures
        return (site.pk, figures.year, figures.stage) if site and figures else None

    @property
    def unit(self) -> str:
        """The unit's name, or what the file calls it."""
        if self.reading.site:
            return self.reading.site.name
        return next(iter(self.reading.entry.units), "")


@dataclass
class ImportPlan:
    """Everything that an import would do; nothing of it is done."""

    statements: list[Planned]
    problems: list[Problem]

    @property
    def all_problems(self) -> list[Problem]:
        """The file's problems, then each statement's, in the order of the file."""
        return [*self.problems, *(p for planned in self.statements for p in planned.problems)]

    @property
    def has_errors(self) -> bool:
        """Whether anything of the file would be lost."""
        return any(problem.level == "error" for problem in self.all_problems)

    @property
    def counts(self) -> Counter[str]:
        """How many statements for each outcome."""
        none = Counter({CREATED: 0, CHANGED: 0, UNCHANGED: 0, REFUSED: 0})
        none.update(planned.outcome for planned in self.statements)
        return none


def plan_import(
    *, data: bytes, filename: str, year: int | None = None, sites: Iterable[Site] | None = None
) -> ImportPlan:
    """Read and check a file. `sites` are the units that may be imported for; all, if not given.

    Raises ImportRefused where the file as a whole cannot be taken.
    """
    found, problems = open_sheets(data, filename)
    layouts = []
    for sheet in found:
        layout = read_layout(sheet)
        if layout is not None:
            layouts.append(layout)
        elif any(not sheet.is_blank(row) for row in range(len(sheet.rows))):
            problems.append(_not_ours(sheet.name))
    if not layouts:
        raise ImportRefused([*problems, *_no_form(problems)])
    problems += [problem for layout in layouts for problem in layout.problems]
    units = _units(sites)
    statements = [
        Planned(read_entry(entry, units, year=year))
        for layout in layouts
        for entry in layout.entries
    ]
    plan = ImportPlan(statements, problems)
    _refuse_unusable(plan, layouts)
    _check(plan)
    plan.problems += [
        problem
        for layout in layouts
        for problem in total_problems(layout, [planned.reading for planned in statements])
    ]
    _refuse_unusable(plan, layouts)
    return plan


def _units(sites: Iterable[Site] | None) -> UnitNames:
    return UnitNames(Site.objects.select_related("organisation") if sites is None else sites)


def _not_ours(name: str) -> Problem:
    return Problem(
        "not_the_form", _("没有认出三公经费表，这个工作表没有导入。"),
        _("需要导入的，请按空表的表头填写。"), sheet=name, level="warning",
    )  # fmt: skip


def _no_form(problems: list[Problem]) -> list[Problem]:
    words = _("文件里没有三公经费表。") if problems else _("文件里没有内容。")
    return refuse("no_form", words, _("请下载空表，按表头填写。")).problems


def _refuse_unusable(plan: ImportPlan, layouts: list[Layout]) -> None:
    """Errors of the file as a whole, and files without any row."""
    if any(problem.level == "error" for problem in plan.problems):
        raise ImportRefused(plan.all_problems)
    if not any(layout.entries for layout in layouts):
        raise ImportRefused(
            [
                *plan.problems,
                Problem("no_rows", _("表头下面没有数。"), _("请填好以后再导入。")),
            ]
        )


def _check(plan: ImportPlan) -> None:
    stored = _stored(plan)
    _refuse_duplicates(plan)
    for planned in plan.statements:
        planned.problems = planned.reading.problems
        if planned.key and not planned.reading.refused:
            planned.stored = stored.get(planned.key)
            planned.figures = _merged(planned, stored)
    finals = {
        planned.key: planned.figures
        for planned in plan.statements
        if planned.key and planned.figures
    }
    today = timezone.localdate()
    for planned in plan.statements:
        if planned.key and planned.figures:
            _judge(planned, _previous(planned.key, finals, stored), today)
    _far_from_others(plan)


def _stored(plan: ImportPlan) -> dict[Key, ExpenseStatement]:
    """What is stored of the file's units and years, and of the years before."""
    keys = [planned.key for planned in plan.statements if planned.key]
    years = {year for _site, year, _stage in keys}
    found = ExpenseStatement.objects.with_units().select_related("latest_revision")
    found = found.filter(
        site_id__in={site for site, _year, _stage in keys},
        year__in=years | {year - 1 for year in years},
    )
    return {(row.site_id, row.year, row.stage): row for row in found}


def _refuse_duplicates(plan: ImportPlan) -> None:
    by_key: dict[Key, list[Planned]] = defaultdict(list)
    for planned in plan.statements:
        if planned.key:
            by_key[planned.key].append(planned)
    for several in by_key.values():
        for planned in several if len(several) > 1 else ():
            others = "、".join(
                _("工作表“%(sheet)s”第%(row)d行")
                % {"sheet": other.reading.entry.sheet.name, "row": other.reading.entry.row + 1}
                for other in several
                if other is not planned
            )
            planned.reading.problems.append(
                planned.reading.entry.problem(
                    "duplicate",
                    _("%(unit)s同一年度、同一阶段的表还有一份，在%(others)s。")
                    % {"unit": planned.unit, "others": others},
                    _("两份都没有导入，请只留一份。"),
                )
            )


def _merged(planned: Planned, stored: dict[Key, ExpenseStatement]) -> StatementFigures:
    """The file's figures; where the file has no place for a field, what is stored stays."""
    reading, said = planned.reading, planned.reading.figures
    site = reading.site
    if said is None or site is None:
        raise ValueError("a statement without unit and year is refused before")
    kept = latest_of(planned.stored).figures if planned.stored else None
    previous = stored.get((site.pk, said.year - 1, Stage.FINAL))

    def item(code: str) -> ItemFigures:
        values = {}
        for name in (*AMOUNTS, *REASONS):
            value = getattr(said.item(code), name)
            if f"{code}_{name}" not in reading.given and kept:
                value = getattr(kept.item(code), name)
            if f"{code}_{name}" not in reading.given and value is None and name == "prior_final":
                value = previous.figures.item(code).final if previous else None
            values[name] = value
        return ItemFigures(**values)

    facts = {
        name: getattr(kept, name)
        for name in ("scope", "approved_on", "published_on", "note")
        if kept and name not in reading.given
    }
    counts = {
        name: kept.counts.get(name) if kept and name not in reading.given else said.counts.get(name)
        for name in COUNTS
    }
    items = {one.code: item(one.code) for one in ITEMS}
    return replace(said, items=items, counts=counts, **facts)


def latest_of(statement: ExpenseStatement) -> ExpenseStatement:
    """The statement as its editor last saved it."""
    latest: ExpenseStatement = statement.get_latest_revision_as_object()
    return latest


def _previous(
    key: Key,
    in_file: dict[Key, StatementFigures],
    stored: dict[Key, ExpenseStatement],
) -> StatementFigures | None:
    before = (key[0], key[1] - 1, str(Stage.FINAL))
    if before in in_file:
        return in_file[before]
    return stored[before].figures if before in stored else None


def _judge(planned: Planned, previous: StatementFigures | None, today: date) -> None:
    figures, entry = planned.figures, planned.reading.entry
    if figures is None:
        return
    found = problems_of(figures, previous=previous, today=today)
    planned.problems += [placed(problem, entry, lenient=not entry.whole) for problem in found]
    if any(problem.level == "error" for problem in planned.problems):
        return
    if planned.stored is None:
        planned.outcome = CREATED
    else:
        same = values_of(figures) == values_of(latest_of(planned.stored).figures)
        planned.outcome = UNCHANGED if same else CHANGED


def _far_from_others(plan: ImportPlan) -> None:
    """A total out of all proportion to the file's median: most often 元 taken for 万元."""
    totals = [
        (planned, total)
        for planned in plan.statements
        if planned.figures and (total := planned.figures.amount("total", planned.figures.current))
    ]
    if len(totals) < FEWEST_FOR_MEDIAN:
        return
    middle = Decimal(median(total for _planned, total in totals))
    for planned, total in totals:
        if far_apart(total, middle):
            planned.problems.append(
                planned.reading.entry.problem(
                    "far_from_others",
                    _("合计是%(total)s万元，和其他单位（中位数%(middle).2f万元）相差100倍以上。")
                    % {"total": total, "middle": middle},
                    _("请核对单位是不是万元。"),
                    level="warning",
                )
            )


def values_of(figures: StatementFigures) -> dict[str, object]:
    """The figures as the fields of the model, without the unit."""
    values: dict[str, object] = {
        f"{item.code}_{name}": getattr(figures.item(item.code), name)
        for item in ITEMS
        for name in (*AMOUNTS, *REASONS)
    }
    values |= {name: figures.counts.get(name) for name in COUNTS}
    return values | {name: getattr(figures, name) for name in FACTS}
