"""Two units, laid out once for all tests of the matrix."""

import logging
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker

from sitegroup.delivery import epoch
from tests.sitegroup.matrix.world import World, make_world


@pytest.fixture(scope="package")
def shared_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The world, found by Wagtail's own search too, in a transaction around all tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = make_world()
        call_command("update_index", verbosity=0)
        epoch.bump()
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def world(shared_world: World, db: None) -> World:
    """The world; what a test does to it is undone."""
    return shared_world


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Thousands of refusals are no news."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
