"""Which unreleased content shows a file: what is written or under review must not lose it."""

from collections.abc import Iterator
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast

from sitegroup.guard.releasable import Releasable, releasable_models


def drafts_showing(kind: str, file_id: str) -> Iterator[Any]:
    """Content whose latest, unreleased version shows the file, one kind after another.

    Versions are read, not looked up: their files may be gone. After an import drafts are many, so
    the database first leaves out those in which the file's number does not even occur.
    """
    for model in releasable_models():
        if _shows_none(model):
            continue
        drafts = model._default_manager.filter(has_unpublished_changes=True)
        written = Cast("latest_revision__content", TextField())
        versions = drafts.annotate(written=written).filter(written__contains=file_id)
        for draft in versions.select_related("latest_revision").iterator(chunk_size=100):
            version = model.from_serializable_data(draft.latest_revision.content, check_fks=False)
            if (kind, file_id) in version.file_keys():
                yield draft


def _shows_none(model: Any) -> bool:
    """Whether this kind of content has no files at all."""
    own = (model.file_keys, model.referenced_files)
    return own == (Releasable.file_keys, Releasable.referenced_files)
