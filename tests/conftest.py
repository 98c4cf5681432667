"""What every test may rely on."""

from collections.abc import Iterator

import pytest

from sitegroup.delivery import epoch


@pytest.fixture(autouse=True)
def new_epoch() -> Iterator[None]:
    """Nothing that one test stored is served to the next."""
    epoch.bump()
    yield
    epoch.bump()


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction"))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that really commit come last, each with the rows that the migrations made.

    Django empties every table after such a test, also of what only migrations put there: the
    root of the page tree, the locale, the first collection.
    """
    for item in items:
        if _commits(item):
            marker = pytest.mark.django_db(transaction=True, serialized_rollback=True)
            item.add_marker(marker, append=False)
    items.sort(key=_commits)
