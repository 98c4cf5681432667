"""Tables inside imported texts: the same cells come out as went in."""

from itertools import product

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.pages.body import table_html
from cms.pages.imports.convert import blocks_from

Cell = tuple[str, str, int, int]
WORDS = st.text('一二三a<&" ', min_size=1, max_size=4).map(str.strip)


def cells(markup: str) -> list[list[Cell]]:
    """Every row's cells: tag, words, rows and columns joined."""
    return [
        [
            (
                str(cell.name),
                cell.get_text(),
                int(str(cell.get("rowspan", "1"))),
                int(str(cell.get("colspan", "1"))),
            )
            for cell in line.find_all(["td", "th"])
        ]
        for line in BeautifulSoup(markup, "html.parser").find_all("tr")
    ]


def round_trip(markup: str) -> str:
    """HTML to a block and back."""
    [block] = blocks_from(markup, is_html=True)
    assert block["type"] == "table"
    return table_html(block["value"])


TABLES = {
    "plain": "<tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr>",
    "head": "<thead><tr><th>1</th><th>2</th></tr></thead><tr><td>3</td><td>4</td></tr>",
    "first column": "<tr><th>1</th><td>2</td></tr><tr><th>3</th><td>4</td></tr>",
    "both": "<tr><th>a</th><th>b</th></tr><tr><th>1</th><td>2</td></tr>",
    "joined": "<tr><td rowspan=2>1</td><td colspan=2>2</td></tr><tr><td>3</td><td>4</td></tr>",
    "head of two rows": "<thead><tr><th rowspan=2>1</th><th colspan=2>2</th></tr>"
    "<tr><th>a</th><th>b</th></tr></thead><tr><td>3</td><td>4</td><td>5</td></tr>",
    "block": "<tr><td rowspan=2 colspan=2>1</td><td>2</td></tr><tr><td>3</td></tr>",
}


@pytest.mark.parametrize("name", TABLES)
def test_cells_come_out_as_they_went_in(name: str) -> None:
    markup = f"<table>{TABLES[name]}</table>"
    assert cells(round_trip(markup)) == cells(markup)


def test_a_head_ends_with_the_rows_that_its_cells_reach_into() -> None:
    markup = round_trip(f"<table>{TABLES['head of two rows']}</table>")
    assert markup.index("</thead>") > markup.index(">b<")


def test_words_of_a_cell_stay_together() -> None:
    markup = "<table><tr><td><b>合</b>计</td><td><p>一</p><p>二</p></td></tr></table>"
    assert cells(round_trip(markup)) == [[("td", "合计", 1, 1), ("td", "一 二", 1, 1)]]


def test_text_around_tables_keeps_its_place() -> None:
    markup = (
        "<p>前</p><table><tr><td>1</table><p>中</p><div><table><tr><td>2</table></div><p>后</p>"
    )
    found = [block["type"] for block in blocks_from(markup, is_html=True)]
    assert found == ["text", "table", "text", "table", "text"]


def test_a_table_inside_a_table_is_words_of_its_cell() -> None:
    inner = "<table><tr><td>内</td></tr></table>"
    markup = f"<table><tr><td>外{inner}</td></tr><tr><td>下</td></tr></table>"
    assert [row[0][1] for row in cells(round_trip(markup))] == ["外内", "下"]


def test_caption_and_reach_beyond_the_table() -> None:
    markup = "<table><caption>附表</caption><tr><td rowspan=9>1</td><td>2</td></tr></table>"
    out = round_trip(markup)
    assert "<caption>附表</caption>" in out
    assert cells(out) == [[("td", "1", 1, 1), ("td", "2", 1, 1)]]


@st.composite
def tiled(draw: st.DrawFn) -> str:
    """A table whose cells are joined at random, without gaps or overlaps."""
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    taken: set[tuple[int, int]] = set()
    lines = ["" for _row in range(rows)]
    for row, column in product(range(rows), range(columns)):
        if (row, column) in taken:
            continue
        right = draw(st.integers(1, columns - column))
        while any((row, column + x) in taken for x in range(right)):
            right -= 1
        down = draw(st.integers(1, rows - row))
        taken |= {(row + y, column + x) for y in range(down) for x in range(right)}
        words = draw(WORDS).replace("&", "&amp;").replace("<", "&lt;")
        lines[row] += f'<td rowspan="{down}" colspan="{right}">{words or "0"}</td>'
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


@settings(max_examples=60, deadline=None)
@given(tiled())
def test_any_joined_table_survives(markup: str) -> None:
    before = [[(t, " ".join(w.split()), d, r) for t, w, d, r in row] for row in cells(markup)]
    assert cells(round_trip(markup)) == before


def test_joins_that_an_editor_left_wrong_do_no_harm() -> None:
    merges = [
        {"row": 0, "col": 0, "rowspan": 10**9, "colspan": 10**9},
        {"row": 7, "col": 0, "rowspan": 2, "colspan": 2},
    ]
    out = table_html({"data": [["1", None], ["2", 0]], "mergeCells": merges})
    assert cells(out) == [[("td", "1", 2, 2)], []]
