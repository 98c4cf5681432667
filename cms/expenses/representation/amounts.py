"""Numbers and sentences as readers see them, beside the bare values that programs take."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

NONE = "—"
MINUS = "−"
CENT = Decimal("0.01")
# A figure and its unit of measure stay on one line.
FIGURE = re.compile(r"[0-9][0-9,.]*(?:万元|亿元|万公里|公里|%|辆|批次|人次|个团组)")


@dataclass(frozen=True)
class Amount:
    """A figure: `value` for programs (None where there is none), `text` for readers."""

    value: Decimal | None
    text: str


@dataclass(frozen=True)
class Run:
    """A piece of a sentence; `unbroken` ones never break over two lines."""

    text: str
    unbroken: bool = False


@dataclass(frozen=True)
class Prose:
    """A sentence; themes draw its `runs` so that no figure is parted from its unit."""

    text: str

    @property
    def runs(self) -> tuple[Run, ...]:
        """The sentence cut before and after each figure with its unit."""
        found, place = [], 0
        for match in FIGURE.finditer(self.text):
            if match.start() > place:
                found.append(Run(self.text[place : match.start()]))
            found.append(Run(match.group(), unbroken=True))
            place = match.end()
        if place < len(self.text):
            found.append(Run(self.text[place:]))
        return tuple(found)

    def __bool__(self) -> bool:
        return bool(self.text)


def money(value: Decimal | None, *, signed: bool = False) -> Amount:
    """万元 with two decimals, thousands by comma; a minus as U+2212; "—" for none."""
    if value is None:
        return Amount(None, NONE)
    value = value.quantize(CENT, ROUND_HALF_UP)
    return Amount(value, _signed(value, f"{abs(value):,.2f}", signed))


def percent(value: Decimal | None, *, signed: bool = False) -> Amount:
    """A percentage with two decimals; "—" for none."""
    if value is None:
        return Amount(None, NONE)
    value = value.quantize(CENT, ROUND_HALF_UP)
    return Amount(value, f"{_signed(value, f'{abs(value):,.2f}', signed)}%")


def _signed(value: Decimal, digits: str, signed: bool) -> str:
    if value < 0:
        return f"{MINUS}{digits}"
    return f"+{digits}" if signed and value > 0 else digits
