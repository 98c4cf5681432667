"""What every engine does, told once: the embedded one and a real Elasticsearch."""

import datetime
from collections.abc import Callable, Iterator

import pytest

from search.completion import CompletionRequest
from search.document import SearchDocument
from search.engines import Engine
from search.query import SearchRequest, SearchResults
from tests.search.conftest import Write


def ask(engine: Engine, q: str = "", **given: object) -> SearchResults:
    engine.refresh()
    return engine.search(SearchRequest(q=q, **given))  # type: ignore[arg-type]


def keys(results: SearchResults) -> list[str]:
    return [hit.key for hit in results.hits]


@pytest.fixture
def county(engine: Engine, make: Write) -> Engine:
    """Three sites, three kinds, two years."""
    finance = {"site": "czj", "site_name": "云溪县财政局"}
    engine.write(
        [
            make("article:1"),
            make("article:2", title="县教育局召开校园安全会议", date=datetime.date(2025, 9, 1)),
            make("document:3", kind="document", title="云溪县财政局关于预算公开的通知", **finance),
            make("expenses:4", kind="expenses", title="2026年三公经费预算", body="", **finance),
            make("article:5", site="mzj", site_name="民政局", title="低保申请须知", date=None),
        ]
    )
    return engine


class TestWriting:
    """Documents and tombstones in any order."""

    def test_a_written_document_is_found(self, engine: Engine, make: Write) -> None:
        engine.write([make()])
        found = ask(engine, "招生").hits[0]
        assert (found.key, found.site_name, found.date) == (
            "article:1",
            "云溪县教育局",
            datetime.date(2026, 3, 5),
        )

    def test_a_newer_version_replaces_the_older(self, engine: Engine, make: Write) -> None:
        engine.write([make(title="旧标题")])
        engine.write([make(version=2, title="新标题")])
        assert [hit.title for hit in ask(engine).hits] == ["新标题"]
        assert engine.count() == 1

    def test_an_older_version_that_comes_late_changes_nothing(
        self, engine: Engine, make: Write
    ) -> None:
        engine.write([make(version=5, title="新标题")])
        engine.write([make(version=4, title="旧标题")])
        assert [hit.title for hit in ask(engine).hits] == ["新标题"]

    def test_the_same_version_again_is_taken(self, engine: Engine, make: Write) -> None:
        engine.write([make(title="原标题")])
        engine.write([make(title="重发标题")])
        assert [hit.title for hit in ask(engine).hits] == ["重发标题"]

    def test_the_newest_of_one_batch_stays(self, engine: Engine, make: Write) -> None:
        engine.write([make(version=2, title="新标题"), make(version=1, title="旧标题")])
        assert [hit.title for hit in ask(engine).hits] == ["新标题"]

    def test_a_withdrawn_document_is_gone_and_stays_gone(self, engine: Engine, make: Write) -> None:
        engine.write([make(version=1)])
        engine.write([SearchDocument.tombstone("article:1", 2)])
        engine.write([make(version=1)])
        assert ask(engine).total == 0
        assert engine.count() == 0

    def test_a_withdrawn_document_can_come_back(self, engine: Engine, make: Write) -> None:
        engine.write([SearchDocument.tombstone("article:1", 2)])
        engine.write([make(version=3)])
        assert keys(ask(engine, "招生")) == ["article:1"]

    def test_versions_name_tombstones_too(self, engine: Engine, make: Write) -> None:
        engine.write([make(), make("article:2", version=7)])
        engine.write([make(version=3), SearchDocument.tombstone("article:3", 9)])
        engine.refresh()
        assert dict(engine.versions()) == {"article:1": 3, "article:2": 7, "article:3": 9}
        assert dict(engine.versions(living=True)) == {"article:1": 3, "article:2": 7}

    def test_nothing_to_write_is_no_error(self, engine: Engine) -> None:
        engine.write([])
        assert ask(engine).total == 0


class TestAnswering:
    """Filters, facets, order and pages."""

    def test_an_empty_query_lists_everything_newest_first(self, county: Engine) -> None:
        found = ask(county)
        assert found.total == 5
        assert keys(found)[-2:] == ["article:2", "article:5"]

    def test_filters_narrow(self, county: Engine) -> None:
        assert keys(ask(county, site="czj", kinds=("expenses",))) == ["expenses:4"]
        assert keys(ask(county, year=2025)) == ["article:2"]
        assert ask(county, kinds=("document", "expenses")).total == 2
        assert ask(county, site="nobody").total == 0

    def test_a_facet_is_counted_without_its_own_filter(self, county: Engine) -> None:
        facets = ask(county, site="czj", year=2026).facets
        assert facets["site"] == (("czj", "云溪县财政局", 2), ("jyj", "云溪县教育局", 1))
        assert {kind: hits for kind, _label, hits in facets["kind"]} == {
            "document": 1,
            "expenses": 1,
        }
        assert facets["year"] == (("2026", "2026", 2),)

    def test_facets_count_the_results_of_the_query(self, county: Engine) -> None:
        facets = ask(county, "预算").facets
        assert facets["site"] == (("czj", "云溪县财政局", 2),)

    def test_a_renamed_site_is_one_choice(self, engine: Engine, make: Write) -> None:
        engine.write([make(), make("article:2", site_name="云溪县教育和体育局")])
        (choice,) = ask(engine).facets["site"]
        assert (choice.value, choice.hits) == ("jyj", 2)

    def test_pages_follow_each_other_without_gap_or_repeat(
        self, engine: Engine, make: Write
    ) -> None:
        engine.write([make(f"article:{number}") for number in range(25)])
        pages = [keys(ask(engine, page=page)) for page in (1, 2, 3, 4)]
        assert [len(page) for page in pages] == [10, 10, 5, 0]
        assert len({key for page in pages for key in page}) == 25

    def test_by_date_is_by_date(self, county: Engine) -> None:
        found = ask(county, "通知 会议", sort="date")
        assert [hit.date for hit in found.hits] == sorted(
            (hit.date for hit in found.hits if hit.date), reverse=True
        )


class TestRanking:
    """What comes first."""

    def test_the_exact_title_is_first(self, engine: Engine, make: Write) -> None:
        engine.write(
            [
                make("article:1", title="关于预算公开的通知的解读", body="预算公开的通知" * 9),
                make("article:2", title="预算公开的通知"),
            ]
        )
        assert keys(ask(engine, "预算公开的通知"))[0] == "article:2"

    @pytest.mark.parametrize(
        "written",
        [
            "云溪府办发〔2026〕31号",
            "云溪府办发[2026]31号",
            "云溪府办发（2026）31号",
            "〔2026〕31号",
        ],
    )
    def test_a_document_number_is_first_in_any_brackets(
        self, engine: Engine, make: Write, written: str
    ) -> None:
        engine.write(
            [
                make("document:1", doc_no="云溪府办发〔2026〕31号", title="关于公布目录的通知"),
                make("document:2", doc_no="云溪府办发〔2026〕13号", title="关于公布清单的通知"),
                make("document:3", body="根据云溪府办发〔2026〕31号要求，现通知如下。"),
            ]
        )
        found = keys(ask(engine, written))
        assert found[0] == "document:1"
        assert "document:2" not in found

    def test_an_index_number_is_found(self, engine: Engine, make: Write) -> None:
        engine.write([make(index_no="11990231MB1234567X/2026-00031"), make("article:2")])
        assert keys(ask(engine, "11990231MB1234567X/2026-00031"))[0] == "article:1"

    def test_the_title_weighs_more_than_the_body(self, engine: Engine, make: Write) -> None:
        engine.write(
            [
                make("article:1", title="工作要闻", body="危房改造资金已经下达。"),
                make("article:2", title="农村危房改造名单公示", body="公示如下。"),
            ]
        )
        assert keys(ask(engine, "危房改造")) == ["article:2", "article:1"]

    def test_what_is_repealed_comes_after_what_is_in_force(
        self, engine: Engine, make: Write
    ) -> None:
        engine.write(
            [
                make("document:1", title="公共租赁住房管理办法", validity="废止"),
                make("document:2", title="公共租赁住房管理办法实施细则的通知", validity="有效"),
            ]
        )
        assert keys(ask(engine, "租赁住房管理")) == ["document:2", "document:1"]

    @pytest.mark.parametrize(
        "asked",
        [
            "yiwu jiaoyu", "yiwujiaoyu", "義務教育招生", "教育阶段", "ywjy", "义务教域",
            "义务教育阶段学校怎么招生呢", "ＹＩＷＵ教育招生",
        ],
    )  # fmt: skip
    def test_a_title_is_found_however_it_is_typed(
        self, engine: Engine, make: Write, asked: str
    ) -> None:
        engine.write([make(), make("article:2", title="城关镇防汛值班表", body="值班电话。")])
        assert keys(ask(engine, asked))[0] == "article:1"

    def test_a_mistyped_name_brings_the_right_one_to_mind(
        self, engine: Engine, make: Write
    ) -> None:
        engine.write([make(title="住房公积金管理办法")])
        assert ask(engine, "住房公基金管理").suggestion == "住房公积金管理"
        assert ask(engine, "住房公积金管理").suggestion == ""

    @pytest.mark.parametrize(
        "odd", ['"', "a AND (", "\x00", "*:*", "招生~^", "''--", "/" * 500, "\ud800"]
    )
    def test_odd_input_is_only_text(self, county: Engine, odd: str) -> None:
        assert ask(county, odd).total <= 5


class TestRebuilding:
    """A new index beside the old one."""

    def test_what_the_sources_no_longer_have_is_gone(self, engine: Engine, make: Write) -> None:
        engine.write([make("article:1"), make("article:2")])
        engine.refresh()
        assert engine.rebuild([make("article:2"), make("article:3")]) == 2
        assert {key for key, _version in engine.versions()} == {"article:2", "article:3"}

    def test_a_failing_source_leaves_the_old_index(self, engine: Engine, make: Write) -> None:
        def broken() -> Iterator[SearchDocument]:
            yield make("article:9")
            raise LookupError("数据库中断")

        engine.write([make("article:1")])
        with pytest.raises(LookupError):
            engine.rebuild(broken())
        assert keys(ask(engine)) == ["article:1"]

    def test_what_is_written_meanwhile_is_kept(self, engine: Engine, make: Write) -> None:
        def slow() -> Iterator[SearchDocument]:
            yield make("article:1", version=1)
            engine.write([make("article:1", version=2, title="新标题"), make("article:2")])
            engine.write([SearchDocument.tombstone("article:3", 2)])
            yield make("article:3", version=1)

        engine.write([make("article:3", version=1)])
        engine.rebuild(slow())
        engine.refresh()
        assert dict(engine.versions()) == {"article:1": 2, "article:2": 1, "article:3": 2}
        assert "article:3" not in keys(ask(engine))

    def test_a_tombstone_outlives_the_rebuild(self, engine: Engine, make: Write) -> None:
        engine.write([SearchDocument.tombstone("article:1", 2)])
        engine.refresh()
        engine.rebuild([])
        engine.write([make("article:1", version=1)])
        assert ask(engine).total == 0

    def test_a_document_given_twice_is_one(self, engine: Engine, make: Write) -> None:
        assert engine.rebuild([make(version=1), make(version=2)]) == 1
        engine.refresh()
        assert engine.count() == 1


class TestCompleting:
    """Titles for what has been typed so far."""

    @pytest.fixture
    def titles(self, engine: Engine, make: Write) -> Callable[..., list[str]]:
        """Five documents, and what is offered for some letters."""
        engine.write(
            [
                make("article:1", title="义务教育招生政策"),
                make("article:2", title="关于做好义务教育招生工作的通知"),
                make("article:3", title="《云溪县预算管理办法》解读", site="czj"),
                make("dataset:4", kind="dataset", title="GDP数据", body="义务教育"),
                make("article:5", version=2, title="教育公开", site="mzj"),
            ]
        )
        engine.write([SearchDocument.tombstone("article:5", 3)])
        engine.refresh()

        def offered(q: str, site: str | None = None) -> list[str]:
            return [found.key for found in engine.complete(CompletionRequest(q, site))]

        return offered

    @pytest.mark.parametrize(
        "typed",
        [
            "义务", "义务教育招生", "義務教育", "ywjy", "YWJYZS", "yiwu jiaoyu", "yiwujiaoyu",
            "义务 教育", "义",
        ],
    )  # fmt: skip
    def test_what_begins_so_comes_before_what_contains_it(
        self, titles: Callable[..., list[str]], typed: str
    ) -> None:
        assert titles(typed) == ["article:1", "article:2"]

    @pytest.mark.parametrize(
        ("typed", "key"),
        [
            ("招生工作", "article:2"),
            ("云溪县预", "article:3"),
            ("ysgl", "article:3"),
            ("gd", "dataset:4"),
        ],
    )
    def test_one_title_is_meant(
        self, titles: Callable[..., list[str]], typed: str, key: str
    ) -> None:
        assert titles(typed) == [key]

    def test_only_titles_of_the_site(self, titles: Callable[..., list[str]]) -> None:
        assert titles("云溪", site="jyj") == []
        assert titles("云溪", site="czj") == ["article:3"]

    @pytest.mark.parametrize(
        "odd", ["", " ", "...", ".*", "[", "\x00", "公开教", "字" * 200, "a" * 200]
    )
    def test_what_fits_nothing_offers_nothing(
        self, titles: Callable[..., list[str]], odd: str
    ) -> None:
        assert titles(odd) == []

    def test_ten_at_most_and_a_title_of_a_site_once(self, engine: Engine, make: Write) -> None:
        engine.write([make(f"article:{n}", title=f"春耕{n % 20}") for n in range(25)])
        engine.refresh()
        found = [one.title for one in engine.complete(CompletionRequest("春耕"))]
        assert len(found) == len(set(found)) == 10
