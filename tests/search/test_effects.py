"""From a change in the ledger to what a reader finds, with the wiring of an installation."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from search import effects, index
from search.checks import sources_resolve
from search.document import SearchDocument
from search.exceptions import IndexUnavailable
from search.index import get_engine
from search.query import SearchRequest
from search.representation import search_page


@dataclass
class Change:
    """What the index reads of a ledger entry."""

    object_key: str
    version: int
    object_type: str = "notice"


PUBLIC: dict[str, str] = {}


class NoticeSource:
    """Notices that are public while they stand in PUBLIC."""

    def document(self, key: str) -> SearchDocument | None:
        title = PUBLIC.get(key)
        return SearchDocument(f"notice:{key}", 1, "article", title=title) if title else None

    def all_documents(self) -> Iterator[SearchDocument]:
        for key in PUBLIC:
            if document := self.document(key):
                yield document


class NoSource:
    """Lacks what a source needs."""


@pytest.fixture(autouse=True)
def installation(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.ELASTICSEARCH_URL = ""
    settings.SEARCH_DIR = tmp_path / "search"
    settings.SEARCH_SOURCES = {"notice": f"{__name__}.NoticeSource"}
    PUBLIC.clear()
    get_engine().clear()
    yield
    index._embedded.cache_clear()


def found(q: str = "") -> list[str]:
    return [hit.title for hit in get_engine().search(SearchRequest(q)).hits]


def test_a_release_is_found_and_a_withdrawal_is_not() -> None:
    PUBLIC["1"] = "防汛值班通知"
    effects.index_change(Change("1", 1))
    assert found("防汛") == ["防汛值班通知"]
    del PUBLIC["1"]
    effects.index_change(Change("1", 2))
    assert found("防汛") == []


def test_the_same_changes_again_alter_nothing() -> None:
    PUBLIC["1"] = "防汛值班通知"
    changes = [Change("1", 1), Change("2", 1), Change("1", 2)]
    for _again in range(3):
        effects.index_changes(changes)
    assert found() == ["防汛值班通知"]
    assert dict(get_engine().versions()) == {"notice:1": 2, "notice:2": 1}


def test_a_change_that_comes_late_shows_the_object_as_it_is_now() -> None:
    PUBLIC["1"] = "更正后的通知"
    effects.index_change(Change("1", 5))
    effects.index_change(Change("1", 3))
    assert found() == ["更正后的通知"]


def test_a_type_that_is_not_searched_is_passed_over() -> None:
    effects.index_change(Change("1", 1, object_type="picture"))
    assert found() == []


def test_rebuilding_reads_every_source() -> None:
    PUBLIC.update({"1": "防汛通知", "2": "招生通知"})
    told = StringIO()
    call_command("rebuild_index", json=True, stdout=told)
    assert json.loads(told.getvalue().splitlines()[-1])["documents"] == 2
    assert len(found()) == 2


def test_rebuilding_says_in_words_what_it_did() -> None:
    PUBLIC["1"] = "防汛通知"
    told = StringIO()
    call_command("rebuild_index", engine="embedded", stdout=told)
    assert told.getvalue().startswith("索引已重建：1篇")


def test_rebuilding_elasticsearch_without_an_address_is_refused() -> None:
    with pytest.raises(CommandError, match="ELASTICSEARCH_URL"):
        call_command("rebuild_index", engine="elastic")


def test_rebuilding_an_elasticsearch_that_does_not_answer_is_refused(
    settings: Settings,
) -> None:
    settings.ELASTICSEARCH_URL = "http://user:secret@127.0.0.1:9"
    with pytest.raises(CommandError, match="检索索引不可用") as refused:
        call_command("rebuild_index")
    assert "secret" not in str(refused.value)


def test_a_change_is_retried_while_elasticsearch_does_not_answer(
    settings: Settings,
) -> None:
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    PUBLIC["1"] = "防汛通知"
    with pytest.raises(IndexUnavailable) as failed:
        effects.index_change(Change("1", 1))
    assert not failed.value.permanent


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("cms.nowhere.Source", "cannot be imported"),
        (f"{__name__}.NoSource", "lacks document and all_documents"),
    ],
)
def test_a_source_that_is_none_is_a_numbered_error(
    settings: Settings, path: str, said: str
) -> None:
    settings.SEARCH_SOURCES = {"notice": path}
    (error,) = sources_resolve(None)
    assert (error.id, said in error.msg) == ("search.E001", True)


def test_a_page_of_results_is_plain_data_with_what_was_chosen() -> None:
    PUBLIC.update({str(number): f"防汛通知{number}" for number in range(12)})
    call_command("rebuild_index", json=True, stdout=StringIO())
    request = SearchRequest("防汛", kinds=("article",), page=2)
    page = search_page(request, get_engine().search(request))
    kinds: Any = next(facet for facet in page.facets if facet.name == "kind")
    assert (page.total, page.pages, len(page.results)) == (12, 2, 2)
    assert (kinds.choices[0].label, kinds.choices[0].chosen) == ("信息", True)
