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
