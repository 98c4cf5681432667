"""A small county whose content is public, as the API answers it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from cms.pages.models import Article
from sitegroup.models import Role, Site
from tests.factories import article, portal, released, reviewers, unit, user


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


@pytest.fixture
def county(db: None) -> County:
    """Two units below a portal."""
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
