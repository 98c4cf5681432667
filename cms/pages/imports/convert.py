"""Make a body of blocks from imported HTML or plain text."""

import html
import re
from typing import Any
from uuid import UUID, uuid5

from bs4 import BeautifulSoup, Tag
from django.utils.translation import gettext as _

from cms.pages.body import clean_html, plain_text
from cms.pages.imports.markup import VOID
from cms.pages.imports.refused import Refused

NAMESPACE = UUID("6f1d5c9e-9c1b-5b0e-8a55-6f3f6b1f7a10")
MOST_CELLS = 20_000
MOST_PARAGRAPHS = 100_000
WIDEST_SPAN = 1000
TYPED_INDENT = re.compile("(<p[^>]*>)(?:[\u3000\\s]|&nbsp;|<br>)+")
EMPTY_PARAGRAPH = re.compile(r"<p(?: class=\"\w+\")?></p>")
TOP_HEADING = re.compile(r"<(/?)h1\b", re.IGNORECASE)
LOW_HEADING = re.compile(r"<(/?)h[56]\b", re.IGNORECASE)
# Elements that begin a line of their own and that no body keeps.
LINE_TAGS = re.compile(
    r"<(/?)(?:div|section|article|main|header|footer|aside|center|address|figure|figcaption|pre"
    r"|dl|dt|dd|fieldset|form)\b",
    re.IGNORECASE,
)
ELEMENT = re.compile(r"<(/?)([a-z][a-z0-9]*)[^>]*>")


def blocks_from(body: str, *, is_html: bool) -> list[dict[str, Any]]:
    """A StreamField's raw data: text blocks, and a table block for every table.

    Empty where there are no words. Raises Refused for what would be too large to read.
    """
    blocks = _split_tables(_from_html(body)) if is_html else _from_text(body)
    for place, block in enumerate(blocks):
        # the same text has the same ids, so that importing it again makes the same article
        block["id"] = str(uuid5(NAMESPACE, f"{place}\0{block['value']}"))
    return blocks


def _from_text(body: str) -> list[dict[str, Any]]:
    escaped = html.escape(body, quote=False)
    lines = [line for raw in escaped.splitlines() if (line := raw.strip())]
    if len(lines) > MOST_PARAGRAPHS:
        why = _("正文超过%d段。") % MOST_PARAGRAPHS
        raise Refused("body", "too_many_paragraphs", why, _("请拆成几条，或者改用附件。"))
    return [_block("text", f"<p>{'</p><p>'.join(lines)}</p>")] if lines else []


def _from_html(body: str) -> str:
    lined = LINE_TAGS.sub(r"<\1p", LOW_HEADING.sub(r"<\1h4", TOP_HEADING.sub(r"<\1h2", body)))
    return EMPTY_PARAGRAPH.sub("", TYPED_INDENT.sub(r"\1", clean_html(lined)))


def _split_tables(markup: str) -> list[dict[str, Any]]:
    """Cut clean, well-formed HTML at the tables that stand in nothing else."""
    blocks: list[dict[str, Any]] = []
    level = start = opened = 0
    for found in ELEMENT.finditer(markup):
        closing, name = found.groups()
        if name in VOID:
            continue
        if closing:
            level -= 1
            if level == 0 and name == "table":
                blocks += _text_block(markup[start:opened])
                blocks += _table_block(markup[opened : found.end()])
                start = found.end()
        else:
            if level == 0 and name == "table":
                opened = found.start()
            level += 1
    return blocks + _text_block(markup[start:])


def _block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value}


def _text_block(markup: str) -> list[dict[str, Any]]:
    return [_block("text", markup.strip())] if plain_text(markup) else []


def _table_block(markup: str) -> list[dict[str, Any]]:
    if markup.count("<td") + markup.count("<th") > MOST_CELLS:
        raise _too_large()
    table = BeautifulSoup(markup, "html.parser").table
    value = table_value(table) if table else {"data": []}
    return [_block("table", value)] if any(any(row) for row in value["data"]) else []


def _too_large() -> Refused:
    why = _("正文里有一张表超过%d格。") % MOST_CELLS
    return Refused("body", "table_too_large", why, _("请改用附件，或者作为数据集公开。"))


def table_value(table: Tag) -> dict[str, Any]:
    """Wagtail's table block from an HTML table; joined cells stay joined. Raises Refused."""
    grid: dict[tuple[int, int], str] = {}
    merges: list[dict[str, int]] = []
    rows = [line for line in table.find_all("tr") if line.find_parent("table") is table]
    for row, line in enumerate(rows):
        column = 0
        for cell in line.find_all(["td", "th"], recursive=False):
            while (row, column) in grid:
                column += 1
            down = min(_span(cell, "rowspan"), len(rows) - row)
            right = _span(cell, "colspan")
            if len(grid) + down * right > MOST_CELLS:
                raise _too_large()
            if down > 1 or right > 1:
                merges.append({"row": row, "col": column, "rowspan": down, "colspan": right})
            _fill(grid, row, column, down, right, _words(cell))
            column += right
    width = max((column for _row, column in grid), default=-1) + 1
    if width * len(rows) > MOST_CELLS:
        raise _too_large()
    caption = table.find("caption")
    head = bool(table.find("thead")) or bool(rows and not rows[0].find("td"))
    return {
        "data": [
            [grid.get((row, column), "") for column in range(width)] for row in range(len(rows))
        ],
        "first_row_is_table_header": head,
        "first_col_is_header": _names_rows(rows[1:] if head else rows),
        "table_caption": _words(caption) if isinstance(caption, Tag) else "",
        "mergeCells": merges,
    }


def _names_rows(rows: list[Tag]) -> bool:
    """Whether every row begins with a heading and goes on with something else."""
    firsts = [line.find(["td", "th"]) for line in rows]
    return bool(rows) and all(
        first is not None and first.name == "th" and line.find("td")
        for first, line in zip(firsts, rows, strict=True)
    )


def _words(element: Tag) -> str:
    return " ".join(plain_text(element.decode_contents()).split())


def _span(cell: Tag, name: str) -> int:
    given = str(cell.get(name, "1"))[:5]
    return max(1, min(int(given), WIDEST_SPAN)) if given.isascii() and given.isdigit() else 1


def _fill(
    grid: dict[tuple[int, int], str], row: int, column: int, down: int, right: int, text: str
) -> None:
    for y in range(row, row + down):
        for x in range(column, column + right):
            grid[(y, x)] = text if (y, x) == (row, column) else ""
