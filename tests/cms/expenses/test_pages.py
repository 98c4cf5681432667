"""What readers, search and the dataset are given."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from cms.expenses.datasets import ExpensesDataset
from cms.expenses.documents import ExpensesSource
from cms.expenses.figures import ItemFigures
from cms.expenses.models import ExpenseStatement
from cms.expenses.representation import Prose, Run, Statement
from cms.expenses.representation.building import statement_view
from cms.expenses.representation.county import counted
from cms.expenses.representation.home import cars_kept, home_figures
from cms.expenses.services import import_statements
from sitegroup.models import Role, Site
from sitegroup.review.withdrawal import withdraw
from tests.cms.expenses.conftest import draft
from tests.cms.expenses.tables import listed, row, xlsx
from tests.factories import portal, unit, user

pytestmark = pytest.mark.django_db
SANGONG = "/bm/jyj/zfxxgk/sangong/"


@pytest.fixture
def county(db: None) -> Site:
    """The portal, with pages."""
    return portal()


@pytest.fixture
def education(county: Site) -> Site:
    """县教育局, with pages and two released years."""
    site = unit("jyj", name="云溪县教育局")
    office = user("office", county, Role.OFFICE_REVIEWER)
    earlier = row(
        年度=2023, 批复日期="2024-08-05", 公开日期="2024-08-20", 说明="",
        公务用车购置费预算数=0, 公务用车购置费决算数=0, 公务用车购置费上年决算数=0, 购置数量=0,
        公务用车运行维护费决算数=23.15, 公务接待费决算数=7.08, 合计预算数=33.5, 合计决算数=30.23,
    )  # fmt: skip
    data = xlsx(listed(row(公开日期="2025-08-18"), earlier))
    import_statements(data=data, filename="s.xlsx", approved_by=office)
    return site


def read(client: Client, path: str) -> str:
    return client.get(path, headers={"host": "portal.test"}).content.decode()


def view(**changes: Any) -> Statement:
    statement = ExpenseStatement.objects.get(year=2024)
    for name, value in changes.items():
        setattr(statement, name, value)
    return statement_view(statement)


def test_the_column_shows_the_newest_statement_and_the_years(
    client: Client, education: Site
) -> None:
    page = read(client, SANGONG)
    assert "云溪县教育局2024年度“三公”经费决算" in page and "批复后第13日公开，未超过20日" in page
    assert f'rel="canonical" href="http://portal.test{SANGONG}?year=2024&amp;stage=final"' in page
    assert "year=2023&amp;stage=final" in page


def test_each_year_has_its_address(client: Client, education: Site) -> None:
    assert "2023年度" in read(client, f"{SANGONG}?year=2023&stage=final")


@pytest.mark.parametrize(
    "query",
    ["?year=2019", "?stage=budget", "?year=abc", "?year=２０２４", "?stage=x", "?format=exe"],
)
def test_what_is_not_public_is_not_found(client: Client, education: Site, query: str) -> None:
    answer = client.get(f"{SANGONG}{query}", headers={"host": "portal.test"})
    assert answer.status_code == 404


def test_a_unit_without_statements_says_so(client: Client, county: Site) -> None:
    unit("wjj", name="云溪县卫生健康局")
    assert "本单位还没有公开“三公”经费" in read(client, "/bm/wjj/zfxxgk/sangong/")


def test_drafts_are_nowhere(client: Client, county: Site, education: Site) -> None:
    secret = draft(education, year=2025, approved_on=date(2026, 8, 5), note="未公开的说明。")
    assert "2025" not in read(client, SANGONG).replace("2025-08", "")
    assert ExpensesSource.document(str(secret.pk)) is None
    assert [one["年度"] for one in ExpensesDataset().rows()] == [2023, 2024]


def test_the_official_table_splits_vehicles_and_shows_nought(education: Site) -> None:
    rows = {item.code: item for item in view().items}
    assert list(rows) == [
        "abroad", "vehicles", "vehicle_purchase", "vehicle_operation", "reception", "total",
    ]  # fmt: skip
    assert rows["abroad"].final.text == "0.00" and rows["abroad"].change_rate.text == "—"
    assert rows["vehicle_purchase"].change_rate.text == "—"
    assert rows["vehicle_operation"].change.text == "−1.78"
    assert (rows["total"].change.text, rows["total"].change_rate.text) == ("+15.42", "+51.01%")
    assert rows["total"].completion.value == Decimal("88.64")


def test_the_sentence_and_the_four_numbers_say_what_happened(education: Site) -> None:
    shown = view()
    assert shown.sentence.text == "2024年支出45.65万元，比上年增加15.42万元。"
    assert [figure.value for figure in shown.figures] == ["45.65", "+15.42", "88.64", "9"]
    assert shown.figures[2].comparison.text == "预算51.50万元，结余5.85万元"


def test_a_note_that_explains_completes_the_sentence(education: Site) -> None:
    shown = view(note="增加的原因是报废更新1辆。全部为财政拨款。")
    assert shown.sentence.text.endswith("比上年增加15.42万元。增加的原因是报废更新1辆。")
    assert shown.note.text == "全部为财政拨款。"


def test_a_figure_stays_with_its_unit() -> None:
    assert Prose("支出45.65万元。").runs == (
        Run("支出"), Run("45.65万元", unbroken=True), Run("。"),
    )  # fmt: skip


def test_the_parts_add_up_and_the_years_come_in_order(education: Site) -> None:
    shown = view()
    assert sum(part.amount.value or 0 for part in shown.parts) == shown.parts_total.value
    assert [column.year for column in shown.series] == [2023, 2024]
    assert shown.series_summary == "2023年至2024年三公经费决算依次为30.23、45.65万元"


def test_late_publication_is_shown_as_late(education: Site) -> None:
    late = view(published_on=date(2025, 8, 26)).timeliness
    assert late and late.text == "批复后第21日公开，超过20日" and not late.on_time


def test_an_empty_statement_keeps_its_table_and_its_reason(education: Site) -> None:
    statement = draft(
        education, year=2025, items={"abroad": ItemFigures()}, counts={}, note="没有拨款。"
    )
    shown = statement_view(statement)
    assert shown.table_note == "本表无数据，原因见说明。" and shown.note.text == "没有拨款。"
    assert {item.final.text for item in shown.items} == {"—"}


@pytest.mark.parametrize("name", ["csv", "xlsx", "json"])
def test_a_statement_can_be_taken_away(client: Client, education: Site, name: str) -> None:
    path = f"{SANGONG}?year=2024&stage=final&format={name}"
    answer = client.get(path, headers={"host": "portal.test"})
    assert f"sangong-jyj-2024-final.{name}" in answer.headers["Content-Disposition"]
    if name == "json":
        assert json.loads(answer.content)["合计决算数"] == "45.65"
    if name == "xlsx":
        again = import_statements(data=answer.content, filename="again.xlsx")
        assert again.counts["unchanged"] == 1


def test_the_county_sums_up_what_units_released(client: Client, education: Site) -> None:
    page = read(client, "/zfxxgk/sangong/")
    assert "云溪县2024年度“三公”经费决算汇总" in page and "45.65" in page
    assert f"{SANGONG}?year=2024&amp;stage=final" in page


def test_the_county_names_who_is_missing(client: Client, education: Site) -> None:
    unit("wjj", name="云溪县卫生健康局")
    assert "云溪县卫生健康局" in read(client, "/zfxxgk/sangong/?year=2024&stage=final")


def test_the_dataset_has_a_value_for_each_field(education: Site) -> None:
    source = ExpensesDataset()
    rows = list(source.rows())
    assert [list(one) for one in rows] == [[field.name for field in source.fields]] * 2
    assert rows[1]["公务接待费决算数"] == Decimal("6.42")
    assert rows[1]["网址"] == f"http://portal.test{SANGONG}?year=2024&stage=final"


def test_search_finds_figures_and_reasons(education: Site) -> None:
    [document, _earlier] = list(ExpensesSource.all_documents())
    assert document.key.startswith("expenses:") and document.date == date(2025, 8, 18)
    assert "检查次数减少" in document.body and document.summary.startswith("2024年支出45.65万元")
    assert ExpensesSource.document(document.key.partition(":")[2]) == document


def test_what_is_withdrawn_is_gone(client: Client, county: Site, education: Site) -> None:
    statement = ExpenseStatement.objects.get(year=2024)
    office = user("second", county, Role.OFFICE_REVIEWER)
    withdraw(subject=statement, by=office, reason="数字有误。")
    assert "2024年度" not in read(client, SANGONG)
    assert ExpensesSource.document(str(statement.pk)) is None
    assert len(list(ExpensesDataset().rows())) == 1


def test_the_home_compares_the_county_with_the_year_before(education: Site) -> None:
    total, reception, cars = home_figures(education)
    assert (total.label, total.value) == ("2024年全县“三公”经费决算", "45.65")
    assert total.comparison == "比上年增加15.42万元（+51.01%）"
    assert reception.comparison == "比上年减少0.66万元（−9.32%）"
    assert (cars.value, cars.unit) == ("9", "辆")


def test_cars_are_compared_only_where_all_told_them_twice(education: Site) -> None:
    now, before = counted()
    assert cars_kept([now, before], 2024, "")
    before.vehicles_kept = None
    assert cars_kept([now, before], 2024, "") is None


def test_no_statement_is_no_number(county: Site) -> None:
    assert home_figures(county) == ()
