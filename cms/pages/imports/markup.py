"""How hard a piece of HTML is to read, told before a parser tries.

An HTML parser takes whatever it is given: a few kilobytes of tags that nobody closed can become
gigabytes of elements. What passes here is read in little time and memory.
"""

import re

MOST_TAGS = 400_000
MOST_ENTITIES = 200_000
LONGEST_TAG = 100_000
MOST_REOPENED = 2_000_000
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
     "wbr"}
)  # fmt: skip
# These stay open over the ends of paragraphs: a parser opens them again in each of the next.
FORMATTING = frozenset(
    {"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt",
     "u"}
)  # fmt: skip
CELLS = frozenset({"td", "th"})
ROWS = CELLS | {"tr"}
# What an opening tag closes where nobody did.
CLOSES = {
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "option": frozenset({"option"}),
    "td": CELLS,
    "th": CELLS,
    "tr": ROWS,
    "tbody": ROWS | {"thead", "tbody"},
    "tfoot": ROWS | {"thead", "tbody"},
}
ENDS_PARAGRAPH = frozenset(
    {"p", "div", "table", "ul", "ol", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre",
     "hr", "center", "section", "article", "li", "td", "th", "tr", "dt", "dd"}
)  # fmt: skip


def depth(markup: str, limit: int) -> int:
    """How deep elements nest at most; counting ends above `limit`."""
    open_tags: list[str] = []
    deepest = 0
    for found in TAG.finditer(markup):
        closing, name = found[1], found[2].lower()
        if closing:
            _close(open_tags, name)
        elif name not in VOID:
            _close_before(open_tags, name)
            open_tags.append(name)
            deepest = max(deepest, len(open_tags))
            if deepest > limit:
                break
    return deepest


def _close(open_tags: list[str], name: str) -> None:
    if name in open_tags:
        while open_tags.pop() != name:
            pass


def _close_before(open_tags: list[str], name: str) -> None:
    if name in ENDS_PARAGRAPH and "p" in open_tags:
        last = len(open_tags) - 1 - open_tags[::-1].index("p")
        if FORMATTING.issuperset(open_tags[last + 1 :]):
            del open_tags[last:]
    while open_tags and open_tags[-1] in CLOSES.get(name, ()):
        open_tags.pop()


def is_tangled(markup: str) -> bool:
    """Whether there are too many tags, one that does not end, or too many that nobody closed."""
    tags = markup.count("<")
    if tags > MOST_TAGS or markup.count("&") > MOST_ENTITIES:
        return True
    if any(_tag_length(part) > LONGEST_TAG for part in markup.split(">")):
        return True
    unclosed = sum(
        -1 if found[1] else 1 for found in TAG.finditer(markup) if found[2].lower() in FORMATTING
    )
    return unclosed * tags > MOST_REOPENED


def _tag_length(part: str) -> int:
    if len(part) <= LONGEST_TAG:
        return 0
    found = TAG.search(part)
    return len(part) - found.start() if found else 0
