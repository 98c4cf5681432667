"""Read the body of an article: as safe HTML, as text, as the files it shows."""

import html
import re
from collections.abc import Iterator
from typing import Any

import nh3
from bs4 import BeautifulSoup
from wagtail.rich_text import expand_db_html
from wagtail.rich_text.rewriters import extract_attrs

from cms.media.models import Attachment
from sitegroup.guard.releasable import FileReference

TAGS = {
    "a", "b", "strong", "br", "p", "h2", "h3", "h4", "ol", "ul", "li", "table", "caption",
    "thead", "tbody", "tr", "th", "td", "sub", "sup", "hr", "blockquote",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href"},
    "p": {"class"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
}
CLASSES = {"p": {"to", "sign"}}
EMBED_TAG = re.compile(r"<(?:a|embed)\b[^>]*>")
BREAKS = re.compile(r"</(?:p|h[1-6]|li|tr|caption)>|<br\s*/?>")


def clean_html(markup: str) -> str:
    """HTML with nothing in it but words, tables and links: the last step before readers."""
    return nh3.clean(
        markup,
        tags=TAGS,
        attributes=ATTRIBUTES,
        allowed_classes={},
        link_rel=None,
        url_schemes={"http", "https", "mailto", "tel"},
        attribute_filter=_only_known_classes,
    )


def _only_known_classes(tag: str, attribute: str, value: str) -> str | None:
    if attribute != "class":
        return value
    return value if value in CLASSES.get(tag, set()) else None


def text_html(source: str) -> str:
    """A text block as readers get it."""
    return clean_html(expand_db_html(source))


def table_html(value: dict[str, Any]) -> str:
    """A table block as an HTML table; the first row or column are heads where it says so."""
    rows = value.get("data") or []
    spans = {(c["row"], c["col"]): c for c in value.get("mergeCells") or []}
    hidden = set(_covered(spans))
    head_row = bool(value.get("first_row_is_table_header"))
    head_column = bool(value.get("first_col_is_header"))
    caption = value.get("table_caption") or ""
    lines = [
        _row(cells, number, spans, hidden, head_row and number == 0, head_column)
        for number, cells in enumerate(rows)
    ]
    head = f"<thead>{lines[0]}</thead>" if head_row and lines else ""
    body = "".join(lines[1:] if head else lines)
    title = f"<caption>{html.escape(caption)}</caption>" if caption else ""
    return f"<table>{title}{head}<tbody>{body}</tbody></table>"


def _covered(spans: dict[tuple[int, int], dict[str, int]]) -> Iterator[tuple[int, int]]:
    for (row, column), cell in spans.items():
        for down in range(cell["rowspan"]):
            for right in range(cell["colspan"]):
                if down or right:
                    yield row + down, column + right


def _row(
    cells: list[Any],
    number: int,
    spans: dict[tuple[int, int], dict[str, int]],
    hidden: set[tuple[int, int]],
    is_head: bool,
    head_column: bool,
) -> str:
    parts = []
    for column, cell in enumerate(cells):
        if (number, column) in hidden:
            continue
        tag = "th" if is_head or (head_column and column == 0) else "td"
        scope = ' scope="col"' if is_head else ' scope="row"' if tag == "th" else ""
        span = spans.get((number, column))
        size = f' colspan="{span["colspan"]}" rowspan="{span["rowspan"]}"' if span else ""
        words = html.escape(str(cell if cell is not None else ""))
        parts.append(f"<{tag}{scope}{size}>{words}</{tag}>")
    return f"<tr>{''.join(parts)}</tr>"


def _text_sources(body: Any) -> Iterator[str]:
    for block in body:
        if block.block_type == "text":
            yield block.value.source


def plain_text(markup: str) -> str:
    """The words of HTML, one line a paragraph."""
    words = BeautifulSoup(BREAKS.sub("\n", markup), "html.parser").get_text()
    lines = (" ".join(line.split()) for line in words.splitlines())
    return "\n".join(line for line in lines if line)


def body_text(body: Any) -> str:
    """The words of a body, for reviewers, search and open data."""
    parts = []
    for block in body:
        if block.block_type == "text":
            parts.append(plain_text(block.value.source))
        elif block.block_type == "table":
            rows = block.value.get("data") or []
            parts.extend("\t".join(str(cell or "") for cell in row) for row in rows)
        elif block.block_type == "picture":
            parts.append(block.value.get("caption") or block.value.get("alt") or "")
    return "\n".join(part for part in parts if part)


def is_empty(body: Any) -> bool:
    """Whether there is nothing to read or see."""
    return not body_text(body).strip() and not any(b.block_type == "picture" for b in body)


def body_files(body: Any) -> list[FileReference]:
    """Pictures and linked files inside a body."""
    files = [
        block.value["image"].reference()
        for block in body
        if block.block_type == "picture" and block.value.get("image")
    ]
    linked = {
        int(attrs["id"])
        for source in _text_sources(body)
        for tag in EMBED_TAG.findall(source)
        if (attrs := extract_attrs(tag)).get("linktype") == "document" and attrs["id"].isdigit()
    }
    documents = Attachment.objects.filter(pk__in=linked).order_by("pk") if linked else []
    return files + [document.reference() for document in documents]
