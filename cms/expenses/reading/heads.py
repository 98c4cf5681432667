"""Find the headings of a sheet, over one row or several, and what stands above them."""

import re
import unicodedata
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cms.expenses.reading.grid import Sheet, address
from cms.expenses.reading.headers import field_of, is_ignored, joined, years_in
from sitegroup.exceptions import Problem

SEARCHED_ROWS = 25
DEEPEST = 4
FEWEST_FIELDS = 4
MONEY_UNIT = re.compile(r"(?:金额)?单位:?(万元|元)|\((?:单位:?)?(万元|元)\)")
UNIT_LABEL = re.compile(
    r"^(?:部门|单位|编制单位|填报单位|预算单位|公开单位|公开部门|编制部门|填报部门)(?:名称)?"
    r"(?:\(单位\))?:(.*)$"
)
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:年|(?!\d))")
STAGE = re.compile(r"预算|决算")


@dataclass
class Head:
    """表头: rows `top` to `bottom`; the field and the heading of each column."""

    top: int
    bottom: int
    columns: dict[int, str]
    headings: dict[int, str]
    problems: list[Problem] = field(default_factory=list)

    @property
    def fields(self) -> set[str]:
        """The fields that the sheet has columns for."""
        return set(self.columns.values())


@dataclass(frozen=True)
class Context:
    """What a sheet says once, for all of its rows."""

    units: tuple[str, ...]
    year: int | None
    stage: str
    money: str
    problems: tuple[Problem, ...] = ()


def find_head(sheet: Sheet) -> Head | None:
    """The rows of headings that name most fields; None where no row is a heading."""
    best: Head | None = None
    for top in range(min(SEARCHED_ROWS, len(sheet.rows))):
        for depth in range(1, DEEPEST + 1):
            if top + depth > len(sheet.rows):
                break
            head = _head(sheet, top, top + depth - 1)
            if best is None or len(head.fields) > len(best.fields):
                best = head
    if best is None or len(best.fields) < FEWEST_FIELDS:
        return None
    best.problems = _head_problems(sheet, best)
    return best


def _head(sheet: Sheet, top: int, bottom: int) -> Head:
    headings = {}
    for column in range(sheet.width):
        parts = [_part(sheet, row, column, bottom) for row in range(top, bottom + 1)]
        if words := joined(parts):
            headings[column] = words
    years = years_in(headings.values())
    latest = max(years) if years else None
    found = {column: field_of(words, latest) for column, words in headings.items()}
    return Head(top, bottom, {c: f for c, f in found.items() if f}, headings)


def _part(sheet: Sheet, row: int, column: int, bottom: int) -> str:
    """A cell of a heading; where a file keeps no merges, what stands to its left goes on."""
    words = sheet.merged_text(row, column)
    if words or row == bottom or sheet.spans:
        return words
    while column > 0 and not sheet.text(row, column):
        column -= 1
    return sheet.text(row, column)


def _head_problems(sheet: Sheet, head: Head) -> list[Problem]:
    problems = []
    seen: dict[str, int] = {}
    for column, name in head.columns.items():
        first = seen.setdefault(name, column)
        if first != column:
            problems.append(_doubled(sheet, head, first, column))
    unknown = [
        words
        for column, words in head.headings.items()
        if column not in head.columns and not is_ignored(words)
    ]
    if unknown:
        problems.append(
            Problem(
                "unknown_columns",
                _("这些列不认识，没有导入：%s。") % "、".join(unknown),
                _("如果需要导入，请把表头改成空表里的写法。"),
                sheet=sheet.name,
                row=head.bottom + 1,
                level="warning",
            )
        )
    return problems


def _doubled(sheet: Sheet, head: Head, first: int, second: int) -> Problem:
    return Problem(
        "doubled_column",
        _("“%(one)s”和“%(other)s”是同一项，不知道该取哪一列。")
        % {"one": head.headings[first], "other": head.headings[second]},
        _("请只留一列。"),
        sheet=sheet.name,
        row=head.bottom + 1,
        column=head.headings[second],
        cell=address(head.bottom, second),
    )


def read_context(sheet: Sheet, bottom: int) -> Context:
    """Unit, year, stage and unit of money from the title and the headings, to row `bottom`."""
    cells = [
        unicodedata.normalize("NFKC", sheet.text(row, column))
        for row in range(bottom + 1)
        for column in range(sheet.width)
    ]
    texts = [piece for cell in cells for piece in re.split(r"\s{2,}|\n", cell) if piece.strip()]
    money = {
        one or other for text in texts for one, other in MONEY_UNIT.findall(normal_marks(text))
    }
    titles = [text for text in texts if "三公" in text or "公开" in text] + [sheet.name]
    problems: tuple[Problem, ...] = ()
    if len(money) > 1:
        problems = (
            Problem(
                "two_units", _("既写了万元又写了元，不知道金额的单位是哪一个。"),
                _("请只留一个。"), sheet=sheet.name,
            ),
        )  # fmt: skip
    return Context(
        units=(*_labelled_units(texts), *_named_in(titles), sheet.name),
        year=_year(titles) or _year(texts),
        stage=_stage(titles),
        money=money.pop() if len(money) == 1 else "万元",
        problems=problems,
    )


def normal_marks(text: str) -> str:
    """Without blanks, colons half-width, so that 单 位：万元 is found."""
    return re.sub(r"\s+", "", text)


def _labelled_units(texts: list[str]) -> list[str]:
    found = []
    for place, text in enumerate(texts):
        label = UNIT_LABEL.match(normal_marks(text))
        if not label:
            continue
        named = label.group(1) or (texts[place + 1] if place + 1 < len(texts) else "")
        if named and named not in ("万元", "元"):
            found.append(re.sub(r"(?:19|20)\d\d年度?.*$", "", named).strip())
    return found


def _named_in(titles: list[str]) -> list[str]:
    """云溪县教育局2025年度“三公”经费决算表 begins with its unit."""
    names = [YEAR.split(normal_marks(title), maxsplit=1)[0] for title in titles]
    return [name for name in names if name and not STAGE.search(name)]


def _year(texts: list[str]) -> int | None:
    found = {int(year) for text in texts for year in YEAR.findall(text)}
    return found.pop() if len(found) == 1 else None


def _stage(titles: list[str]) -> str:
    """The last word decides: 一般公共预算财政拨款“三公”经费支出决算表 is a final account."""
    for title in titles:
        if words := STAGE.findall(title):
            return "final" if words[-1] == "决算" else "budget"
    return ""
