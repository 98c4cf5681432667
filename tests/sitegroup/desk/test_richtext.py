"""Paragraphs of official letters survive the editor."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from cms.pages.blocks.text import FEATURES, TextBlock
from cms.pages.body import text_html

LETTER = '<p class="to">各乡镇人民政府：</p><p>现通知如下。</p><p class="sign">云溪县教育局</p>'


def through_the_editor(markup: str) -> str:
    """The markup after it was opened and saved."""
    converter = ContentstateConverter(features=FEATURES)
    return str(converter.to_database_format(converter.from_database_format(markup)))


@pytest.mark.parametrize("css_class", ["to", "sign"])
def test_the_kind_of_a_paragraph_is_kept(css_class: str) -> None:
    saved = through_the_editor(LETTER)
    assert saved.count(f'class="{css_class}"') == 1
    assert f'<p class="{css_class}">' in text_html(saved)


def test_the_editor_offers_both() -> None:
    options = json.dumps(TextBlock().field.widget.options, default=str)
    assert "salutation" in options
    assert "signature" in options


@given(st.text(st.characters(categories=["L", "N"]), min_size=1))
def test_words_are_kept_whatever_the_paragraph(words: str) -> None:
    assert words in through_the_editor(f'<p class="to">{words}</p>')
