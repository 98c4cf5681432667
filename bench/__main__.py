"""python -m bench: measure, print a table, write bench/results.json. ONLY= SCALE= ROUNDS=."""

import json
import os
import sys

from rich.console import Console
from rich.table import Table

from bench.measure import ROOT, BenchError, Result, Size
from bench.rows import ROWS

RESULTS = ROOT / "bench" / "results.json"


def number(name: str, default: int) -> int:
    """A whole number of at least one from the environment. Raises BenchError."""
    given = os.environ.get(name, "").strip() or str(default)
    if not (given.isascii() and given.isdigit() and int(given)):
        raise BenchError(f"{name} is {given!r}: it takes a whole number from 1")
    return int(given)


def chosen() -> list[str]:
    """The rows that ONLY names; all of them without it. Raises BenchError."""
    names = [name for name in os.environ.get("ONLY", "").replace(",", " ").split() if name]
    unknown = [name for name in names if name not in ROWS]
    if unknown:
        raise BenchError(f"ONLY names {', '.join(unknown)}: there are {', '.join(ROWS)}")
    return names or list(ROWS)


def table(results: list[Result]) -> Table:
    """The results as people read them."""
    made = Table(box=None, pad_edge=False)
    for heading, side in (("row", "left"), ("value", "right"), ("unit", "left"),
                          ("beside", "left"), ("value", "right"), ("ratio", "right"),
                          ("goal", "right"), ("met", "left")):  # fmt: skip
        made.add_column(heading, justify="right" if side == "right" else "left")
    for result in results:
        met = {True: "yes", False: "no", None: ""}[result.met]
        made.add_row(
            result.name, f"{result.value:,.1f}", result.unit, result.reference,
            f"{result.reference_value:,.1f}", f"{result.ratio:.2f}",
            f"{result.goal:g}" if result.goal else "", met,
        )  # fmt: skip
    return made


def main() -> None:
    """Measure."""
    console = Console()
    size = Size(number("SCALE", 1), number("ROUNDS", 5))
    results: list[Result] = []
    for name in chosen():
        console.print(f"{name}: {ROWS[name].what} ...")
        results += ROWS[name].measure(size)
    RESULTS.write_text(json.dumps([r.as_dict() for r in results], indent=2) + "\n")
    console.print(table(results))


if __name__ == "__main__":
    try:
        main()
    except BenchError as error:
        sys.exit(str(error))
