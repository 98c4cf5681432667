"""How well 59 judged queries over 978 laws are answered; the floors lie a little under today's."""

import gzip
import json
import math
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from search.document import SearchDocument
from search.engines import Engine
from search.engines.embedded import EmbeddedEngine
from search.query import SearchRequest

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
# Each kind of query, by nDCG@10: question, known item, alias, pinyin, traditional, typo, number.
FLOORS = {"q": 0.95, "k": 0.98, "a": 0.92, "p": 0.98, "t": 0.98, "y": 0.98, "n": 0.98}
OVERALL = 0.96


def laws() -> Iterator[SearchDocument]:
    with gzip.open(SAMPLES / "laws.jsonl.gz", "rt", encoding="utf-8") as lines:
        for law in map(json.loads, lines):
            yield SearchDocument(
                key=f"law:{law['id']}",
                version=1,
                kind="law",
                site="portal",
                title=law["title"],
                body=law["body"],
                doc_no=law["doc_no"] or "",
            )


def gain(grades: list[int]) -> float:
    return sum((2**grade - 1) / math.log2(place) for place, grade in enumerate(grades, start=2))


def judge(engine: Engine) -> dict[str, list[tuple[float, bool]]]:
    """(nDCG@10, whether a fully relevant law is among the ten) of each query, by kind."""
    judged: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    queries: list[dict[str, Any]] = json.loads((SAMPLES / "judged_queries.json").read_text("utf-8"))
    for query in queries:
        hits = engine.search(SearchRequest(query["query"])).hits
        grades = [query["relevant"].get(hit.key.removeprefix("law:"), 0) for hit in hits]
        best = gain(sorted(query["relevant"].values(), reverse=True)[:10])
        judged[query["kind"]].append((gain(grades) / best, 3 in grades))
    return judged


def check(engine: Engine) -> None:
    judged = judge(engine)
    measured = {kind: sum(g for g, _ in ones) / len(ones) for kind, ones in judged.items()}
    assert {kind: g for kind, g in measured.items() if g < FLOORS[kind]} == {}
    everything = [one for ones in judged.values() for one in ones]
    assert sum(g for g, _ in everything) / len(everything) > OVERALL
    assert all(found for _, found in everything)


def test_the_embedded_engine_answers_the_judged_queries(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path)
    assert engine.rebuild(laws()) == 978
    check(engine)


@pytest.mark.services
def test_elasticsearch_answers_the_judged_queries(elastic: Engine) -> None:
    assert elastic.rebuild(laws()) == 978
    check(elastic)
