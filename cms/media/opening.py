"""Open the files that content refers to, for who must look inside them."""

from collections.abc import Sequence
from functools import partial
from typing import Any, BinaryIO, cast

from cms.media.models import Attachment, KeptWhilePublic, Picture, digest_of
from sitegroup.review.stored_files import StoredFile


def open_document(file_id: str) -> BinaryIO | None:
    """An attachment's bytes; None where it, or its file, is gone."""
    found = Attachment.objects.filter(pk=file_id).first() if file_id.isdecimal() else None
    if found is None:
        return None
    try:
        return cast(BinaryIO, found.file.storage.open(found.file.name, "rb"))
    except FileNotFoundError:
        return None


def stored_documents(file_ids: Sequence[str]) -> dict[str, StoredFile]:
    """Attachments by their ids; those that there are."""
    return _stored(Attachment, file_ids)


def stored_images(file_ids: Sequence[str]) -> dict[str, StoredFile]:
    """Pictures by their ids; those that there are."""
    return _stored(Picture, file_ids)


def _stored(model: type[KeptWhilePublic], file_ids: Sequence[str]) -> dict[str, StoredFile]:
    found = model._default_manager.filter(pk__in=file_ids)
    return {str(one.pk): StoredFile(one.digest, partial(_digest, one.file)) for one in found}


def _digest(file: Any) -> str:
    try:
        return digest_of(file)
    finally:
        file.close()
