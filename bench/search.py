"""How long a reader's search takes over the laws: our pipeline beside tantivy's own query.

Ours takes the reader's words as typed and answers with hits, facets and highlights. The reference
is handed the words already cut, and answers with the ten best documents of the same fields.
"""

import gzip
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.measure import LAWS, QUERIES, Result, Size, p50_p95

if TYPE_CHECKING:
    pass

TOP = 10
WARM = 2
REFERENCE = "tantivy, words already cut"
Answer = Callable[[str], Any]


def search(size: Size) -> Iterator[Result]:
    """Milliseconds for a query: p50 and p95 over all judged queries, every round."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.dev"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATA_DIR"] = folder
        import django  # noqa: PLC0415 - the variables above come first

        django.setup()
        laws = read_laws(size.scale)
        queries = [query["query"] for query in json.loads(QUERIES.read_text(encoding="utf-8"))]
        ours, raw = our_engine(Path(folder), laws), raw_tantivy(laws, queries)
        value, reference = timed(ours, raw, queries, rounds=size.rounds)
    for name, mine, beside in zip(("search_p50", "search_p95"), value, reference, strict=True):
        yield Result(name, round(mine, 3), "ms", REFERENCE, round(beside, 3))


def timed(
    ours: Answer, raw: Answer, queries: list[str], *, rounds: int
) -> tuple[tuple[float, float], tuple[float, float]]:
    """(p50, p95) of both, query by query in turn; the first passes only warm up."""
    taken: dict[Answer, list[float]] = {ours: [], raw: []}
    for number in range(WARM + rounds):
        for query in queries:
            for side, values in taken.items():
                began = time.perf_counter()
                side(query)
                if number >= WARM:
                    values.append((time.perf_counter() - began) * 1000)
    return p50_p95(taken[ours]), p50_p95(taken[raw])


def read_laws(scale: int) -> list[dict[str, Any]]:
    """The laws so many times over."""
    with gzip.open(LAWS, "rt", encoding="utf-8") as lines:
        laws = [json.loads(line) for line in lines]
    return [{**law, "id": f"{law['id']}-{copy}"} for copy in range(scale) for law in laws]


def our_engine(folder: Path, laws: list[dict[str, Any]]) -> Answer:
    """The embedded engine over the laws, asked as the search page asks it."""
    from search.document import SearchDocument  # noqa: PLC0415 - Django is set up only now
    from search.engines.embedded import EmbeddedEngine  # noqa: PLC0415
    from search.query import SearchRequest  # noqa: PLC0415

    engine: EmbeddedEngine = EmbeddedEngine(folder / "search")
    engine.rebuild(
        SearchDocument(
            key=f"law:{law['id']}",
            version=1,
            kind="article",
            site="portal",
            title=law["title"],
            body=law["body"],
            doc_no=law["doc_no"] or "",
        )
        for law in laws
    )
    return lambda query: engine.search(SearchRequest(query)).hits


def raw_tantivy(laws: list[dict[str, Any]], queries: list[str]) -> Answer:
    """An index of titles and bodies cut by the same cutter, and the plainest query over it."""
    import rjieba  # noqa: PLC0415
    import tantivy  # noqa: PLC0415

    fields = ("title", "body")
    builder = tantivy.SchemaBuilder()
    for name in fields:
        builder.add_text_field(name, stored=True, tokenizer_name="whitespace")
    schema = builder.build()
    index = tantivy.Index(schema)
    writer = index.writer(128_000_000, 1)
    for law in laws:
        writer.add_document(
            tantivy.Document(**{name: " ".join(rjieba.cut(law[name])) for name in fields})
        )
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()
    cut = {query: [word for word in rjieba.cut(query) if word.strip()] for query in queries}

    def answer(query: str) -> list[Any]:
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(schema, field, word))
            for word in cut[query]
            for field in fields
        ]
        hits = searcher.search(tantivy.Query.boolean_query(terms), TOP).hits
        return [searcher.doc(address) for _score, address in hits]

    return answer
