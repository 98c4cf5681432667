"""What every test may rely on."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from playwright.sync_api import Browser, sync_playwright

from sitegroup.audit.protection import triggers_dropped
from sitegroup.delivery import epoch
from tests.proofs.recording import PROOFS, Proofs, proof

# Playwright's loop runs in this thread; Django's own calls here stay synchronous all the same.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
CHROMIUM = "/usr/bin/chromium"

__all__ = ["proof"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """--prove FILE: the proofs alone, at full size, with their figures in a file."""
    parser.addoption("--prove", metavar="FILE", help="run the proofs at full size")


def pytest_configure(config: pytest.Config) -> None:
    """Where the proofs of this run are counted."""
    path = config.getoption("--prove")
    findings = Path(path).with_suffix(".findings") if path else None
    config.stash[PROOFS] = Proofs(full=bool(path), findings=findings)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write down what was proved."""
    if path := session.config.getoption("--prove"):
        session.config.stash[PROOFS].write(Path(path))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, one for all journeys."""
    path = shutil.which("chromium") or CHROMIUM
    if not Path(path).exists():
        pytest.fail("Chromium is missing: apt-get install chromium (make test does it)")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=quiet)
        yield opened
        opened.close()


@pytest.fixture(autouse=True)
def new_epoch() -> Iterator[None]:
    """Nothing that one test stored is served to the next, nor anchors its chain."""
    epoch.bump()
    yield
    shutil.rmtree(settings.ANCHORS_DIR, ignore_errors=True)
    epoch.bump()


def _emptying(
    stock: Callable[[TransactionTestCase], None],
) -> Callable[[TransactionTestCase], None]:
    def teardown(case: TransactionTestCase) -> None:
        with triggers_dropped(connection):
            stock(case)

    return teardown


# Django empties all tables after a test that commits; the product's triggers refuse that, with
# no way round them. So they are gone while the tables are emptied, and there again for each test.
TransactionTestCase._fixture_teardown = _emptying(  # type: ignore[method-assign]
    TransactionTestCase._fixture_teardown
)


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    asked = set(getattr(item, "fixturenames", ())) & {"live_server", "transactional_db"}
    return bool(asked or (marker and marker.kwargs.get("transaction")))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests that really commit come last, each with the rows that the migrations made.

    Django empties every table after such a test, also of what only migrations put there: the
    root of the page tree, the locale, the first collection.
    """
    if config.getoption("--prove"):
        items[:] = [item for item in items if "proof" in getattr(item, "fixturenames", ())]
    for item in items:
        if _commits(item):
            marker = pytest.mark.django_db(transaction=True, serialized_rollback=True)
            item.add_marker(marker, append=False)
    items.sort(key=_commits)
