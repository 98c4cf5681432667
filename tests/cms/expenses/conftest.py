"""A county with one unit, its people, and a statement that is right."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cms.expenses.figures import ItemFigures, StatementFigures
from cms.expenses.importing import values_of
from cms.expenses.models import ExpenseStatement
from cms.expenses.services import save_draft
from sitegroup.models import Organisation, Role, Site
from tests.factories import reviewers, user


def item(
    budget: str, final: str, prior: str, against_budget: str, against_prior: str
) -> ItemFigures:
    """An item from typed amounts."""
    return ItemFigures(
        Decimal(budget), Decimal(final), Decimal(prior), against_budget, against_prior
    )


def good_figures(**changes: Any) -> StatementFigures:
    """The final account of the mock-up, without any fault."""
    figures = StatementFigures(
        year=2024,
        stage="final",
        approved_on=date(2025, 8, 5),
        items={
            "abroad": item("0.00", "0.00", "0.00", "", ""),
            "vehicle_purchase": item("18.00", "17.86", "0.00", "节约0.14万元。", "报废更新1辆。"),
            "vehicle_operation": item("24.00", "21.37", "23.15", "合并行程。", "燃料费减少。"),
            "reception": item("9.50", "6.42", "7.08", "检查少于预计。", "检查次数减少。"),
        },
        counts={
            "abroad_groups": 0, "abroad_persons": 0, "vehicles_bought": 1, "vehicles_kept": 9,
            "reception_batches": 83, "reception_persons": 612, "foreign_batches": 0,
            "foreign_persons": 0,
        },
        note="全部为一般公共预算财政拨款。",
    )  # fmt: skip
    return replace(figures, **changes)


def draft(site: Site, by: Any = None, **changes: Any) -> ExpenseStatement:
    """A saved draft of the unit."""
    statement = ExpenseStatement(site=site)
    for name, value in values_of(good_figures(**changes)).items():
        setattr(statement, name, value)
    return save_draft(statement=statement, by=by)


def bare(code: str, name: str, kind: str, parent: Organisation | None = None) -> Site:
    """A unit without pages: all that an import needs."""
    organisation = Organisation.objects.create(kind=kind, name=name, parent=parent)
    path = "" if kind == "portal" else f"/bm/{code}/"
    return Site.objects.create(organisation=organisation, code=code, mode="path", path=path)


@pytest.fixture
def county(db: None) -> Site:
    """The portal."""
    return bare("portal", "云溪县人民政府", "portal")


@pytest.fixture
def education(county: Site) -> Site:
    """县教育局, below the portal."""
    return bare("jyj", "云溪县教育局", "department", county.organisation)


@pytest.fixture
def health(county: Site) -> Site:
    """县卫生健康局, another unit."""
    return bare("wjj", "云溪县卫生健康局", "department", county.organisation)


@pytest.fixture
def editor(education: Site) -> Any:
    """An editor of 县教育局."""
    return user("editor", education, Role.EDITOR)


@pytest.fixture
def deciders(county: Site, education: Site) -> list[Any]:
    """The three who decide for 县教育局."""
    return reviewers(education, county)
