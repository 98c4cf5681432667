"""What an engine does; embedded and elastic do it alike, and one test holds both to it."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from search.completion import CompletionRequest
from search.document import SearchDocument
from search.query import SearchRequest, SearchResults


class Engine(Protocol):
    """检索引擎: documents in, answers out. Every method may raise SearchError."""

    name: str

    def write(self, documents: Iterable[SearchDocument]) -> None:
        """Take documents and tombstones; an older version never overwrites a newer one."""

    def search(self, request: SearchRequest) -> SearchResults:
        """One page of results, with facets and highlights."""

    def complete(self, request: CompletionRequest) -> tuple[SearchDocument, ...]:
        """At most ten documents whose titles begin with or contain what was typed."""

    def count(self) -> int:
        """How many documents can be found; tombstones do not count."""

    def versions(self, *, living: bool = False) -> Iterator[tuple[str, int]]:
        """Key and version of everything in the index, tombstones too unless only the living."""

    def clear(self) -> None:
        """An empty index, whatever was there before."""

    def refresh(self) -> None:
        """What was written is found from now on."""

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        """A new index beside the old one, swapped in when it holds every document.

        What is written meanwhile is carried over. Returns the number of documents; raises
        RebuildRefused and keeps the old index when the new one does not hold them all.
        """
