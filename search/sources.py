"""What makes search documents: the objects named in settings.SEARCH_SOURCES."""

from collections.abc import Iterator
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from search.document import SearchDocument


class SearchSource(Protocol):
    """检索来源: turns public objects of one type into search documents."""

    def document(self, key: str) -> SearchDocument | None:
        """The document of a public object; None if it is not public (any more).

        The version is read before the content: content may then be newer than its version, which
        a later change sets right, but never older, which nothing would.
        """

    def all_documents(self) -> Iterator[SearchDocument]:
        """The documents of all public objects."""


@cache
def _load(path: str) -> SearchSource:
    source = import_string(path)
    made: SearchSource = source() if isinstance(source, type) else source
    return made


def source_for(object_type: str) -> SearchSource | None:
    """The source of an object type; None if its objects are not searched."""
    path = settings.SEARCH_SOURCES.get(object_type)
    return _load(path) if path else None


def all_documents() -> Iterator[SearchDocument]:
    """The documents of every public object of the installation."""
    for path in settings.SEARCH_SOURCES.values():
        yield from _load(path).all_documents()
