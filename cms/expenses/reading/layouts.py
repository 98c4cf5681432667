"""The layouts of the form: one row a unit, one unit a sheet (公开07表), items down the page."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cms.expenses.items import AMOUNTS, COUNTS, REASONS
from cms.expenses.reading.grid import Sheet, Value, address, shown
from cms.expenses.reading.headers import columns_of, normal, synonyms
from cms.expenses.reading.heads import Context, Head, find_head, read_context
from sitegroup.exceptions import Problem

TOTAL_WORDS = frozenset(
    {"合计", "总计", "全县合计", "小计", "汇总", "全县", "本级合计", "县本级合计"}
)
FOOTERS = (
    "注",
    "备注",
    "说明",
    "填表",
    "制表",
    "审核",
    "联系",
    "单位负责人",
    "负责人",
    "栏次",
    "行次",
)
FEWEST_ITEMS = 3
FEWEST_AMOUNTS = 4
Place = tuple[int, int]


@dataclass
class Entry:
    """One statement as it stands in a sheet: where each field is, and its column's heading.

    `units` are the words that may name the unit, best first; `whole` forms must have all,
    the others (公开07表) leave what they have no place for to the admin.
    """

    sheet: Sheet
    row: int
    places: dict[str, Place]
    headings: dict[str, str]
    units: tuple[str, ...]
    context: Context
    whole: bool
    problems: list[Problem] = field(default_factory=list)

    def value(self, name: str) -> Value:
        """What the file has for a field."""
        place = self.places.get(name)
        return self.sheet.value(*place) if place else None

    def problem(
        self, code: str, message: str, mend: str, *, name: str = "", level: str = "error"
    ) -> Problem:
        """A problem at the field's cell, or at the statement's row."""
        place = self.places.get(name)
        value = self.sheet.value(*place) if place else None
        return Problem(
            code,
            message,
            mend,
            sheet=self.sheet.name,
            row=(place[0] if place else self.row) + 1,
            column=self.headings.get(name, ""),
            cell=address(*place) if place else "",
            value="" if value is None else shown(value)[:200],
            level=level,
        )


@dataclass
class Layout:
    """What was found in a sheet: statements, total rows only to be compared, and problems."""

    entries: list[Entry]
    totals: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_layout(sheet: Sheet) -> Layout | None:
    """The statements of a sheet; None where it is no form of ours."""
    down = _items_down(sheet)
    if down is not None:
        return down
    head = find_head(sheet)
    if head is None:
        return None
    context = read_context(sheet, head.bottom)
    if {"unit", "uscc"} & head.fields:
        return _rows_of_units(sheet, head, context)
    amounts = [name for name in head.fields if name.endswith((*AMOUNTS, "current"))]
    return _one_unit(sheet, head, context) if len(amounts) >= FEWEST_AMOUNTS else None


def _rows_of_units(sheet: Sheet, head: Head, context: Context) -> Layout:
    layout = Layout([], problems=[*head.problems, *context.problems])
    for row in range(head.bottom + 1, len(sheet.rows)):
        places = {name: (row, column) for column, name in head.columns.items()}
        units = tuple(
            text for name in ("uscc", "unit") if name in places
            if (text := sheet.text(*places[name]).strip())
        )  # fmt: skip
        if sheet.is_blank(row) or _is_furniture(sheet, row, places, units):
            continue
        entry = Entry(sheet, row, places, _headings(head), units, context, whole=True)
        entry.problems = [*_cell_problems(entry), *_row_problems(entry)]
        is_total = bool(units) and normal(units[-1]) in TOTAL_WORDS
        (layout.totals if is_total else layout.entries).append(entry)
    return layout


def _is_furniture(sheet: Sheet, row: int, places: dict[str, Place], units: tuple[str, ...]) -> bool:
    """Notes, signatures, the numbering of columns: rows that are no data."""
    if units and normal(units[-1]).startswith(FOOTERS):
        return True
    numbers = [sheet.text(row, column) for column in range(sheet.width)]
    numbers = [text for text in numbers if text]
    if numbers == [str(number) for number in range(1, len(numbers) + 1)]:
        return True
    filled = [name for name, place in places.items() if sheet.value(*place) is not None]
    unseen = any(place in sheet.unseen for place in places.values())
    return not units and not unseen and not [name for name in filled if _is_data(name)]


def _is_data(name: str) -> bool:
    return name in COUNTS or name.endswith((*AMOUNTS, *REASONS, "current"))


def _headings(head: Head) -> dict[str, str]:
    return {name: head.headings[column] for column, name in head.columns.items()}


def _one_unit(sheet: Sheet, head: Head, context: Context) -> Layout:
    for row in range(head.bottom + 1, len(sheet.rows)):
        places = {name: (row, column) for column, name in head.columns.items()}
        if sheet.is_blank(row) or _is_furniture(sheet, row, places, ()):
            continue
        entry = Entry(sheet, row, places, _headings(head), context.units, context, whole=False)
        entry.problems = [*_cell_problems(entry), *_row_problems(entry)]
        return Layout([entry], problems=[*head.problems, *context.problems])
    problem = Problem("no_rows", _("表头下面没有数。"), _("请填好以后再导入。"), sheet=sheet.name)
    return Layout([], problems=[problem])


def _items_down(sheet: Sheet) -> Layout | None:
    """项目 | 预算数 | 决算数 | 上年决算数 | 原因, an item a row."""
    found = max(
        (_items_in(sheet, column) for column in range(min(sheet.width, 4))),
        key=len, default={},
    )  # fmt: skip
    items = {name: row for name, row in found.items() if name in synonyms().items.values()}
    if len(items) < FEWEST_ITEMS:
        return None
    top = min(items.values()) - 1
    columns = _columns_above(sheet, top)
    if not columns:
        return None
    context = read_context(sheet, top)
    places: dict[str, Place] = {}
    headings: dict[str, str] = {}
    for name, row in found.items():
        if name in items:
            for column, kind in columns.items():
                places[f"{name}_{kind}"] = (row, column)
                headings[f"{name}_{kind}"] = f"{_label(sheet, row)}{_label(sheet, top, column)}"
        else:
            places[name] = (row, min(columns))
            headings[name] = _label(sheet, row)
    first = min(items.values())
    entry = Entry(sheet, first, places, headings, context.units, context, whole=False)
    entry.problems = [*_cell_problems(entry), *_row_problems(entry)]
    return Layout([entry], problems=list(context.problems))


def _items_in(sheet: Sheet, column: int) -> dict[str, int]:
    known = synonyms()
    found: dict[str, int] = {}
    for row in range(len(sheet.rows)):
        words = normal(sheet.text(row, column))
        name = known.items.get(words) or known.fields.get(words, "")
        if name in known.items.values() or name in COUNTS or name == "note":
            found.setdefault(name, row)
    return found


def _columns_above(sheet: Sheet, bottom: int) -> dict[int, str]:
    for row in range(bottom, -1, -1):
        headings = {c: sheet.merged_text(row, c) for c in range(sheet.width)}
        found = columns_of({c: words for c, words in headings.items() if words})
        if found:
            return found
    return {}


def _label(sheet: Sheet, row: int, column: int | None = None) -> str:
    if column is not None:
        return sheet.merged_text(row, column)
    return next((t for c in range(sheet.width) if (t := sheet.text(row, c))), "")


def _cell_problems(entry: Entry) -> Iterator[Problem]:
    for name, place in entry.places.items():
        if place in entry.sheet.unseen:
            yield entry.problem(
                "formula_without_result",
                _("这里是公式，文件里没有存下计算结果，或者结果是错误值。"),
                _("请用Excel或WPS打开，重新计算后保存；或者选中后“粘贴为数值”。"),
                name=name,
            )
        span = entry.sheet.span_at(*place)
        if span:
            yield entry.problem(
                "merged_cell",
                _("%s是合并单元格，看不出每一格各是多少。")
                % f"{address(span.top, span.left)}:{address(span.bottom, span.right)}",
                _("请取消合并，每一格分别填写。"),
                name=name,
            )


def _row_problems(entry: Entry) -> Iterator[Problem]:
    hidden = sorted({row for row, _c in entry.places.values()} & entry.sheet.hidden_rows)
    for row in hidden:
        yield Problem(
            "hidden_row",
            _("这一行是隐藏的。"),
            _("请取消隐藏，或者把这一行删掉。"),
            sheet=entry.sheet.name,
            row=row + 1,
        )
