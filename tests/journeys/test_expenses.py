"""A statement of expenses, from the form to the catalogue."""

import json

import pytest
from ckanapi import RemoteCKAN
from playwright.sync_api import Page, expect

from sitegroup.changes.worker import drain_all
from tests.journeys.conftest import County
from tests.journeys.steps import approve, fetch

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
AMOUNTS = {
    "abroad": ("0.00", "0.00", "0.00"),
    "vehicle_purchase": ("18.00", "17.86", "0.00"),
    "vehicle_operation": ("24.00", "21.37", "23.15"),
    "reception": ("9.50", "6.42", "7.08"),
}
REASONS = {
    "abroad": ("没有安排，与预算持平。", "与上年持平。"),
    "vehicle_purchase": ("采购价低于预算，结余0.14万元。", "报废更新1辆机要通信用车。"),
    "vehicle_operation": ("合并行程，结余2.63万元。", "维修实行定点采购，减少1.78万元。"),
    "reception": ("检查次数减少，结余3.08万元。", "接待批次减少，减少0.66万元。"),
}
COUNTS = {
    "abroad_groups": 0, "abroad_persons": 0, "vehicles_bought": 1, "vehicles_kept": 9,
    "reception_batches": 83, "reception_persons": 612, "foreign_batches": 0, "foreign_persons": 0,
}  # fmt: skip


def fill_in(page: Page, reception: str) -> None:
    page.goto("/admin/expenses/new/")
    page.locator("[name=year]").fill("2025")
    page.locator("[name=stage]").select_option("final")
    page.locator("[name=approved_on]").fill("2026-08-05")
    for item, amounts in AMOUNTS.items():
        for column, value in zip(("budget", "final", "prior_final"), amounts, strict=True):
            page.locator(f"[name={item}_{column}]").fill(value)
        for column, value in zip(("budget_reason", "prior_reason"), REASONS[item], strict=True):
            page.locator(f"[name={item}_{column}]").fill(value)
    for name, count in COUNTS.items():
        page.locator(f"[name={name}]").fill(str(count))
    page.locator("[name=reception_final]").fill(reception)
    page.locator("button[name=submit]").click()


def test_statement_is_checked_reviewed_and_found_everywhere(
    county: County, sign_in, reader: Page
) -> None:
    page = sign_in(county.editor)
    fill_in(page, reception="6.42万")
    fill = page.locator("[name=reception_final]")
    if page.get_by_text("已送审").count() == 0:  # the wrong figure was named and kept
        expect(fill).to_have_value("6.42万")
        fill.fill("6.42")
        page.locator("button[name=submit]").click()
    expect(page.get_by_text("已送审。下一步").first).to_be_visible(timeout=30_000)
    public = f"{county.bureau.base_url}/zfxxgk/sangong/"
    for decider in county.deciders:
        assert "45.65" not in fetch(public)
        approve(sign_in(decider), "三公")
    drain_all()

    reader.goto(public)
    expect(reader.get_by_role("heading", level=1)).to_contain_text("2025年度“三公”经费决算")
    expect(reader.locator("main")).to_contain_text("45.65")
    reader.goto("/search/?q=三公经费")
    expect(reader.locator("main")).to_contain_text("县教育局")
    answer = json.loads(fetch(f"{county.url}/api/v1/sites/jyj/expenses/"))
    assert [row["year"] for row in answer["results"]] == [2025]
    assert "45.65" in fetch(f"{county.url}/data/sangong/download.csv")
    with RemoteCKAN(county.url) as catalogue:
        resource = catalogue.action.package_show(id="sangong")["resources"][0]
        rows = catalogue.action.datastore_search(resource_id=resource["id"])["records"]
    assert len(rows) == 1
