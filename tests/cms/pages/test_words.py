"""Titles cut into phrases, and markup made harmless: for any text at all."""

import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cms.pages.body import clean_html, plain_text
from cms.pages.representation import phrases

TITLE = st.text(
    st.sampled_from("云溪县人民政府关于印发《办法》的通知〔2026〕3号“十四五”年a1 ，、"), max_size=40
)
NAMED = re.compile(r"《[^《》]*》")
PIECES = st.sampled_from(
    [
        "<p>", "</p>", "<b>", "</b>", "<a href=\"https://x/\">", "</a>", "<!--", "-->", "<td>",
        "<a href='javascript:alert(1)'>", "<a href='JaVa\tScript:x'>", "&#x6a;avascript:", "&lt;",
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>",
        "<table><tr><td colspan=2>", "</td></tr></table>", "<p class='to x' onclick=x>", "<style>",
        "<math><mtext>", "<iframe src=//x>", "<h2 style='x:expression(1)'>", "正文", "'", ">", "<",
        "<noscript><p title='</noscript><img src=x onerror=x>'>",
    ]
)  # fmt: skip
MARKUP = st.lists(PIECES | st.text(max_size=5), max_size=15).map("".join)


@settings(max_examples=150, deadline=None)
@given(TITLE | st.text(max_size=30))
@example("云溪县人民政府办公室关于转发《关于修改〈办法〉的决定》的通知")
@example("关于《关于《办法》的通知》的说明")
@example("“十四五”规划（2021—2025年）")
def test_phrases_are_the_title_again(title: str) -> None:
    found = phrases(title)
    assert "".join(found) == title
    assert all(found)


@settings(max_examples=150, deadline=None)
@given(TITLE)
@example("关于《关于《办法》的通知》的说明")
@example("“学习《办法》”活动")
def test_no_phrase_ends_inside_a_named_title(title: str) -> None:
    found = phrases(title)
    for named in NAMED.findall(title):
        assert any(named in phrase for phrase in found)


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("关于《关于《办法》的通知》的说明", "《关于《办法》的通知》"),
        ("关于印发云政办〔2026〕3号文件的通知", "〔2026〕3号"),
    ],
)
def test_what_stays_whole(title: str, wanted: str) -> None:
    assert any(wanted in phrase for phrase in phrases(title))


@settings(max_examples=300, deadline=None)
@given(MARKUP)
def test_clean_markup_is_inert(markup: str) -> None:
    soup = BeautifulSoup(clean_html(markup), "html.parser")
    for tag in soup.find_all():
        assert tag.name not in {"script", "style", "iframe", "img", "svg", "math", "object", "form"}
        assert not [name for name in tag.attrs if name.startswith("on") or name == "style"]
        assert re.match(r"https?:|mailto:|tel:|[^:]*$", str(tag.get("href", "")), re.DOTALL)
        assert str(tag.get("class", "to")) in {"to", "sign", "['to']", "['sign']"}


@settings(max_examples=300, deadline=None)
@given(MARKUP)
def test_cleaning_twice_is_cleaning_once(markup: str) -> None:
    once = clean_html(markup)
    assert clean_html(once) == once


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_plain_text_of_escaped_words_is_the_words(words: str) -> None:
    visible = re.sub("[\x00-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]", "", words)
    escaped = visible.replace("&", "&amp;").replace("<", "&lt;")
    assert plain_text(f"<p>{escaped}</p>").split() == visible.split()


PARAGRAPHS = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "甲", "  ", "\u3000", "&amp;", "&lt;b>", "&#60;", "&", ">", "\n", "\r",
         "\x85", "\u2028", "&nbsp;", "&amp;lt;", "\x0b", "&copy", "&#x0;", "\0"]
    ),
    max_size=12,
).map("".join)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(PARAGRAPHS)
def test_paragraphs_alone_read_as_any_other_markup(markup: str) -> None:
    """They are not parsed; a harmless tag at the end sends the same words through the parser."""
    assert plain_text(markup) == plain_text(f"{markup}<sub></sub>")
