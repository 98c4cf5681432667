"""Hits marked: escaped text and <mark>, nothing else."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from search.highlight import PASSAGE, passage_html, pattern, title_html

TEXT = (
    "第一条为了规范招生工作，制定本办法。" * 30
    + "残疾儿童的招生，由县教育局安排。"
    + "附则。" * 300
)
# What breaks markup, beside ordinary Chinese text.
hostile = st.text(
    alphabet=st.sampled_from("招生县教育局低保<>&\"'mark/ aA1。，\n　〔〕號") | st.characters()
)


def unmarked(marked: str) -> str:
    return html.unescape(re.sub("</?mark>", "", marked))


@given(text=hostile, query=hostile)
def test_a_title_is_its_own_text_and_marks(text: str, query: str) -> None:
    marked = title_html(text, query, pattern(query))
    assert unmarked(marked) == text
    assert not re.search("<(?!/?mark>)", marked)
    assert marked.count("<mark>") == marked.count("</mark>")


@given(text=hostile, query=hostile)
def test_a_passage_is_a_part_of_the_text_and_marks(text: str, query: str) -> None:
    marked = passage_html(text, pattern(query))
    assert not re.search("<(?!/?mark>)", marked)
    shown = "".join(unmarked(marked).removeprefix("…").removesuffix("…").split())
    assert shown in "".join(text.split())


def test_hits_are_marked_in_the_script_of_the_text() -> None:
    assert title_html("招生办法", "招生", pattern("招生")) == "<mark>招生</mark>办法"
    assert title_html("Ａ＆Ｂ招生", "a", pattern("a")) == "<mark>Ａ</mark>＆Ｂ招生"
    assert title_html("信息公開", "信息公开", pattern("信息公开")) == "<mark>信息公開</mark>"


def test_markup_in_the_text_is_shown_not_run() -> None:
    marked = title_html("<script>招生</script>", "招生", pattern("招生"))
    assert marked == "&lt;script&gt;<mark>招生</mark>&lt;/script&gt;"


def test_an_abbreviation_is_marked_in_its_title() -> None:
    marked = title_html("中华人民共和国个人所得税法", "个税法", pattern("个税法"))
    assert marked == "中华人民共和国<mark>个</mark>人所得<mark>税法</mark>"


def test_a_passage_shows_where_most_of_the_query_stands() -> None:
    marked = passage_html(TEXT, pattern("残疾儿童招生"))
    assert marked.startswith("…<mark>残疾儿童</mark>的<mark>招生</mark>，由县教育局安排。")
    assert len(unmarked(marked)) <= PASSAGE + 2


def test_a_passage_without_a_hit_is_the_beginning() -> None:
    assert passage_html(TEXT, pattern("消防")).startswith("第一条为了规范招生工作")


def test_a_hit_deep_in_a_long_text_is_found() -> None:
    text = "附则。" * 20_000 + "另行安排残疾儿童。"
    assert "<mark>残疾儿童</mark>" in passage_html(text, pattern("残疾儿童"))


def test_numbers_are_not_marked_inside_longer_ones() -> None:
    assert title_html("2026年1120户", "20", pattern("20")) == "2026年1120户"
