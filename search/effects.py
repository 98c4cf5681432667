"""What follows a change: the index shows the object as it is now."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from search.document import SearchDocument
from search.index import apply
from search.sources import source_for
from sitegroup.delivery import epoch


class ChangeLike(Protocol):
    """变动: the part of a ledger entry that the index needs."""

    object_type: str
    object_key: str
    version: int


def _document(change: ChangeLike) -> SearchDocument | None:
    """The object as it is now, which a later change may have made; its tombstone if withdrawn."""
    source = source_for(change.object_type)
    if source is None:
        return None
    document = source.document(change.object_key)
    if document is None:
        return SearchDocument.tombstone(f"{change.object_type}:{change.object_key}", change.version)
    return replace(document, version=max(document.version, change.version))


def index_changes(changes: Sequence[ChangeLike]) -> None:
    """Bring the index up to date with the changes; the same changes again alter nothing."""
    newest = {(change.object_type, change.object_key): change for change in changes}
    documents = (_document(change) for change in newest.values())
    apply(document for document in documents if document is not None)
    # a results page drawn before the index knew is kept by the page store: it is drawn again
    epoch.bump()


def index_change(change: ChangeLike) -> None:
    """Bring the index up to date with one change."""
    index_changes([change])
