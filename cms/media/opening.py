"""Open the files that content refers to, for who must look inside them."""

from typing import BinaryIO, cast

from cms.media.models import Attachment


def open_document(file_id: str) -> BinaryIO | None:
    """An attachment's bytes; None where it, or its file, is gone."""
    found = Attachment.objects.filter(pk=file_id).first() if file_id.isdecimal() else None
    if found is None:
        return None
    try:
        return cast(BinaryIO, found.file.storage.open(found.file.name, "rb"))
    except FileNotFoundError:
        return None
