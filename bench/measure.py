"""What a row of the bench is, and how its numbers are made."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "build" / "bench"
LAWS = ROOT / "tests" / "samples" / "laws.jsonl.gz"
QUERIES = ROOT / "tests" / "samples" / "judged_queries.json"


class BenchError(Exception):
    """The measurement cannot be made here; the message says why and how to mend it."""


@dataclass(frozen=True)
class Size:
    """How much to measure: the corpus `scale` times over, medians of `rounds` rounds."""

    scale: int
    rounds: int


@dataclass(frozen=True)
class Result:
    """One line of bench/results.json.

    `ratio` is value / reference_value; `goal` is what the ratio should reach, None where the
    figure is only stated.
    """

    name: str
    value: float
    unit: str
    reference: str
    reference_value: float
    goal: float | None = None

    @property
    def ratio(self) -> float:
        """How much of the reference (or how many times)."""
        return self.value / self.reference_value

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; None without one."""
        return None if self.goal is None else self.ratio >= self.goal

    def as_dict(self) -> dict[str, Any]:
        """Plain data in the order of the contract."""
        made = {**asdict(self), "ratio": round(self.ratio, 3), "met": self.met}
        order = ("name", "value", "unit", "reference", "reference_value", "ratio", "goal", "met")
        return {name: made[name] for name in order}


@dataclass(frozen=True)
class Row:
    """A measurement: what it says while it runs, the names of its results, how it is made."""

    names: tuple[str, ...]
    what: str
    measure: Callable[[Size], Iterator[Result]]


def alternate(rounds: int, *sides: Callable[[], float]) -> tuple[float, ...]:
    """The median of each side, measured in turn, so that a busy moment meets all of them."""
    taken: list[list[float]] = [[] for _side in sides]
    for _round in range(rounds):
        for values, side in zip(taken, sides, strict=True):
            values.append(side())
    return tuple(median(values) for values in taken)


def p50_p95(values: list[float]) -> tuple[float, float]:
    """Median and 95th percentile."""
    return median(values), quantiles(values, n=20)[-1]
