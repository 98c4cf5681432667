"""Text to words: what a reader may type, and how a writer may have written it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import characters, compact, fold, inner_words, numbers, words
from search.pinyin import initials, spoken, syllables
from search.synonyms import stopwords, synonyms
from search.units import units


@given(st.text())
def test_folding_keeps_every_place(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_words_hold_neither_blanks_nor_punctuation(text: str) -> None:
    assert all(word and not any(c.isspace() for c in word) for word in words(text))


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("ＷＴＯ２０２６", "wto2026"),
        ("政府資訊公開", "政府资讯公开"),
        ("〔2026〕", "(2026)"),
        ("著作权", "著作权"),
    ],
)
def test_width_case_and_script_do_not_matter(typed: str, folded: str) -> None:
    assert fold(typed) == folded


def test_shorter_words_are_found_inside_longer_ones() -> None:
    assert {"行政处罚法", "行政处罚", "行政", "处罚"} <= set(words("行政处罚法"))


def test_characters_that_only_meet_are_no_word() -> None:
    assert "算法" not in inner_words("预算法")
    assert "民政" not in words("云溪县人民政府")


@pytest.mark.parametrize(
    "written", ["〔2026〕31号", "[2026]31号", "（2026） 第31号", "［2026］031号"]
)
def test_a_document_number_is_one_however_it_is_written(written: str) -> None:
    assert numbers(f"云溪府办发{written}") == ["2026-31号", "31号"]


def test_an_order_number_is_found_by_its_number() -> None:
    assert numbers("国务院令第711号") == ["711号"]


def test_comparing_ignores_punctuation() -> None:
    assert compact("关于印发《办法》的 通知") == "关于印发办法的通知"


def test_characters_keep_other_words_whole() -> None:
    assert characters("WTO规则2026") == ["wto", "规", "则", "2026"]


@pytest.mark.parametrize(
    ("typed", "sounds"),
    [
        ("gongshang baoxian", ["gong", "shang", "bao", "xian"]),
        ("xinxigongkai", ["xin", "xi", "gong", "kai"]),
        ("xi'an", ["xi", "an"]),
        ("ckan", []),
        ("工伤 baoxian", []),
    ],
)
def test_pinyin_is_read_only_where_all_of_it_is_pinyin(typed: str, sounds: list[str]) -> None:
    assert spoken(typed) == sounds


def test_titles_have_sounds_and_initials() -> None:
    assert syllables("2026年工伤保险") == ["nian", "gong", "shang", "bao", "xian"]
    assert initials("GSBX") == list("gsbx")


def test_questions_leave_what_they_ask_about() -> None:
    assert [unit.text for unit in units("年休假有几天")] == ["年休假"]
    assert [unit.text for unit in units("怎么办")] == ["怎么办"]


def test_a_name_unknown_to_the_dictionary_stays_together() -> None:
    assert next(unit.text for unit in units("云溪县教育局")) == "云溪县"


def test_a_saying_may_be_what_documents_write() -> None:
    (unit,) = units("低保")
    assert "".join(unit.instead) == "最低生活保障"


def test_every_synonym_has_two_sides_and_asks_nothing() -> None:
    assert all(said and written and said != written for said, written in synonyms().items())
    assert not synonyms().keys() & stopwords()
