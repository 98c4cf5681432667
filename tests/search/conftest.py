"""Engines to test: the embedded one in a folder of its own, Elasticsearch where asked for."""

import datetime
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from search.document import SearchDocument
from search.engines import Engine
from search.engines.elastic import ElasticEngine
from search.engines.embedded import EmbeddedEngine
from tests.services import ensure

Write = Callable[..., SearchDocument]


@pytest.fixture
def make() -> Write:
    """A document with as little given as a test needs."""

    def document(key: str = "article:1", **given: Any) -> SearchDocument:
        facts: dict[str, Any] = {
            "version": 1,
            "kind": "article",
            "site": "jyj",
            "site_name": "云溪县教育局",
            "title": "关于义务教育阶段学校招生的通知",
            "body": "符合条件的适龄儿童，由监护人于六月二十日前到学校登记。",
            "url": "/a/1",
            "date": datetime.date(2026, 3, 5),
        }
        return SearchDocument(key=key, **{**facts, **given})

    return document


@pytest.fixture
def embedded(tmp_path: Path) -> EmbeddedEngine:
    """An empty embedded index."""
    engine = EmbeddedEngine(tmp_path / "search")
    engine.clear()
    return engine


@pytest.fixture
def elastic() -> Iterator[ElasticEngine]:
    """An empty index on a real Elasticsearch, dropped afterwards."""
    alias = f"test-{secrets.token_hex(4)}"
    engine = ElasticEngine(ensure("elasticsearch")["ELASTICSEARCH_URL"], alias)
    engine.clear()
    yield engine
    engine.client.indices.delete(index=list(engine.client.indices.get(index=f"{alias}-*")))
    engine.client.close()


@pytest.fixture(params=["embedded", pytest.param("elastic", marks=pytest.mark.services)])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn."""
    found: Engine = request.getfixturevalue(request.param)
    return found
