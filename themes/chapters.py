"""编、章、节 of a law that came as plain paragraphs: headings, and a list of them to jump from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

# A paragraph that is a heading and nothing else, 第一章 总 则: a sentence would have stops.
HEADING = re.compile(
    r"<p>\s*(?P<words>第[一二三四五六七八九十百零〇]+(?P<kind>[编章节])[\s\u3000]+[^<。；：，]{1,40}?)\s*</p>"
)
WORTH_A_LIST = 3


@dataclass(frozen=True)
class Chapter:
    """章节: its words and the anchor of its heading."""

    words: str
    anchor: str


@dataclass
class _Marker:
    chapters: list[Chapter]

    def __call__(self, found: re.Match[str]) -> str:
        words = " ".join(found["words"].split())
        if found["kind"] == "节":
            return f'<h3 class="chapter">{words}</h3>'
        chapter = Chapter(words, f"chapter-{len(self.chapters) + 1}")
        self.chapters.append(chapter)
        return f'<h2 class="chapter" id="{chapter.anchor}">{words}</h2>'


def marked(htmls: Sequence[str]) -> tuple[list[str], list[Chapter]]:
    """The clean HTML of each part with its headings marked, and the 编 and 章 of all parts.

    Only what stands there is marked, no word changes. The list is empty for a text too short to
    need one.
    """
    marker = _Marker([])
    texts = [HEADING.sub(marker, html) for html in htmls]
    return texts, marker.chapters if len(marker.chapters) >= WORTH_A_LIST else []


def with_chapters(parts: Sequence[Any]) -> dict[str, Any]:
    """A body for its template: (part, HTML of the part) one after another, and the chapters."""
    texts, chapters = marked([part.html or "" for part in parts])
    return {"parts": list(zip(parts, texts, strict=True)), "chapters": chapters}
