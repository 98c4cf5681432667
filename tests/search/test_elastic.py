"""Elasticsearch when it is not as it should be."""

import pytest

from search.engines.elastic import ElasticEngine
from search.exceptions import IndexUnavailable
from search.query import SearchRequest
from tests.search.conftest import Write

pytestmark = pytest.mark.services


def test_a_missing_index_is_one_sentence_and_rebuilding_mends_it(
    elastic: ElasticEngine, make: Write
) -> None:
    elastic.client.indices.delete(index=list(elastic.client.indices.get(index=elastic.alias)))
    with pytest.raises(IndexUnavailable, match="rebuild_index"):
        elastic.search(SearchRequest("招生"))
    with pytest.raises(IndexUnavailable, match="rebuild_index"):
        elastic.write([make()])
    assert elastic.rebuild([make()]) == 1
    elastic.refresh()
    assert elastic.search(SearchRequest("招生")).total == 1


def test_rebuilding_keeps_one_index_before(elastic: ElasticEngine, make: Write) -> None:
    for _turn in range(3):
        elastic.rebuild([make()])
    assert len(elastic.client.indices.get(index=f"{elastic.alias}-*")) == 2
    assert len(elastic.client.indices.get(index=elastic.alias)) == 1


def test_many_documents_go_through_every_page(elastic: ElasticEngine, make: Write) -> None:
    elastic.rebuild(make(f"article:{number}", body="") for number in range(6_000))
    elastic.refresh()
    assert len(dict(elastic.versions())) == elastic.count() == 6_000
    assert len(elastic.search(SearchRequest(page=10**9, per_page=100)).hits) == 0
