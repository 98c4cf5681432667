"""Whatever a reader types is text: it finds something or nothing, and never fails."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.document import SearchDocument
from search.engines.embedded import EmbeddedEngine
from search.query import DEEPEST_RESULT, SearchRequest

anything = st.text(alphabet=st.characters(exclude_categories=[]), max_size=300)
likely = st.text(alphabet="招生通知教育公积金〔〕（）2026 31号\"'*?~^+-:\\/()[]{}&|!aAwto\x00　\n")


@pytest.fixture(scope="module")
def notices(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedEngine:
    engine = EmbeddedEngine(tmp_path_factory.mktemp("search"))
    titles = ["招生通知", "公积金管理办法", "WTO规则", "关于〔2026〕31号文件的说明"]
    engine.rebuild(
        SearchDocument(f"article:{t}", 1, "article", "jyj", title=t, body=t, validity="有效")
        for t in titles
    )
    return engine


@settings(max_examples=150)
@given(q=anything | likely)
def test_any_text_is_a_query(notices: EmbeddedEngine, q: str) -> None:
    found = notices.search(SearchRequest(q))
    assert found.total <= 4
    assert len(found.hits) == found.total


@given(
    page=st.integers(),
    per_page=st.integers(),
    year=st.integers(-(2**63), 2**63 - 1) | st.none(),
    site=anything,
    kinds=st.lists(anything).map(tuple),
)
@settings(max_examples=60)
def test_any_filter_and_page_is_answered(
    notices: EmbeddedEngine,
    page: int,
    per_page: int,
    year: int | None,
    site: str,
    kinds: tuple[str, ...],
) -> None:
    request = SearchRequest("招生", site, kinds, year, page=page, per_page=per_page)
    assert notices.search(request).total <= 1
    assert request.tidied().offset < DEEPEST_RESULT


@pytest.mark.parametrize(
    "odd",
    [
        SearchRequest(site="\ud800"),
        SearchRequest(validity="x" * 70_000),
        SearchRequest(kinds=("\x00",) * 5_000),
        SearchRequest(year=10**22),
        SearchRequest(year=0),
    ],
)
def test_a_filter_that_no_document_can_have_finds_nothing(
    notices: EmbeddedEngine, odd: SearchRequest
) -> None:
    assert notices.search(odd).total == 0


def test_a_query_of_punctuation_finds_nothing(notices: EmbeddedEngine) -> None:
    assert notices.search(SearchRequest("“”！？")).total == 0
