"""The embedded engine: a tantivy index in a folder, one writer and many readers."""

import os
import shutil
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import tantivy
from django.utils.translation import gettext as _

from search.answer import SEPARATOR, Found, answer
from search.completion import CompletionRequest, complete
from search.document import SearchDocument
from search.engines.folders import IndexFolder
from search.engines.tantivy_schema import narrowed, query_of, restored, schema, stored
from search.exceptions import IndexUnavailable, RebuildRefused
from search.matching import Exact
from search.plan import Plan
from search.query import SearchRequest, SearchResults

SMALL_HEAP, LARGE_HEAP = 30_000_000, 128_000_000
FACETS = {"site": ("place_facet", 1000), "kind": ("kind", 50), "year": ("year", 200)}


@dataclass(frozen=True, slots=True)
class _Opened:
    path: Path
    index: tantivy.Index
    seen: tuple[int, int]
    process: int


class EmbeddedEngine:
    """内置检索: readers follow the writer's commits at once, whichever process writes."""

    name = "embedded"

    def __init__(self, directory: Path) -> None:
        self.folder = IndexFolder(directory)
        self._opened: _Opened | None = None
        self._opening = threading.Lock()

    # --- reading ---

    def search(self, request: SearchRequest) -> SearchResults:
        """One page of results, with facets and highlights."""
        return answer(request, self._execute)

    def complete(self, request: CompletionRequest) -> tuple[SearchDocument, ...]:
        """Titles that begin with or contain what was typed."""
        return complete(request, self._execute)

    def count(self) -> int:
        """How many documents can be found."""
        with self.folder.readable():
            return _living(self._searcher())

    def versions(self, *, living: bool = False) -> Iterator[tuple[str, int]]:
        """Key and version of everything in the index, tombstones too unless only the living."""
        which = query_of(Exact("deleted", 0)) if living else tantivy.Query.all_query()
        with self.folder.readable():
            return iter(_versions(self._searcher(), which))

    def refresh(self) -> None:
        """Nothing to do: a reader looks for the newest commit by itself."""

    def _index(self) -> tantivy.Index:
        """The index in use at its newest commit. Raises IndexUnavailable."""
        with self._opening:
            path = self.folder.current()
            with self.folder.readable():
                state = (path / "meta.json").stat()
                seen = (state.st_mtime_ns, state.st_ino)
                opened = self._opened
                if opened is None or opened.path != path or opened.process != os.getpid():
                    index = tantivy.Index.open(str(path))
                    index.config_reader("manual")
                    index.reload()
                elif opened.seen != seen:
                    index = opened.index
                    index.reload()
                else:
                    return opened.index
                self._opened = _Opened(path, index, seen, os.getpid())
            return index

    def _searcher(self) -> tantivy.Searcher:
        return self._index().searcher()

    def _execute(self, plan: Plan) -> Found:
        with self.folder.readable():
            return _found(self._searcher(), query_of(plan.match), plan)

    # --- writing ---

    def write(self, documents: Iterable[SearchDocument]) -> None:
        """Take documents and tombstones, visible to every process when this returns."""
        latest = _latest(documents)
        if not latest:
            return
        with self.folder.locked(), self.folder.readable():
            index = self._index()
            searcher = index.searcher()
            taken = [
                document
                for key, document in latest.items()
                if (_version(searcher, key) or 0) <= document.version
            ]
            _put(index, taken, SMALL_HEAP)

    def clear(self) -> None:
        """An empty index, whatever was there before."""
        with self.folder.locked("rebuild"), self.folder.locked():
            path = self.folder.new()
            _put(_created(path), (), SMALL_HEAP)
            self.folder.switch(path)

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        """A new index beside the old one, swapped in when it holds every document."""
        with self.folder.locked("rebuild"):
            before = self._before()
            path = self.folder.new()
            try:
                index = _created(path)
                expected = _build(index, documents)
                index.reload()
                held = _living(index.searcher())
                if held != expected:
                    raise RebuildRefused(
                        _("新索引有%(held)d篇，应有%(expected)d篇，原索引未动。")
                        % {"held": held, "expected": expected}
                    )
                with self.folder.locked():
                    _put(index, self._missed(before, index.searcher()), SMALL_HEAP)
                    self.folder.switch(path)
            except BaseException:
                shutil.rmtree(path, ignore_errors=True)
                raise
        return expected

    def _before(self) -> dict[str, int] | None:
        """What the index in use holds; None if there is none that can be read."""
        try:
            return dict(self.versions())
        except IndexUnavailable:
            return None

    def _missed(self, before: dict[str, int] | None, new: tantivy.Searcher) -> list[SearchDocument]:
        """What was written to the old index during the rebuild, and its tombstones."""
        if before is None:
            return []
        kept = []
        with self.folder.readable():
            old = self._searcher()
            everything = _versions(old, tantivy.Query.all_query())
            written = {key for key, version in everything if before.get(key) != version}
            documents = list(_documents(old, written))
        for document in documents:
            version = _version(new, document.key)
            missed = document.key in written or (document.deleted and version is None)
            if missed and (version or 0) <= document.version:
                kept.append(document)
        return kept


def _created(path: Path) -> tantivy.Index:
    index = tantivy.Index(schema(), path=str(path))
    index.config_reader("manual")
    return index


def _latest(documents: Iterable[SearchDocument]) -> dict[str, SearchDocument]:
    latest: dict[str, SearchDocument] = {}
    for document in documents:
        if document.key not in latest or latest[document.key].version <= document.version:
            latest[document.key] = document
    return latest


def _total(result: tantivy.SearchResult) -> int:
    return int(result.count)  # type: ignore[attr-defined]  # the stub lacks it


def _living(searcher: tantivy.Searcher) -> int:
    return _total(searcher.search(query_of(Exact("deleted", 0)), 1))


def _version(searcher: tantivy.Searcher, key: str) -> int | None:
    hits = searcher.search(query_of(Exact("key", key)), 1, count=False).hits
    if not hits:
        return None
    return int(searcher.fast_field_values("version", [hits[0][1]])[0] or 0)


def _versions(searcher: tantivy.Searcher, which: tantivy.Query) -> list[tuple[str, int]]:
    # a filter, even of everything, leaves out what was overwritten but not merged away yet
    stamps = searcher.terms_with_prefix("stamp", "", which)
    parted = (stamp.rpartition(SEPARATOR) for stamp, _count in stamps)
    return [(key, int(version)) for key, _separator, version in parted]


def _documents(searcher: tantivy.Searcher, keys: set[str]) -> Iterator[SearchDocument]:
    """The documents of the keys, and every tombstone."""
    wanted = [query_of(Exact("key", key)) for key in keys]
    for query in (*wanted, query_of(Exact("deleted", 1))):
        for _score, address in searcher.search(query, max(1, searcher.num_docs)).hits:
            yield restored(searcher.doc(address))


def _put(index: tantivy.Index, documents: Iterable[SearchDocument], heap: int) -> None:
    writer = index.writer(heap, 1)
    for document in documents:
        writer.delete_documents_by_term("key", document.key)
        writer.add_document(stored(document))
    writer.commit()
    # a writer that goes away ends its merges half-way, and segments pile up
    writer.wait_merging_threads()


def _build(index: tantivy.Index, documents: Iterable[SearchDocument]) -> int:
    """Write all documents; how many can be found then."""
    versions: dict[str, int] = {}
    living: set[str] = set()

    def newest() -> Iterator[SearchDocument]:
        for document in documents:
            if versions.get(document.key, -1) <= document.version:
                versions[document.key] = document.version
                (living.discard if document.deleted else living.add)(document.key)
                yield document

    _put(index, newest(), LARGE_HEAP)
    return len(living)


def _found(searcher: tantivy.Searcher, match: tantivy.Query, plan: Plan) -> Found:
    query = narrowed(match, plan.filters.values())
    if plan.by_date:
        result = searcher.search(query, plan.limit, offset=plan.offset, order_by_field="order")
    else:
        result = searcher.search(query, plan.limit, offset=plan.offset, weight_by_field="weight")
    documents = tuple(restored(searcher.doc(address)) for _score, address in result.hits)
    facets = _facets(searcher, match, plan) if plan.facets else {}
    return Found(_total(result), documents, facets)


def _facets(
    searcher: tantivy.Searcher, match: tantivy.Query, plan: Plan
) -> dict[str, list[tuple[str, int]]]:
    """Each facet counted without its own filter; those without a filter in one go."""
    groups: dict[str | None, list[str]] = {}
    for name in FACETS:
        groups.setdefault(name if name in plan.filters else None, []).append(name)
    counted: dict[str, list[tuple[str, int]]] = {}
    for own, names in groups.items():
        others = [clause for name, clause in plan.filters.items() if name != own]
        wanted = {
            name: {"terms": {"field": FACETS[name][0], "size": FACETS[name][1]}} for name in names
        }
        answered = searcher.aggregate(narrowed(match, others), wanted)
        for name in names:
            buckets = answered[name]["buckets"]
            counted[name] = [(str(bucket["key"]), bucket["doc_count"]) for bucket in buckets]
    return counted
