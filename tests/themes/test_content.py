"""What particular pages say: validity, files, figures, the way on from an empty page."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.themes.gallery import PAGES, page
from tests.themes.samples import TITLE


def _text(name: str) -> str:
    return str(page(name).main.get_text())


def _form(name: str) -> Any:
    return page(name).find("small", string="单位：万元").find_parent("table")


def _query(link: Any) -> dict[str, list[str]]:
    return parse_qs(urlsplit(str(link["href"])).query)


def test_the_emblem_has_no_place_until_the_county_gives_it() -> None:
    assert not page("portal_home").select(".emblem")
    emblem = page("portal_home_emblem").select_one("img.emblem")
    assert emblem["alt"] == "中华人民共和国国徽"
    assert not page("unit_home").select(".emblem")


def test_an_article_shows_date_source_number_and_validity() -> None:
    text = _text("article")
    assert page("article").h1.get_text() == TITLE
    for wanted in ("2026-11-18 09:30", "县政府办公室", "云溪府办发〔2026〕31号", "现行有效"):
        assert wanted in text


def test_attachments_say_format_and_size() -> None:
    assert [small.get_text() for small in page("article").select(".files small")] == [
        "PDF，186 KB",
        "XLSX，58 KB",
    ]


def test_a_repealed_document_says_so_above_its_title() -> None:
    bar = page("article_repealed").select_one(".bar-warn")
    assert "已废止" in bar.get_text()
    assert bar.find_next("h1")
    assert not page("article").select(".bar-warn")


def test_tables_inside_a_text_scroll_by_themselves() -> None:
    table = page("article").select_one(".body table")
    assert table.parent["class"] == ["scroll"]
    assert table.parent["tabindex"] == "0"


def test_news_show_their_picture_unless_the_text_has_one() -> None:
    assert page("article_news").select_one(".photo img")["alt"] == "示意图：山脚下的梯田和村落"
    assert not page("article").select(".photo")


def test_an_empty_column_inside_another_says_what_it_is_for() -> None:
    section = page("channel_columns").find("h2", string="公开年报").find_parent("section")
    assert "公布公开年报。" in section.get_text()
    assert section.find("a", string="进入“公开年报”栏目")


def test_tools_wait_for_the_script() -> None:
    tools = page("article").select_one("[data-tools]")
    assert tools.has_attr("hidden")


def test_every_row_of_a_list_has_its_date() -> None:
    rows = page("channel_list").select("main .list li")
    assert len(rows) == 18
    assert all(row.time["datetime"] == "2026-11-18" for row in rows)


def test_pages_of_a_list_link_to_each_other() -> None:
    pager = page("channel_list").select_one(".pager")
    assert [li.get_text() for li in pager.find_all("li")] == [
        "上一页", "1", "…", "4", "5", "6", "…", "20", "下一页",
    ]  # fmt: skip
    assert pager.select_one("[aria-current=page]")["href"] == "?page=5"


def test_an_empty_column_gives_its_reason_and_a_way_on() -> None:
    empty = page("channel_empty").select_one(".empty")
    assert "20个工作日" in empty.get_text()
    assert len(empty.find_all("a")) >= 2


def test_a_unit_searches_itself_first() -> None:
    scope = page("unit_home").select_one("input[type=hidden][name=site]")
    assert scope["value"] == "jyj"
    assert not page("portal_home").select("input[type=hidden]")


def test_a_chosen_facet_is_kept_by_the_others_and_given_up_by_its_own() -> None:
    soup = page("search")
    chip = soup.select_one(".chips a")
    assert _query(chip) == {"q": ["公路 & <养护>"]}
    year = soup.select(".aside-filters .toc a")[-1]
    assert _query(year) == {"q": ["公路 & <养护>"], "site": ["jyj"], "year": ["2026"]}


def test_a_search_keeps_its_filters_from_page_to_page() -> None:
    following = page("search").select_one(".pager a[rel~=next]")
    assert _query(following) == {"q": ["公路 & <养护>"], "site": ["jyj"], "page": ["3"]}


def test_what_the_reader_typed_is_shown_as_text() -> None:
    assert page("search").h1.get_text() == "“公路 & <养护>”的搜索结果"
    assert len(page("search").select(".hits mark")) == 4


def test_a_search_without_results_offers_to_drop_a_filter_and_the_whole_county() -> None:
    text = _text("search_nothing")
    assert "去掉“县教育局”再找" in text
    assert "在全县范围搜索" in text


def test_a_broken_search_still_shows_the_columns() -> None:
    assert "搜索暂时不能用" in _text("search_broken")
    assert page("search_broken").main.find("a", string="政务服务")


def test_charts_have_a_sentence_and_a_table() -> None:
    for name in ("expenses", "rollup"):
        chart = page(name).select_one("figure.chart [role=img]")
        assert chart is not None
        assert chart["aria-label"]
        assert chart.find_next("details").find("table")


def test_final_accounts_show_zero_none_and_a_true_minus() -> None:
    rows = _form("expenses").tbody("tr")
    cells = [[td.get_text() for td in row.find_all("td")] for row in rows]
    assert cells[0] == ["0.00", "0.00", "100.00%", "0.00", "0.00", "—"]
    assert cells[3][-2:] == ["−1.78", "−7.69%"]
    assert "sum" in rows[-1]["class"]


def test_a_budget_has_no_column_of_final_accounts() -> None:
    rows = _form("expenses_budget")("tr")
    assert {len(row.find_all(["td", "th"])) for row in rows} == {5}


def test_a_late_statement_says_so_with_another_icon() -> None:
    icons = {
        name: page(name).select_one(".meta-line .tag use")["href"].partition("#")[2]
        for name in ("expenses", "expenses_budget")
    }
    assert icons == {"expenses": "circle-check", "expenses_budget": "alert-octagon"}


def test_a_unit_without_statement_says_why() -> None:
    assert "县教育局还没有公开三公经费。" in _text("expenses_none")


def test_rollup_rows_fit_their_head() -> None:
    table = page("rollup").select_one("table.many")
    widths = [sum(int(c.get("colspan", 1)) for c in r.find_all(["td", "th"])) for r in table("tr")]
    assert set(widths) == {11}


def test_a_dataset_offers_files_dictionary_interface_and_versions() -> None:
    text = _text("dataset")
    for wanted in (
        "XLSX（57 KB，412条）",
        "应于2026-10-31前更新",
        "单位：万元",
        "datastore_search",
        "−3",
    ):
        assert wanted in text


def test_the_catalogue_keeps_its_facets_from_page_to_page() -> None:
    following = page("catalogue").select_one(".pager a[rel~=next]")
    assert following["href"] == "?group=czjr&page=2"


def test_the_page_for_elders_needs_no_script() -> None:
    soup = page("elder")
    assert soup.html["data-mode"] == "elder"
    assert soup.main.find("a", href="tel:12345")
    leave = soup.select_one("a[data-elder]")
    assert leave["href"] == PAGES["elder"][1].home_url


def test_the_lost_reader_gets_a_search_and_the_columns() -> None:
    main = page("lost").main
    assert main.select_one("form[method=get] input[name=q]")
    assert len(main.select(".words a")) > 5
    assert "404" not in main.get_text()


def test_a_law_has_headings_and_a_list_to_jump_from() -> None:
    drawn = page("article_law")
    links = drawn.select(".contents a")
    titles = ["第一章 总 则", "第二章 食品检验", "第三章 附 则"]
    assert [link.get_text() for link in links] == titles
    for link in links:
        assert drawn.find("h2", id=link["href"].removeprefix("#")).get_text() == link.get_text()
    assert drawn.select_one("h3.chapter").get_text() == "第一节 一般规定"
    assert "第二章的规定，同样适用。" in [p.get_text() for p in drawn.select(".body p")]


def test_a_short_text_needs_no_list_of_chapters() -> None:
    assert not page("article").select(".contents")


def test_a_reader_of_a_withdrawn_page_finds_the_telephone() -> None:
    assert page("withdrawn").main.find("a", href="tel:00006221000")
    assert page("withdrawn").footer.find("a", href="tel:00006221000")
