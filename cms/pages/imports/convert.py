"""Make a body of blocks from imported HTML or plain text."""

import html
import re
from typing import Any
from uuid import uuid4

from bs4 import BeautifulSoup, Tag

from cms.pages.body import clean_html

INDENT = re.compile("^[\u3000\\s]+")
TYPED_INDENT = re.compile("(<p[^>]*>)[\u3000\\s]+")
TOP_HEADING = re.compile(r"<(/?)h1\b")


def blocks_from(body: str, *, is_html: bool) -> list[dict[str, Any]]:
    """A StreamField's raw data: text blocks, and a table block for every table."""
    if not is_html:
        lines = (INDENT.sub("", line).rstrip() for line in body.splitlines())
        text = "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in lines if line)
        return [_block("text", text)] if text else []
    cleaned = TYPED_INDENT.sub(r"\1", clean_html(TOP_HEADING.sub(r"<\1h2", body)))
    if "<table" not in cleaned:
        return [_block("text", cleaned)] if cleaned.strip() else []
    return _split_tables(cleaned)


def _block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(uuid4())}


def _split_tables(markup: str) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = []
    pending: list[str] = []

    def flush() -> None:
        text = "".join(pending).strip()
        if text:
            blocks.append(_block("text", text))
        pending.clear()

    for node in BeautifulSoup(markup, "html.parser").children:
        if isinstance(node, Tag) and node.name == "table":
            flush()
            blocks.append(_block("table", table_value(node)))
        else:
            pending.append(str(node))
    flush()
    return blocks


def table_value(table: Tag) -> dict[str, Any]:
    """Wagtail's table block from an HTML table; joined cells stay joined."""
    grid: dict[tuple[int, int], str] = {}
    merges: list[dict[str, int]] = []
    rows = table.find_all("tr")
    for row, line in enumerate(rows):
        column = 0
        for cell in line.find_all(["td", "th"]):
            while (row, column) in grid:
                column += 1
            down, right = _span(cell, "rowspan"), _span(cell, "colspan")
            if down > 1 or right > 1:
                merges.append({"row": row, "col": column, "rowspan": down, "colspan": right})
            _fill(grid, row, column, down, right, cell.get_text(" ", strip=True))
            column += right
    width = max((column for _row, column in grid), default=-1) + 1
    caption = table.find("caption")
    first = rows[0] if rows else None
    return {
        "data": [
            [grid.get((row, column), "") for column in range(width)] for row in range(len(rows))
        ],
        "first_row_is_table_header": bool(first and (table.find("thead") or not first.find("td"))),
        "first_col_is_header": False,
        "table_caption": caption.get_text(" ", strip=True) if caption else "",
        "mergeCells": merges,
    }


def _span(cell: Tag, name: str) -> int:
    given = str(cell.get(name, "1"))
    return max(1, min(int(given), 100)) if given.isascii() and given.isdigit() else 1


def _fill(
    grid: dict[tuple[int, int], str], row: int, column: int, down: int, right: int, text: str
) -> None:
    for y in range(row, row + down):
        for x in range(column, column + right):
            grid[(y, x)] = text if (y, x) == (row, column) else ""
