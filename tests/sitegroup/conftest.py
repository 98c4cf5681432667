"""A county of one department, with the people who write and decide for it."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from cms.pages.models import Article
from sitegroup.models import Role, Site
from tests.factories import article, portal, released, reviewers, unit, user


@dataclass(frozen=True)
class County:
    """A portal, a department at its own host, its author and the three who decide."""

    portal: Site
    site: Site
    author: Any
    deciders: list[Any]

    def draft(self, **fields: Any) -> Article:
        """An article that nobody has seen yet."""
        return article(self.site, by=self.author, **fields)

    def public(self, **fields: Any) -> Article:
        """An article after three approvals."""
        page: Article = released(self.draft(**fields), self.author, self.deciders)
        return page


def make_county() -> County:
    """The county."""
    office = portal()
    site = unit("jyj", mode="host", name="云溪县教育局")
    return County(office, site, user("writer", site, Role.AUTHOR), reviewers(site, office))


@pytest.fixture(scope="module")
def shared_county(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[County]:
    """The county as every test of a module finds it, in a transaction around them all."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_county()
        transaction.set_rollback(True)


@pytest.fixture
def county(shared_county: County, db: None) -> County:
    """The county; what a test does to it is undone."""
    return deepcopy(shared_county)
