"""What templates need to draw plain data: icons, dates, numbers, sizes, addresses of a search."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from themes.chapters import with_chapters
from themes.headscript import HEAD_SCRIPT

register = template.Library()

SPRITE = "themes/icons/sprite.svg"
SPRITE_FILE = Path(__file__).resolve().parents[1] / "static" / SPRITE
FALLBACK_ICON = "file-text"
FILE_ICONS = {
    "PDF": "file-type-pdf", "OFD": "file-type-pdf",
    "XLS": "file-type-xls", "XLSX": "file-type-xls", "CSV": "file-type-xls", "ET": "file-type-xls",
    "DOC": "file-type-doc", "DOCX": "file-type-doc", "WPS": "file-type-doc", "RTF": "file-type-doc",
    "ZIP": "file-zip",
}  # fmt: skip
MINUS = "−"
KILO = 1024
TABLE = re.compile(r"<table\b")
TAG = re.compile(r"(<[^>]*>)")
# A figure and the word that it counts: 126口, 8,640万元, 51.01%, 2026年.
COUNTED = re.compile(r"[0-9][0-9,.]*(?:%|[万亿]?[\u4e00-\u9fff])")
NOT_DIGIT = re.compile(r"[^0-9+]")


@lru_cache(maxsize=1)
def icon_names() -> frozenset[str]:
    """The names in the sprite."""
    return frozenset(re.findall(r'<symbol id="([^"]+)"', SPRITE_FILE.read_text(encoding="utf-8")))


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of the sprite, beside a word that says the same; an unknown name is a sheet."""
    known = name if name in icon_names() else FALLBACK_ICON
    return format_html(
        '<svg class="i" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        static(SPRITE),
        known,
    )


@register.simple_tag
def head_script() -> SafeString:
    """The script that the page's policy allows by its hash."""
    return mark_safe(f"<script>{HEAD_SCRIPT}</script>")  # noqa: S308 - a constant of ours


@register.filter
def day(value: date | datetime | None) -> str:
    """YYYY-MM-DD in the county's time."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
    return value.strftime("%Y-%m-%d")


@register.filter
def moment(value: datetime | None) -> str:
    """YYYY-MM-DD HH:MM in the county's time; the day alone at midnight, when only it is known."""
    if value is None:
        return ""
    value = timezone.localtime(value) if timezone.is_aware(value) else value
    if not (value.hour or value.minute):
        return value.strftime("%Y-%m-%d")
    return value.strftime("%Y-%m-%d %H:%M")


@register.filter
def number(value: Decimal | float | None, decimals: int = 0) -> str:
    """Thousands by comma, a true minus; "—" for none."""
    if value is None:
        return "—"
    digits = f"{abs(value):,.{decimals}f}"
    return f"{MINUS}{digits}" if value < 0 else digits


@register.simple_tag
def quantity(value: Decimal | float | None, unit: str, decimals: int = 0) -> SafeString:
    """A number and its unit of measure, never parted by a line's end."""
    return format_html('<span class="nw">{}{}</span>', number(value, decimals), unit)


@register.filter
def filesize(value: int) -> str:
    """186 KB, 1.2 MB; nothing for a size nobody knows."""
    if value <= 0:
        return ""
    if value < KILO * KILO:
        return f"{max(1, round(value / KILO)):,} KB"
    return f"{value / KILO / KILO:,.1f} MB"


@register.filter
def file_icon(file_format: str) -> str:
    """The icon of a format such as PDF."""
    return FILE_ICONS.get(file_format.upper(), "file")


@register.filter
def telephone(value: str) -> str:
    """A number that a phone dials."""
    return NOT_DIGIT.sub("", value)


def _keep_figures(text: str) -> str:
    return COUNTED.sub(r'<span class="nw">\g<0></span>', text)


@register.filter
def unbroken(text: str) -> SafeString:
    """A sentence in which no figure is parted from its unit at a line's end."""
    return mark_safe(_keep_figures(conditional_escape(text)))  # noqa: S308 - escaped here


@register.filter
def scrolling(html: str) -> SafeString:
    """Clean HTML whose tables scroll by themselves and whose figures keep their units."""
    pieces = TAG.split(html)
    html = "".join(piece if piece.startswith("<") else _keep_figures(piece) for piece in pieces)
    label = _("表格，可左右滚动")
    opening = f'<div class="scroll" tabindex="0" role="group" aria-label="{label}"><table'
    wrapped = TABLE.sub(opening, html).replace("</table>", "</table></div>")
    return mark_safe(wrapped)  # noqa: S308 - representations hold clean HTML


@register.simple_tag
def chaptered(parts: Sequence[Any]) -> dict[str, Any]:
    """The parts of a body with the chapters of a law marked: see themes.chapters."""
    return with_chapters(parts)


@register.filter
def shows_picture(parts: Sequence[Any]) -> bool:
    """Whether a body has a picture of its own."""
    return any(part.kind == "picture" for part in parts)


@register.filter
def at(items: Sequence[Any], index: int) -> Any:
    """The item at a place; None beyond the end."""
    return items[index] if 0 <= index < len(items) else None


@register.filter
def percentage(value: Decimal | str | None) -> str:
    """A width for charts: 46.81%."""
    return f"{value or 0}".removesuffix("%") + "%"


def _search_state(results: Any) -> dict[str, str]:
    state = {"q": results.q}
    for facet in results.facets:
        chosen = [choice.value for choice in facet.choices if choice.chosen]
        if chosen:
            state[facet.name] = chosen[0]
    if results.sort != "relevance":
        state["sort"] = results.sort
    return state


@register.simple_tag
def search_query(results: Any, **changes: Any) -> str:
    """The query of a search with some parts changed; an empty one is left out.

    A change of filter or order starts at the first page.
    """
    state = {**_search_state(results), **{k: str(v) for k, v in changes.items()}}
    if state.get("sort") == "relevance":
        del state["sort"]
    return "?" + urlencode({k: v for k, v in state.items() if v or k == "q"})


@register.simple_tag
def choice_query(results: Any, facet: Any, choice: Any) -> str:
    """The query that chooses one value of a facet, or gives it up where it is chosen."""
    return search_query(results, **{facet.name: "" if choice.chosen else choice.value})


@register.filter
def has_choice(facet: Any) -> bool:
    """Whether one of a facet's values is chosen."""
    return any(choice.chosen for choice in facet.choices)


@register.simple_tag
def chosen_filters(results: Any) -> list[dict[str, str]]:
    """The chosen values of all facets, each with the address that gives it up."""
    return [
        {"label": choice.label, "url": choice_query(results, facet, choice)}
        for facet in results.facets
        for choice in facet.choices
        if choice.chosen
    ]


@register.simple_tag
def page_window(page: int, pages: int) -> list[int | None]:
    """The page numbers to show, None for a gap: 1 … 4 5 6 … 20."""
    shown = sorted(n for n in {1, page - 1, page, page + 1, pages} if 1 <= n <= pages)
    numbers: list[int | None] = []
    for value in shown:
        if numbers and value - (numbers[-1] or 0) > 1:
            numbers.append(None)
        numbers.append(value)
    return numbers
