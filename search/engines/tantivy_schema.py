"""The embedded index's fields, and the plan's clauses in tantivy's words."""

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

import tantivy

from search.answer import SEPARATOR
from search.document import SearchDocument
from search.fields import EXACT_FIELDS, WORD_FIELDS, facts_of, words_of
from search.matching import Best, Both, Clause, Everything, Exact, Phrase, Prefix, Some, Term


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
        "source": json.dumps(document.as_dict(), ensure_ascii=False).encode(errors="replace"),
    }
    return tantivy.Document.from_dict(fields, schema())


def restored(document: tantivy.Document) -> SearchDocument:
    """The reverse of stored."""
    return SearchDocument.from_dict(json.loads(document.get_first("source") or b""))


def _each(occur: tantivy.Occur, clauses: Iterable[Clause]) -> list[Any]:
    return [(occur, query_of(clause)) for clause in clauses]


def query_of(clause: Clause) -> tantivy.Query:
    """A clause as a tantivy query."""
    boost, query = 1.0, tantivy.Query
    match clause:
        case Term(field, word, boost):
            made = query.term_query(schema(), field, word)
        case Exact(field, value, score):
            made = query.term_query(schema(), field, value, "basic")
            made = query.const_score_query(made, score)
        case Prefix(field, value, score):
            made = query.regex_query(schema(), field, f"{value}.*")
            made = query.const_score_query(made, score)
        case Phrase(field, words, slop, boost):
            made = query.phrase_query(schema(), field, list(words), slop)
        case Best(clauses, tie, boost):
            made = query.disjunction_max_query([query_of(one) for one in clauses], tie)
        case Some(clauses, minimum, boost):
            made = query.boolean_query(_each(tantivy.Occur.Should, clauses), minimum)
        case Both(must, should):
            parts = _each(tantivy.Occur.Must, must) + _each(tantivy.Occur.Should, should)
            made = query.boolean_query(parts)
        case Everything():
            made = query.all_query()
    return made if boost == 1.0 else query.boost_query(made, boost)


def narrowed(match: tantivy.Query, filters: Iterable[Clause]) -> tantivy.Query:
    """The match among documents that still stand and pass every filter; filters do not score."""
    parts = [(tantivy.Occur.Must, match)]
    for clause in (Exact("deleted", 0), *filters):
        unscored = tantivy.Query.const_score_query(query_of(clause), 0.0)
        parts.append((tantivy.Occur.Must, unscored))
    return tantivy.Query.boolean_query(parts)
