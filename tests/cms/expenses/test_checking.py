"""Every check of the form: what passes, and what each fault is told as."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.expenses.checking import problems_of
from cms.expenses.figures import ItemFigures, StatementFigures
from cms.expenses.items import ITEMS, SUMS, Item
from sitegroup.exceptions import Problem
from tests.cms.expenses.conftest import good_figures

TODAY = date(2026, 11, 23)


def check(figures: StatementFigures, previous: StatementFigures | None = None) -> list[Problem]:
    return problems_of(figures, previous=previous, today=TODAY)


def codes(figures: StatementFigures, level: str = "error") -> list[str]:
    return [problem.code for problem in check(figures) if problem.level == level]


def with_item(code: str, **changes: Any) -> StatementFigures:
    figures = good_figures()
    items = {**figures.items, code: replace(figures.item(code), **changes)}
    return replace(figures, items=items)


def with_counts(**counts: int | None) -> StatementFigures:
    return good_figures(counts={**good_figures().counts, **counts})


def test_a_statement_without_fault_passes() -> None:
    assert check(good_figures()) == []


def test_a_wrong_total_is_told_with_its_parts() -> None:
    wrong = good_figures(stated={"total_final": Decimal("45.56")})
    [problem] = check(wrong)
    assert problem.message == "合计填的是45.56，三项相加是45.65，少0.09万元。"
    assert problem.mend == "请核对购置费17.86、运行维护费21.37、接待费6.42。"


@pytest.mark.parametrize(("stated", "taken"), [("45.66", True), ("45.67", False), ("45.63", False)])
def test_sums_in_one_table_hold_to_a_hundredth(stated: str, taken: bool) -> None:
    assert (codes(good_figures(stated={"total_final": Decimal(stated)})) == []) is taken


def test_a_table_in_yuan_may_differ_by_five_hundredths() -> None:
    stated = {"total_final": Decimal("45.70")}
    assert codes(good_figures(stated=stated, converted=True)) == []


@pytest.mark.parametrize("code", [item.code for item in ITEMS])
def test_a_blank_figure_is_missing_and_purchase_is_shown_even_when_zero(code: str) -> None:
    assert "missing_figure" in codes(with_item(code, final=None))


def test_a_budget_has_no_final_account() -> None:
    budget = good_figures(stage="budget", year=2026)
    assert codes(budget).count("unexpected_figure") == 4


@pytest.mark.parametrize(
    ("figures", "code"),
    [
        (with_item("reception", final=Decimal("-1.00")), "negative_amount"),
        (with_item("reception", final=Decimal("6.425")), "too_many_decimals"),
        (with_item("reception", prior_reason=""), "missing_reason"),
        (with_item("reception", budget_reason="  "), "missing_reason"),
        (with_item("reception", prior_reason="因XX检查减少。"), "placeholder"),
        (with_item("reception", prior_reason="{单位}接待减少。"), "placeholder"),
        (with_item("reception", prior_reason="待填写"), "placeholder"),
        (with_item("reception", prior_reason="比上年增加0.66万元。"), "narrative_differs"),
        (with_counts(vehicles_bought=0), "purchase_without_vehicles"),
        (with_counts(vehicles_kept=None), "missing_count"),
        (with_counts(reception_persons=80), "count_order"),
        (with_counts(reception_batches=None), "missing_count"),
        (with_counts(foreign_batches=90, foreign_persons=90), "count_order"),
        (with_counts(abroad_groups=1, abroad_persons=2), "groups_without_money"),
        (good_figures(year=1999), "bad_year"),
        (good_figures(published_on=date(2025, 8, 1)), "dates_reversed"),
        (good_figures(approved_on=date(2027, 1, 1)), "date_in_future"),
    ],
)
def test_each_fault_is_an_error(figures: StatementFigures, code: str) -> None:
    assert code in codes(figures)


@pytest.mark.parametrize(
    "text",
    ["与上年持平。", "减少为0.00，与上年持平。", "上年是2019年以来最低。"],
)
def test_wording_against_the_table_is_a_warning(text: str) -> None:
    figures = with_item("reception", prior_reason=text)
    assert codes(figures, "warning") and codes(figures) == []


def test_growth_from_nothing_has_no_percentage() -> None:
    figures = with_item("vehicle_purchase", prior_reason="更新1辆，增长100%。")
    assert "上年是0，不能说增长百分之几。" in [problem.message for problem in check(figures)]


def test_going_abroad_needs_groups_and_as_many_persons() -> None:
    spent = with_item(
        "abroad", final=Decimal("5.00"), budget_reason="临时任务。", prior_reason="临时任务。"
    )
    assert codes(spent) == ["abroad_without_groups"]
    counted = replace(spent, counts={**spent.counts, "abroad_groups": 3, "abroad_persons": 2})
    assert codes(counted) == ["count_order"]


@pytest.mark.parametrize("value", [None, Decimal("0.00")])
def test_an_empty_table_is_published_with_its_reason(value: Decimal | None) -> None:
    none = {item.code: ItemFigures(value, value, value) for item in ITEMS}
    empty = good_figures(items=none, counts={}, note="")
    assert codes(empty) == ["empty_without_note"]
    assert codes(replace(empty, note="本年度没有“三公”经费财政拨款支出。")) == []
    assert codes(replace(empty, scope="county")) == []


def test_last_years_figures_are_held_beside_the_stored_ones() -> None:
    stored = good_figures(year=2023)
    found = {problem.column for problem in check(good_figures(), stored)}
    assert "公务接待费上年决算数" in found


def test_a_total_in_the_wrong_unit_is_noticed() -> None:
    figures = with_item("vehicle_operation", prior_final=Decimal("0.01"))
    small = {code: replace(i, prior_final=Decimal("0.01")) for code, i in figures.items.items()}
    assert "far_from_last_year" in codes(replace(figures, items=small), "warning")


amounts = st.decimals(0, 9999, places=2)


@st.composite
def consistent(draw: st.DrawFn) -> StatementFigures:
    """Any final account whose sums, counts and reasons go with its amounts."""
    items = {
        item.code: ItemFigures(
            draw(amounts), draw(amounts), draw(amounts), "按需要调整。", "按需要调整。"
        )
        for item in ITEMS
    }
    bought = 1 if items["vehicle_purchase"].final else 0
    received = draw(st.integers(1, 500)) if items["reception"].final else 0
    went = draw(st.integers(1, 9)) if items["abroad"].final else 0
    figures = good_figures(
        items=items,
        counts={
            "abroad_groups": went, "abroad_persons": went * 2, "vehicles_bought": bought,
            "vehicles_kept": 3, "reception_batches": received, "reception_persons": received * 5,
            "foreign_batches": 0, "foreign_persons": 0,
        },
    )  # fmt: skip
    stated = {
        f"{code}_{column}": figures.amount(code, column) or Decimal(0)
        for code in SUMS
        for column in ("budget", "final", "prior_final")
    }
    return replace(figures, stated=stated)


@given(consistent())
def test_consistent_statements_pass(figures: StatementFigures) -> None:
    assert codes(figures) == []


@given(consistent(), st.sampled_from(ITEMS), st.decimals("0.02", 50, places=2))
def test_any_changed_figure_is_named(figures: StatementFigures, item: Item, by: Decimal) -> None:
    code, old = item.code, figures.item(item.code)
    changed = replace(old, final=(old.final or Decimal(0)) + by)
    found = check(replace(figures, items={**figures.items, code: changed}))
    differing = {problem.column for problem in found if problem.code == "sum_differs"}
    assert "合计决算数" in differing


@given(consistent())
def test_computed_figures_agree_with_each_other(figures: StatementFigures) -> None:
    total, prior = figures.amount("total", "final"), figures.amount("total", "prior_final")
    assert total is not None and prior is not None
    assert figures.change("total") == total - prior
    assert (figures.change_rate("total") is None) == (prior == 0)
    assert figures.amount("vehicles", "final") == sum(
        (figures.amount(code, "final") or Decimal(0) for code in SUMS["vehicles"]), Decimal(0)
    )
