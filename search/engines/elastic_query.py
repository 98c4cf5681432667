"""The index's mapping, and the plan's clauses, in Elasticsearch's words.

Only what the core of Elasticsearch 8 has, so that every cluster can serve it.
"""

from collections.abc import Iterable
from typing import Any

from search.answer import SEPARATOR
from search.document import SearchDocument
from search.fields import EXACT_FIELDS, WORD_FIELDS, facts_of, words_of
from search.matching import Best, Both, Clause, Everything, Exact, Phrase, Prefix, Some, Term
from search.plan import Plan

FACETS = {"site": ("place_facet", 1000), "kind": ("kind", 50), "year": ("year", 200)}
SEARCH_TIMEOUT = "2s"
SETTINGS = {
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",
    # given, it also holds for an index that nobody has searched for a while
    "refresh_interval": "500ms",
}


def mapping() -> dict[str, Any]:
    """The fields of the index; unknown ones are refused."""
    fields: dict[str, Any] = {
        name: {"type": "text", "analyzer": "whitespace"} for name in WORD_FIELDS
    }
    for name in (*EXACT_FIELDS, "place_facet"):
        fields[name] = {"type": "keyword"}
    for name in ("version", "order", "year"):
        fields[name] = {"type": "long"}
    fields["deleted"] = {"type": "byte"}
    fields["weight"] = {"type": "double", "index": False}
    fields["source"] = {"type": "object", "enabled": False}
    return {
        "dynamic": "strict",
        "properties": fields,
        # the words are made from the source; keeping them too would double the index
        "_source": {"includes": ["source", "key", "version"]},
    }


def stored(document: SearchDocument) -> dict[str, Any]:
    """A search document as the index takes it."""
    return {
        **facts_of(document),
        **words_of(document),
        "place_facet": f"{document.site}{SEPARATOR}{document.site_name}",
        "source": document.as_dict(),
    }


def _all(clauses: Iterable[Clause]) -> list[dict[str, Any]]:
    return [query_of(clause) for clause in clauses]


def query_of(clause: Clause) -> dict[str, Any]:
    """A clause as an Elasticsearch query."""
    made: dict[str, Any]
    match clause:
        case Term(field, word, boost):
            made = {"term": {field: {"value": word, "boost": boost}}}
        case Exact(field, value, score):
            made = {"constant_score": {"filter": {"term": {field: value}}, "boost": score}}
        case Prefix(field, value, score):
            prefix = {"prefix": {field: {"value": value}}}
            made = {"constant_score": {"filter": prefix, "boost": score}}
        case Phrase(field, words, slop, boost):
            phrase = {"query": " ".join(words), "slop": slop, "boost": boost}
            made = {"match_phrase": {field: phrase}}
        case Best(clauses, tie, boost):
            made = {"dis_max": {"queries": _all(clauses), "tie_breaker": tie, "boost": boost}}
        case Some(clauses, minimum, boost):
            bounds = {"minimum_should_match": minimum, "boost": boost}
            made = {"bool": {"should": _all(clauses), **bounds}}
        case Both(must, should):
            made = {"bool": {"must": _all(must), "should": _all(should)}}
        case Everything():
            made = {"match_all": {}}
    return made


def _facets(plan: Plan) -> dict[str, Any]:
    """Each facet counted without its own filter."""
    return {
        name: {
            "filter": {
                "bool": {"filter": _all(c for own, c in plan.filters.items() if own != name)}
            },
            "aggs": {"values": {"terms": {"field": field, "size": size}}},
        }
        for name, (field, size) in FACETS.items()
    }


def body_of(plan: Plan) -> dict[str, Any]:
    """The whole search of a plan."""
    standing = {"bool": {"must": [query_of(plan.match)], "filter": [{"term": {"deleted": 0}}]}}
    weighed = {"function_score": {"query": standing, "field_value_factor": _WEIGHT}}
    by_score: list[Any] = [{"_score": "desc"}, {"order": "desc"}]
    return {
        "query": standing if plan.by_date else weighed,
        "post_filter": {"bool": {"filter": _all(plan.filters.values())}},
        "aggs": _facets(plan) if plan.facets else {},
        "sort": [{"order": "desc"}] if plan.by_date else by_score,
        "from": plan.offset,
        "size": plan.limit,
        "source_includes": ["source"],
        "track_total_hits": True,
        "timeout": SEARCH_TIMEOUT,
    }


_WEIGHT = {"field": "weight", "modifier": "log2p", "missing": 2}
