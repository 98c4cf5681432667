"""Read the body of an article: as safe HTML, as text, as the files it shows."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import nh3
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
SCOPES = {"row", "col", "rowgroup", "colgroup"}
SPAN = re.compile("[1-9][0-9]{0,3}")
EMBED_TAG = re.compile(r"<(?:a|embed)\b[^>]*>")
ANCHOR = re.compile(r"(<a\b[^>]*>)(.*?)</a>", re.DOTALL)
HREF = re.compile(r"""\bhref=["']([^"']+)["']""")
MOST_ROUNDS = 6
OTHER_THAN_PARAGRAPHS = re.compile(r"<(?!/?p>)")
BREAKS = re.compile(r"</(?:p|h[1-6]|li|tr|caption)>|<br\s*/?>")


def clean_html(markup: str) -> str:
    """HTML with nothing in it but words, tables and links: the last step before readers.

    Taking out one tag can leave others where a browser would read them otherwise (a heading in a
    heading), so it is cleaned until it stays as it is; what never does so is shown as its words.
    """
    for _round in range(MOST_ROUNDS):
        cleaned = _cleaned(markup)
        if cleaned == markup:
            return cleaned
        markup = cleaned
    return nh3.clean(markup, tags=set())


def _cleaned(markup: str) -> str:
    return nh3.clean(
        markup,
        tags=TAGS,
        attributes=ATTRIBUTES,
        allowed_classes={},
        link_rel=None,
        url_schemes={"http", "https", "mailto", "tel"},
        attribute_filter=_only_known_values,
    )


def _only_known_values(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "class":
        return value if value in CLASSES.get(tag, set()) else None
    if attribute in ("colspan", "rowspan"):
        return value if SPAN.fullmatch(value) else None
    if attribute == "scope":
        return value if value in SCOPES else None
    return value


def text_html(source: str) -> str:
    """A text block as readers get it."""
    return clean_html(expand_db_html(source))


def table_html(value: dict[str, Any]) -> str:
    """A table block as an HTML table; the first row or column are heads where it says so."""
    rows = value.get("data") or []
    spans = _spans(value.get("mergeCells") or [], rows)
    hidden = set(_covered(spans))
    heads = _head_rows(spans, len(rows)) if value.get("first_row_is_table_header") else 0
    head_column = bool(value.get("first_col_is_header"))
    caption = value.get("table_caption") or ""
    lines = [
        _row(cells, number, spans, hidden, number < heads, head_column)
        for number, cells in enumerate(rows)
    ]
    head = f"<thead>{''.join(lines[:heads])}</thead>" if heads else ""
    title = f"<caption>{html.escape(caption)}</caption>" if caption else ""
    return f"<table>{title}{head}<tbody>{''.join(lines[heads:])}</tbody></table>"


def _spans(merges: list[dict[str, int]], rows: list[Any]) -> dict[tuple[int, int], dict[str, int]]:
    """The joined cells by row and column, none of them beyond the table."""
    return {
        (cell["row"], cell["col"]): {
            "rowspan": min(cell["rowspan"], len(rows) - cell["row"]),
            "colspan": min(cell["colspan"], len(rows[cell["row"]]) - cell["col"]),
        }
        for cell in merges
        if 0 <= cell["row"] < len(rows) and 0 <= cell["col"] < len(rows[cell["row"]])
    }


def _head_rows(spans: dict[tuple[int, int], dict[str, int]], count: int) -> int:
    """The first row, and those that its joined cells reach into: a head ends them otherwise."""
    heads = min(1, count)
    for (row, _column), cell in sorted(spans.items()):
        if row < heads:
            heads = max(heads, row + cell["rowspan"])
    return heads


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
    if "\0" in markup or OTHER_THAN_PARAGRAPHS.search(markup):
        words = nh3.clean(BREAKS.sub("\n", markup), tags=set())
    else:
        # most of what is imported: nothing to parse
        words = markup.replace("</p>", "\n").replace("<p>", "")
    lines = (line.split() for line in html.unescape(words).splitlines())
    return "\n".join(map(" ".join, filter(None, lines)))


def body_text(body: Any) -> str:
    """The words of a body, for reviewers, search and open data."""
    parts = []
    for block in body:
        if block.block_type == "text":
            parts.append(plain_text(block.value.source))
        elif block.block_type == "table":
            rows = block.value.get("data") or []
            parts.extend(
                "\t".join("" if cell is None else str(cell) for cell in row) for row in rows
            )
        elif block.block_type == "picture":
            parts.append(block.value.get("caption") or block.value.get("alt") or "")
    return "\n".join(part for part in parts if part)


def _picture_words(value: Any) -> str:
    """What a picture shows: said here, or with the picture itself; a caption says it too."""
    image = value["image"]
    return str(value.get("alt") or value.get("caption") or image.alt)


def body_links(body: Any) -> list[tuple[str, str]]:
    """(words, address) of every link of a body; no address where its page or file is gone."""
    return [
        (plain_text(words), html.unescape(found[1]) if (found := HREF.search(tag)) else "")
        for source in _text_sources(body)
        if "<a" in source
        for tag, words in ANCHOR.findall(expand_db_html(source))
    ]


def is_empty(body: Any) -> bool:
    """Whether there is nothing to read or see."""
    return not body_text(body).strip() and not any(b.block_type == "picture" for b in body)


def body_files(body: Any) -> list[FileReference]:
    """Pictures and linked files inside a body."""
    files = [
        replace(block.value["image"].reference(), alt=_picture_words(block.value))
        for block in body
        if block.block_type == "picture" and block.value.get("image")
    ]
    linked = _linked_documents(_text_sources(body))
    documents = Attachment.objects.filter(pk__in=linked).order_by("pk") if linked else []
    return files + [document.reference() for document in documents]


def body_file_keys(body: Any) -> list[tuple[str, str]]:
    """Kind and id of the same, from what is stored: nothing is looked up."""
    stored = [(part["type"], part["value"]) for part in body.raw_data]
    pictures = [value["image"] for kind, value in stored if kind == "picture"]
    linked = _linked_documents(value for kind, value in stored if kind == "text")
    return [("image", str(pk)) for pk in pictures if pk] + [
        ("document", str(pk)) for pk in sorted(linked)
    ]


def _linked_documents(sources: Iterable[str]) -> set[int]:
    return {
        int(attrs["id"])
        for source in sources
        for tag in EMBED_TAG.findall(source)
        if (attrs := extract_attrs(tag)).get("linktype") == "document" and attrs["id"].isdigit()
    }
