"""The index of this installation."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from django.conf import settings

from search.document import SearchDocument
from search.engines import Engine
from search.engines.elastic import ElasticEngine
from search.engines.embedded import EmbeddedEngine


@cache
def _embedded(directory: Path) -> Engine:
    return EmbeddedEngine(directory)


@cache
def _elastic(url: str, index: str) -> Engine:
    return ElasticEngine(url, index)


def get_engine(name: str = "") -> Engine:
    """The engine that the settings choose, or the one of the given name: embedded, elastic."""
    if name == "elastic" or (not name and settings.ELASTICSEARCH_URL):
        return _elastic(settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_INDEX)
    return _embedded(Path(settings.SEARCH_DIR))


def apply(documents: Iterable[SearchDocument]) -> None:
    """Write documents and tombstones to the index. Raises SearchError."""
    get_engine().write(documents)
