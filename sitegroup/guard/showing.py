"""Which unreleased content shows a file: what is written or under review must not lose it."""

from collections.abc import Iterator
from typing import Any

from sitegroup.guard.releasable import Releasable, releasable_models


def drafts_showing(kind: str, file_id: str) -> Iterator[Any]:
    """Content whose latest, unreleased version shows the file, one kind after another.

    Versions are read, not looked up: their files may be gone, and drafts are many after an import.
    """
    for model in releasable_models():
        if _shows_none(model):
            continue
        drafts = model._default_manager.filter(has_unpublished_changes=True)
        versions = drafts.exclude(latest_revision=None).select_related("latest_revision")
        for draft in versions.iterator(chunk_size=100):
            version = model.from_serializable_data(draft.latest_revision.content, check_fks=False)
            if (kind, file_id) in version.file_keys():
                yield draft


def _shows_none(model: Any) -> bool:
    """Whether this kind of content has no files at all."""
    own = (model.file_keys, model.referenced_files)
    return own == (Releasable.file_keys, Releasable.referenced_files)
