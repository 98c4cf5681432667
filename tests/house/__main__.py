"""python -m tests.house: the house in numbers."""

import sys
from collections.abc import Iterable
from statistics import median, quantiles

from tests.house.source import ROOMS, files, functions, length, shown

NEAR = 300


def figures(values: Iterable[int]) -> str:
    """median/p90/max."""
    listed = sorted(values)
    return f"{median(listed):.0f}/{quantiles(listed, n=10)[-1]:.0f}/{listed[-1]}"


def lines_of(*folders: str) -> dict[str, int]:
    """Lines of every file that somebody wrote something into."""
    counted = {
        shown(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in files(*folders)
        if "migrations" not in path.parts
    }
    return {place: count for place, count in counted.items() if count}


def main() -> None:
    """Print them."""
    source, tests = lines_of(*ROOMS), lines_of("tests")
    bodies = [f for path in files(*ROOMS) for f in functions(path)]
    checks = [f for path in files("tests") for f in functions(path) if f.name.startswith("test_")]
    said = sum(f.returns is not None for f in bodies)
    rows = {
        "file lines, median/p90/max": figures(source.values()),
        "function lines": figures(length(f) for f in bodies),
        "return types": f"{said / len(bodies):.1%}",
        "test lines": figures(length(f) for f in checks),
        "tests / source": f"{sum(tests.values()) / sum(source.values()):.2f}",
    }
    for name, value in rows.items():
        sys.stdout.write(f"{name:28} {value}\n")
    for place, count in sorted({**source, **tests}.items()):
        if count > NEAR:
            sys.stdout.write(f"{place} has {count} lines: split it\n")


if __name__ == "__main__":
    main()
