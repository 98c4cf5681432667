"""The Elasticsearch engine: the same documents, words and ranking as the embedded one."""

import logging
import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext as _
from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError
from elasticsearch.helpers import streaming_bulk

from search.answer import Found, answer
from search.completion import CompletionRequest, complete
from search.document import SearchDocument
from search.engines.elastic_query import FACETS, SETTINGS, body_of, mapping, stored
from search.exceptions import IndexUnavailable, RebuildRefused, SearchError
from search.plan import Plan
from search.query import SearchRequest, SearchResults

logger = logging.getLogger(__name__)

CONFLICT = 409
REQUEST_TIMEOUT, BULK_TIMEOUT = 5.0, 60.0
BULK = {
    "chunk_size": 500,
    "max_chunk_bytes": 10 * 1024 * 1024,
    "max_retries": 5,
    "initial_backoff": 0.2,
    "max_backoff": 10,
    "raise_on_error": False,
}
VERSIONS_PER_PAGE, DOCUMENTS_PER_PAGE = 5_000, 200
KEYS_PER_QUERY = 10_000


class ElasticEngine:
    """Elasticsearch检索: an alias that points at one index; rebuilding moves it to a new one."""

    name = "elastic"

    def __init__(self, url: str, alias: str = "gongkai") -> None:
        self.alias = alias
        self.client = Elasticsearch(
            url,
            request_timeout=REQUEST_TIMEOUT,
            max_retries=2,
            retry_on_timeout=False,
            retry_on_status=(429, 502, 503, 504),
        )
        self.bulk_client = self.client.options(request_timeout=BULK_TIMEOUT)

    # --- reading ---

    def search(self, request: SearchRequest) -> SearchResults:
        """One page of results, with facets and highlights."""
        return answer(request, self._execute)

    def complete(self, request: CompletionRequest) -> tuple[SearchDocument, ...]:
        """Titles that begin with or contain what was typed."""
        return complete(request, self._execute)

    def count(self) -> int:
        """How many documents can be found."""
        return self._count(self.alias)

    def versions(self, *, living: bool = False) -> Iterator[tuple[str, int]]:
        """Key and version of everything in the index, tombstones too unless only the living."""
        query: dict[str, Any] = {"term": {"deleted": 0}} if living else {"match_all": {}}
        for source in self._sources(self.alias, ["key", "version"], query):
            yield source["key"], source["version"]

    def refresh(self) -> None:
        """What was written is found from now on."""
        with self._errors():
            self.client.indices.refresh(index=self.alias)

    def _count(self, index: str) -> int:
        with self._errors():
            return int(self.client.count(index=index, query={"term": {"deleted": 0}})["count"])

    def _execute(self, plan: Plan) -> Found:
        with self._errors():
            reply = self.client.search(index=self.alias, **body_of(plan)).body
        if reply["timed_out"]:
            raise self._unavailable("the search timed out")
        documents = tuple(
            SearchDocument.from_dict(hit["_source"]["source"]) for hit in reply["hits"]["hits"]
        )
        facets = {
            name: [
                (str(bucket["key"]), bucket["doc_count"])
                for bucket in reply["aggregations"][name]["values"]["buckets"]
            ]
            for name in (FACETS if plan.facets else ())
        }
        return Found(reply["hits"]["total"]["value"], documents, facets)

    def _sources(
        self, index: str, fields: list[str], query: dict[str, Any]
    ) -> Iterator[dict[str, Any]]:
        """The stored fields of all documents that match, in the order of their keys."""
        with self._errors():
            reader = self.client.open_point_in_time(index=index, keep_alive="2m")["id"]
        after: list[Any] | None = None
        try:
            while True:
                with self._errors():
                    hits = self.bulk_client.search(
                        pit={"id": reader, "keep_alive": "2m"},
                        query=query,
                        sort=[{"key": "asc"}],
                        search_after=after,
                        size=DOCUMENTS_PER_PAGE if "source" in fields else VERSIONS_PER_PAGE,
                        source_includes=fields,
                        track_total_hits=False,
                    )["hits"]["hits"]
                if not hits:
                    return
                yield from (hit["_source"] for hit in hits)
                after = hits[-1]["sort"]
        finally:
            with self._errors():
                self.client.close_point_in_time(id=reader)

    # --- writing ---

    def write(self, documents: Iterable[SearchDocument]) -> None:
        """Take documents and tombstones; found within a second."""
        with self._errors():
            if not self.client.indices.exists_alias(name=self.alias):
                # without the alias a bulk would make an index of that name by itself
                raise self._unavailable(f"no alias {self.alias}")
        self._bulk(self.alias, documents)

    def _bulk(self, index: str, documents: Iterable[SearchDocument]) -> None:
        """Write by external version: what is older than the index has is not an error."""
        actions = (
            {
                "_op_type": "index",
                "_index": index,
                "_id": document.key,
                "version": document.version,
                "version_type": "external_gte",
                "_source": stored(document),
            }
            for document in documents
        )
        with self._errors():
            aliased = index == self.alias
            for done, result in streaming_bulk(
                self.bulk_client,
                actions,
                require_alias=aliased,
                **BULK,  # type: ignore[arg-type]
            ):
                outcome = result["index"]
                if not done and outcome.get("status") != CONFLICT:
                    raise SearchError(
                        _("Elasticsearch未收下“%(key)s”：%(reason)s")
                        % {"key": outcome.get("_id"), "reason": outcome.get("error")}
                    )

    def clear(self) -> None:
        """An empty index, whatever was there before."""
        with self._errors():
            new = self._create()
            self._switch(new)

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        """A new index beside the old one, swapped in when it holds every document."""
        before = self._before()
        with self._errors():
            new = self._create()
        try:
            expected = self._build(new, documents)
            self._carry_over(new, before)
            with self._errors():
                old = self._switch(new)
        except BaseException:
            self.client.options(ignore_status=404).indices.delete(index=new)
            raise
        for index in old:
            # a write that was on its way while the alias moved has landed in the old index
            self._carry_over(new, before, index)
        return expected

    def _build(self, new: str, documents: Iterable[SearchDocument]) -> int:
        living: dict[str, tuple[int, bool]] = {}

        def seen() -> Iterator[SearchDocument]:
            for document in documents:
                if living.get(document.key, (-1, False))[0] <= document.version:
                    living[document.key] = (document.version, not document.deleted)
                yield document

        self._bulk(new, seen())
        with self._errors():
            self.client.indices.refresh(index=new)
        held, expected = self._count(new), sum(stands for _version, stands in living.values())
        if held != expected:
            raise RebuildRefused(
                _("新索引有%(held)d篇，应有%(expected)d篇，原索引未动。")
                % {"held": held, "expected": expected}
            )
        return expected

    def _before(self) -> dict[str, int] | None:
        """What the index in use holds; None if there is none."""
        try:
            return dict(self.versions())
        except IndexUnavailable:
            self._answers()
            return None

    def _carry_over(self, new: str, before: dict[str, int] | None, old: str = "") -> None:
        """Into the new index: what was written during the rebuild, and the tombstones."""
        if before is None:
            return
        source = old or self.alias
        with self._errors():
            self.client.indices.refresh(index=source)
        now = self._sources(source, ["key", "version"], {"match_all": {}})
        written = [one["key"] for one in now if before.get(one["key"]) != one["version"]]
        for start in range(0, len(written), KEYS_PER_QUERY):
            keys = written[start : start + KEYS_PER_QUERY]
            self._bulk(new, self._documents(source, {"terms": {"key": keys}}))
        held = {one["key"] for one in self._sources(new, ["key", "version"], {"match_all": {}})}
        deleted = self._documents(source, {"term": {"deleted": 1}})
        self._bulk(new, (one for one in deleted if one.key not in held))

    def _documents(self, index: str, query: dict[str, Any]) -> Iterator[SearchDocument]:
        for found in self._sources(index, ["source"], query):
            yield SearchDocument.from_dict(found["source"])

    # --- the server ---

    def _create(self) -> str:
        name = f"{self.alias}-{time.time_ns()}-{secrets.token_hex(3)}"
        self.bulk_client.indices.create(index=name, settings=SETTINGS, mappings=mapping())
        return name

    def _switch(self, new: str) -> list[str]:
        """Move the alias in one step; keep the index before, drop older ones. Returns the old."""
        pattern = f"{self.alias}-*"
        before = [name for name, state in self._indices(pattern).items() if state["aliases"]]
        actions: list[dict[str, Any]] = [
            {"remove": {"index": name, "alias": self.alias}} for name in before
        ]
        actions.append({"add": {"index": new, "alias": self.alias}})
        self.client.indices.update_aliases(actions=actions)
        for name in self._indices(pattern):
            if name not in (*before, new):
                self.client.options(ignore_status=404).indices.delete(index=name)
        return before

    def _indices(self, pattern: str) -> dict[str, Any]:
        found: dict[str, Any] = self.client.indices.get_alias(
            index=pattern, allow_no_indices=True
        ).body
        return found

    def _answers(self) -> None:
        with self._errors():
            self.client.cluster.health(timeout="2s")

    def _unavailable(self, cause: object) -> IndexUnavailable:
        logger.error("Elasticsearch cannot be used: %s", cause)
        return IndexUnavailable(
            _("检索索引不可用。请检查Elasticsearch；索引缺失时请运行 manage.py rebuild_index。")
        )

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """The client's errors as ours."""
        try:
            yield
        except (NotFoundError, TransportError) as error:
            raise self._unavailable(error) from error
        except ApiError as error:
            raise SearchError(
                _("Elasticsearch拒绝了请求：%(reason)s") % {"reason": error.message}
            ) from error
