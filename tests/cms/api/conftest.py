"""A small county whose content is public, as the API answers it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from cms.expenses.models import ExpenseStatement
from cms.pages.models import Article
from search.index import get_engine
from sitegroup.models import Role, Site
from tests.cms.expenses.conftest import draft as statement_draft
from tests.factories import article, portal, released, reviewers, unit, user

# a fixture of another room that these tests ask for by name


@dataclass
class County:
    """The portal, a department at its own host, a township below the portal, and their people."""

    portal: Site
    department: Site
    township: Site
    author: Any
    deciders: list[Any]

    def publish(self, title: str = "关于开展冬季道路养护的通知", **fields: Any) -> Article:
        """A public article of the department."""
        draft = article(self.department, title, by=self.author, **fields)
        return released(draft, self.author, self.deciders)

    def state(self, **figures: Any) -> ExpenseStatement:
        """A public statement of the department."""
        draft = statement_draft(self.department, by=self.author, **figures)
        statement: ExpenseStatement = released(draft, self.author, self.deciders)
        return statement


@pytest.fixture
def county(db: None, settings: Any, tmp_path: Path) -> County:
    """Two units below a portal, with an empty index and no datasets yet."""
    settings.SEARCH_DIR = tmp_path / "search"
    settings.DATASETS_DIR = tmp_path / "datasets"
    get_engine().clear()
    cache.clear()
    main = portal()
    department = unit("jiaotong", mode="host", name="云溪县交通运输局")
    township = unit("longtan", kind="township", name="龙潭镇人民政府")
    author = user("author", department, Role.EDITOR)
    return County(main, department, township, author, reviewers(department, main))


@pytest.fixture
def ask() -> Callable[..., Any]:
    """Ask the API on the portal's host, or on another; headers by keyword."""
    client = Client(raise_request_exception=True)

    def get(path: str, host: str = "portal.test", **headers: str) -> Any:
        return client.get(f"/api/v1/{path}", headers={"host": host, **headers})

    return get
