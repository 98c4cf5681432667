"""The bench says what it measured, beside what, and whether that is enough."""

import pytest

from bench.__main__ import chosen, number
from bench.measure import BenchError, Result, alternate, p50_p95
from bench.rows import ROWS
from bench.servers import find_program

pytestmark = pytest.mark.house

CONTRACT = ["name", "value", "unit", "reference", "reference_value", "ratio", "goal", "met"]


def test_a_result_is_the_line_of_the_contract() -> None:
    line = Result("bulk_import", 500.0, "articles/s", "stock Wagtail", 25.0, 20.0).as_dict()
    assert list(line) == CONTRACT
    assert (line["ratio"], line["met"]) == (20.0, True)


def test_what_has_no_goal_is_neither_met_nor_missed() -> None:
    assert Result("search_p50", 10.0, "ms", "tantivy", 1.0).as_dict()["met"] is None


def test_sides_are_measured_in_turn() -> None:
    order: list[str] = []
    values = {"a": iter([1.0, 9.0, 2.0]), "b": iter([5.0, 5.0, 6.0])}

    def side(name: str) -> float:
        order.append(name)
        return next(values[name])

    assert alternate(3, lambda: side("a"), lambda: side("b")) == (2.0, 5.0)
    assert order == ["a", "b"] * 3


def test_percentiles() -> None:
    assert p50_p95([float(n) for n in range(1, 100)]) == (50.0, 95.0)


def test_only_picks_rows_and_names_what_it_does_not_know(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ONLY", raising=False)
    assert chosen() == list(ROWS)
    monkeypatch.setenv("ONLY", "search, page_hit")
    assert chosen() == ["search", "page_hit"]
    monkeypatch.setenv("ONLY", "speed")
    with pytest.raises(BenchError, match="speed"):
        chosen()


@pytest.mark.parametrize("given", ["0", "-1", "viele", "1.5"])
def test_a_scale_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("SCALE", given)
    with pytest.raises(BenchError, match="SCALE"):
        number("SCALE", 1)


def test_a_missing_program_comes_with_the_way_to_get_it() -> None:
    with pytest.raises(BenchError, match="apt-get install nginx-light"):
        find_program("no-such-nginx", "nginx-light")
