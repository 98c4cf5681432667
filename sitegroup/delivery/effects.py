"""What a change means for the pages that are served."""

from collections.abc import Sequence

from sitegroup.changes.models import Change
from sitegroup.delivery import epoch


def purge_pages(changes: Sequence[Change]) -> None:
    """Forget every stored page: a new epoch begins."""
    epoch.bump()
