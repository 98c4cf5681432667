"""From what an engine found to what the reader sees; the same for both engines."""

import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from search import highlight
from search.document import SearchDocument
from search.plan import Plan, plan
from search.query import FacetValue, Hit, SearchRequest, SearchResults
from search.representation import kind_label
from search.suggestion import suggest

# Between a site's code and its name in the values of the site facet.
SEPARATOR = "\x1f"
# Fewer results than this leave room below them for documents that match less of the query.
FEW = 20


@dataclass(frozen=True, slots=True)
class Found:
    """What an engine answers: `facets` are (value, count) for site, kind and year."""

    total: int
    documents: tuple[SearchDocument, ...]
    facets: Mapping[str, Sequence[tuple[str, int]]]


def _sites(counts: Sequence[tuple[str, int]]) -> tuple[FacetValue, ...]:
    """Documents written before a site was renamed count with those written after."""
    totals: dict[str, int] = defaultdict(int)
    names: dict[str, str] = {}
    for value, count in counts:
        code, _, name = value.partition(SEPARATOR)
        totals[code] += count
        names.setdefault(code, name)
    ordered = sorted(totals.items(), key=lambda item: (-item[1], item[0]))
    return tuple(FacetValue(code, names[code] or code, count) for code, count in ordered if code)


def _facets(found: Found) -> dict[str, tuple[FacetValue, ...]]:
    kinds = sorted(found.facets["kind"], key=lambda item: (-item[1], item[0]))
    years = sorted(found.facets["year"], reverse=True)
    return {
        "site": _sites(found.facets["site"]),
        "kind": tuple(FacetValue(kind, kind_label(kind), count) for kind, count in kinds if kind),
        "year": tuple(FacetValue(year, year, count) for year, count in years if year != "0"),
    }


def _hits(query: str, documents: Sequence[SearchDocument]) -> tuple[Hit, ...]:
    finder = highlight.pattern(query)
    return tuple(
        Hit(
            key=document.key,
            kind=document.kind,
            site=document.site,
            site_name=document.site_name,
            title=document.title,
            title_html=highlight.title_html(document.title, query, finder),
            url=document.url,
            date=document.date,
            doc_no=document.doc_no,
            validity=document.validity,
            passage_html=highlight.passage_of(document, finder),
        )
        for document in documents
    )


def answer(request: SearchRequest, execute: Callable[[Plan], Found]) -> SearchResults:
    """Ask the engine; a query that finds too little is asked again, content with less."""
    started = time.perf_counter()
    asked = request.tidied()
    found = execute(plan(asked))
    few = 1 if asked.sort == "date" else FEW
    if asked.q and found.total < few:
        found = execute(plan(asked, relaxed=True))
    hits = _hits(asked.q, found.documents)
    return SearchResults(
        total=found.total,
        hits=hits,
        facets=_facets(found),
        suggestion=suggest(
            asked.q,
            [hit.title for hit in hits],
            [hit.passage_html.replace("<mark>", "").replace("</mark>", "") for hit in hits],
        ),
        took_ms=round((time.perf_counter() - started) * 1000),
    )
