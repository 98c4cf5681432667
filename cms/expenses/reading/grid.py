"""A sheet as cells, whatever file it came from."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

Value = str | Decimal | date | bool | None


@dataclass(frozen=True)
class Span:
    """A merged range; rows and columns from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def covers(self, row: int, column: int) -> bool:
        """Whether the cell belongs to the range."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


@dataclass
class Sheet:
    """工作表: rows and columns from 0; `unseen` cells hold formulas without a stored result."""

    name: str
    rows: list[list[Value]]
    spans: list[Span] = field(default_factory=list)
    unseen: frozenset[tuple[int, int]] = frozenset()
    hidden_rows: frozenset[int] = frozenset()

    @property
    def width(self) -> int:
        """The number of columns."""
        return max((len(row) for row in self.rows), default=0)

    def value(self, row: int, column: int) -> Value:
        """The cell's own value; None outside the sheet and where it is blank."""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            value = self.rows[row][column]
            return None if isinstance(value, str) and not value.strip() else value
        return None

    def text(self, row: int, column: int) -> str:
        """The cell's value as text; blank for none."""
        value = self.value(row, column)
        return "" if value is None else shown(value)

    def span_at(self, row: int, column: int) -> Span | None:
        """The merged range that the cell belongs to."""
        return next((span for span in self.spans if span.covers(row, column)), None)

    def merged_text(self, row: int, column: int) -> str:
        """The text that a reader sees at the cell: that of the whole merged range."""
        span = self.span_at(row, column)
        return self.text(span.top, span.left) if span else self.text(row, column)

    def is_blank(self, row: int) -> bool:
        """Whether the row shows nothing and has no formula."""
        empty = all(self.value(row, column) is None for column in range(self.width))
        return empty and not any(place[0] == row for place in self.unseen)


def shown(value: Value) -> str:
    """A value as the spreadsheet shows it."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def address(row: int, column: int) -> str:
    """A1 and so on, from row and column counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"
