"""Put the files of an import into the store, so that an import that fails leaves none behind.

A file's place follows from its content and from the line that names it. What an import that was
killed has left there is written over by the next, and no other line ever asks for that place.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.exceptions import SuspiciousFileOperation
from django.core.files import File
from wagtail.models import Collection

from cms.media.models import Attachment, Picture
from cms.pages.imports.article_files import NamedFile
from cms.pages.models import ArticleAttachment
from sitegroup.guard.groups import collection_of
from sitegroup.models import Site

LONGEST_STEM = 50


class FileStore:
    """Where an import's files go; `undoing` takes back what was stored inside it."""

    def __init__(self, site: Site, owner: Any) -> None:
        self.site, self.owner = site, owner
        self.stored: list[tuple[Any, str]] = []
        self._collection: Collection | None = None

    @property
    def collection(self) -> Collection:
        """The site's own collection."""
        if self._collection is None:
            self._collection = collection_of(self.site)
        return self._collection

    @contextmanager
    def undoing(self) -> Iterator[None]:
        """Delete again what is stored inside, if what is done inside fails."""
        before = len(self.stored)
        try:
            yield
        except BaseException:
            for storage, name in self.stored[before:]:
                storage.delete(name)
            del self.stored[before:]
            raise

    def picture(self, image: NamedFile, external_id: str) -> Picture:
        """A picture file as a picture of the site, with its words."""
        made = Picture(
            title=image.words or image.path.stem,
            alt=image.words,
            collection=self.collection,
            uploaded_by_user=self.owner,
        )
        name = f"{self._key(image, external_id, 0)}{image.path.suffix.lower()}"
        self._put(made.file, f"original_images/{name}", name, image.path)
        made.save()
        return made

    def attachments(
        self, files: Sequence[NamedFile], external_id: str
    ) -> Iterator[ArticleAttachment]:
        """Files as attachments of an article, not saved yet; their documents are."""
        for place, file in enumerate(files):
            made = Attachment(
                title=file.words or file.path.stem,
                collection=self.collection,
                uploaded_by_user=self.owner,
            )
            name = f"{self._key(file, external_id, place)}/{_short_name(made, file.path)}"
            self._put(made.file, f"documents/{name}", name, file.path)
            made.save()
            yield ArticleAttachment(sort_order=place, title=file.words, document=made)

    def _key(self, file: NamedFile, external_id: str, place: int) -> str:
        parts = (self.site.code, external_id, str(place), file.digest)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]

    def _put(self, field: Any, whole: str, name: str, path: Path) -> None:
        field.storage.delete(whole)
        self.stored.append((field.storage, whole))
        with path.open("rb") as stream:
            field.save(name, File(stream), save=False)


def _short_name(document: Attachment, path: Path) -> str:
    suffix = path.suffix.lower()
    try:
        stem = document.file.storage.get_valid_name(path.stem)[:LONGEST_STEM]
    except SuspiciousFileOperation:  # a name of signs only
        stem = "file"
    return f"{stem}{suffix}"
