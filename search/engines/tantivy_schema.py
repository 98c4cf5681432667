"""The embedded index's fields, and the plan's clauses in tantivy's words."""

import json
from collections.abc import Iterable
from functools import cache

import tantivy

from search.answer import SEPARATOR
from search.document import SearchDocument
from search.fields import EXACT_FIELDS, WORD_FIELDS, facts_of, words_of
from search.matching import Best, Both, Clause, Everything, Exact, Phrase, Some, Term


@cache
def schema() -> tantivy.Schema:
    """The schema; a change of it needs a new FORMAT in search.engines.folders."""
    builder = tantivy.SchemaBuilder()
    for name in WORD_FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in (*EXACT_FIELDS, "place_facet", "stamp"):
        fast = name in ("kind", "place_facet")
        builder.add_text_field(name, fast=fast, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("version", fast=True)
    builder.add_unsigned_field("deleted", indexed=True, fast=True)
    builder.add_integer_field("year", indexed=True, fast=True)
    builder.add_integer_field("order", fast=True)
    builder.add_float_field("weight", fast=True)
    builder.add_bytes_field("source", stored=True)
    return builder.build()


def stored(document: SearchDocument) -> tantivy.Document:
    """A search document as the index takes it."""
    fields = {
        **facts_of(document),
        **words_of(document),
        "place_facet": f"{document.site}{SEPARATOR}{document.site_name}",
        "stamp": f"{document.key}{SEPARATOR}{document.version}",
        "source": json.dumps(document.as_dict(), ensure_ascii=False).encode(),
    }
    return tantivy.Document.from_dict(fields, schema())


def restored(document: tantivy.Document) -> SearchDocument:
    """The reverse of stored."""
    return SearchDocument.from_dict(json.loads(document.get_first("source")))


def _boosted(query: tantivy.Query, boost: float) -> tantivy.Query:
    return query if boost == 1.0 else tantivy.Query.boost_query(query, boost)


def _all(occur: tantivy.Occur, clauses: Iterable[Clause]) -> list[tuple[tantivy.Occur, tantivy.Query]]:
    return [(occur, query_of(clause)) for clause in clauses]


def query_of(clause: Clause) -> tantivy.Query:
    """A clause as a tantivy query."""
    made = tantivy.Query
    match clause:
        case Term(field, word, boost):
            return _boosted(made.term_query(schema(), field, word), boost)
        case Exact(field, value, score):
            return made.const_score_query(made.term_query(schema(), field, value, "basic"), score)
        case Phrase(field, words, slop, boost):
            return _boosted(made.phrase_query(schema(), field, list(words), slop), boost)
        case Best(clauses, tie, boost):
            return _boosted(made.disjunction_max_query(list(map(query_of, clauses)), tie), boost)
        case Some(clauses, minimum, boost):
            should = _all(tantivy.Occur.Should, clauses)
            return _boosted(made.boolean_query(should, minimum), boost)
        case Both(must, should):
            return made.boolean_query(
                _all(tantivy.Occur.Must, must) + _all(tantivy.Occur.Should, should)
            )
        case Everything():
            return made.all_query()


def narrowed(match: tantivy.Query, filters: Iterable[Clause]) -> tantivy.Query:
    """The match among documents that still stand and pass every filter; filters do not score."""
    parts = [(tantivy.Occur.Must, match)]
    for clause in (Exact("deleted", 0), *filters):
        unscored = tantivy.Query.const_score_query(query_of(clause), 0.0)
        parts.append((tantivy.Occur.Must, unscored))
    return tantivy.Query.boolean_query(parts)
