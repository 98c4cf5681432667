"""A statement as plain typed data: what forms and files say, before anything is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from cms.expenses.items import SUMS

ZERO = Decimal("0.00")
HUNDREDTH = Decimal("0.01")
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class ItemFigures:
    """One item: three amounts in 万元 (None where blank), and the reasons for its differences."""

    budget: Decimal | None = None
    final: Decimal | None = None
    prior_final: Decimal | None = None
    budget_reason: str = ""
    prior_reason: str = ""

    def amount(self, column: str) -> Decimal | None:
        """The amount of a column: budget, final or prior_final."""
        value: Decimal | None = getattr(self, column)
        return value


@dataclass(frozen=True)
class StatementFigures:
    """三公经费表的数据: `stated` holds the sums that the form states itself, as total_final.

    `converted` tells that the table was in 元, so that its sums are compared more widely.
    """

    year: int
    stage: str
    scope: str = "department"
    approved_on: date | None = None
    published_on: date | None = None
    items: Mapping[str, ItemFigures] = field(default_factory=dict)
    counts: Mapping[str, int | None] = field(default_factory=dict)
    note: str = ""
    stated: Mapping[str, Decimal] = field(default_factory=dict)
    converted: bool = False

    @property
    def is_final(self) -> bool:
        """决算, not 预算."""
        return self.stage == "final"

    @property
    def current(self) -> str:
        """The column that this statement is about."""
        return "final" if self.is_final else "budget"

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that a form of this stage fills."""
        return ("budget", "final", "prior_final") if self.is_final else ("budget", "prior_final")

    def item(self, code: str) -> ItemFigures:
        """The figures of an item, blank where there are none."""
        return self.items.get(code, ItemFigures())

    def amount(self, code: str, column: str) -> Decimal | None:
        """An item's or a sum's amount. A sum of blanks only is blank; blanks count as nothing."""
        if code not in SUMS:
            return self.item(code).amount(column)
        parts = [self.item(part).amount(column) for part in SUMS[code]]
        known = [part for part in parts if part is not None]
        return sum(known, ZERO) if known else None

    def change(self, code: str) -> Decimal | None:
        """增减额: this year's against last year's final account."""
        return _minus(self.amount(code, self.current), self.amount(code, "prior_final"))

    def change_rate(self, code: str) -> Decimal | None:
        """增减率 in percent; None where last year was 0 (a base of zero has no growth rate)."""
        return ratio(self.change(code), self.amount(code, "prior_final"))

    def completion(self, code: str) -> Decimal | None:
        """完成预算 in percent; None where the budget was 0 or this is a budget."""
        return ratio(self.amount(code, "final"), self.amount(code, "budget"))

    def share(self, code: str) -> Decimal | None:
        """占比 in percent of the total."""
        return ratio(self.amount(code, self.current), self.amount("total", self.current))

    @property
    def is_blank(self) -> bool:
        """No amount at all."""
        return all(self.amount("total", column) is None for column in self.columns)

    @property
    def is_empty(self) -> bool:
        """All amounts blank or zero: nothing was budgeted or spent."""
        return not any(self.amount("total", column) for column in self.columns)


def _minus(left: Decimal | None, right: Decimal | None) -> Decimal | None:
    return None if left is None or right is None else left - right


def ratio(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """`part` of `whole` in percent with two decimals; None where there is no whole."""
    if part is None or not whole:
        return None
    return (part / whole * HUNDRED).quantize(HUNDREDTH, ROUND_HALF_UP)
