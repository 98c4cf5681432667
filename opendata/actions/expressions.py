"""Search expressions of package_search: the part of Solr's language that catalogues use.

Words and "phrases", field:value, +must, -not, AND, OR, NOT, parentheses, wildcards at the end of
a word, [from TO to]. A document is a dictionary of field names to lists of strings.
"""

import re
from collections.abc import Callable

from django.utils.translation import gettext as _

from opendata.actions.errors import SearchError

Document = dict[str, list[str]]
Predicate = Callable[[Document], bool]

TOKEN = re.compile(
    r"""\s*(?:(?P<phrase>"(?:[^"\\]|\\.)*")
    |(?P<range>[\[{][^\[\]{}]*\sTO\s[^\[\]{}]*[\]}])
    |(?P<sign>[()+!:]|-(?=\S))
    |(?P<word>(?:[^\s()"\[\]{}:\\]|\\.)+))""",
    re.VERBOSE,
)
# fields whose words may be found inside a text; all others are compared whole
TEXT_FIELDS = ("text", "title", "notes")
MOST_TOKENS = 200
DEEPEST = 30


def anything(document: Document) -> bool:
    """*:*"""
    return True


def words_of(text: str) -> list[str]:
    """A plain query as words; signs that mean nothing in it fall away."""
    return [word for word in re.split(r'[\s"()+*?~^!{}\[\]\\/]+', text) if word]


def parse(text: str) -> Predicate:
    """The condition that an expression states. Raises SearchError."""
    tokens = _tokens(text)
    if not tokens:
        return anything
    reader = _Reader(tokens)
    found = reader.alternatives(0)
    if reader.position < len(tokens):
        raise _unreadable()
    return found


def _unreadable() -> SearchError:
    return SearchError(_("无法读取检索式，请检查括号、引号和冒号"))


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    position, text = 0, text.strip()
    while position < len(text):
        found = TOKEN.match(text, position)
        if found is None or len(tokens) >= MOST_TOKENS:
            raise _unreadable()
        tokens.append((str(found.lastgroup), found[str(found.lastgroup)]))
        position = found.end()
    return tokens


class _Reader:
    """Reads tokens from left to right: alternatives of conjunctions of terms."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.position = 0

    def peek(self) -> tuple[str, str]:
        """The next token, or an empty one."""
        return self.tokens[self.position] if self.position < len(self.tokens) else ("", "")

    def take(self) -> tuple[str, str]:
        """The next token. Raises SearchError at the end."""
        if self.position >= len(self.tokens):
            raise _unreadable()
        self.position += 1
        return self.tokens[self.position - 1]

    def alternatives(self, depth: int) -> Predicate:
        """a OR b OR c"""
        if depth > DEEPEST:
            raise _unreadable()
        parts = [self.conjunction(depth)]
        while self.peek() in (("word", "OR"), ("word", "||")):
            self.take()
            parts.append(self.conjunction(depth))
        return parts[0] if len(parts) == 1 else lambda d: any(part(d) for part in parts)

    def conjunction(self, depth: int) -> Predicate:
        """a b AND c"""
        parts = [self.term(depth)]
        while (token := self.peek())[0] and token not in (
            ("sign", ")"), ("word", "OR"), ("word", "||"),
        ):  # fmt: skip
            if token in (("word", "AND"), ("word", "&&")):
                self.take()
            parts.append(self.term(depth))
        return parts[0] if len(parts) == 1 else lambda d: all(part(d) for part in parts)

    def term(self, depth: int, field: str = "text") -> Predicate:
        """One condition, with its sign."""
        kind, text = self.take()
        if depth > DEEPEST or (kind, text) in (("sign", ")"), ("sign", ":")):
            raise _unreadable()
        if (kind, text) in (("word", "AND"), ("word", "OR")):
            raise _unreadable()
        if (kind, text) in (("word", "NOT"), ("sign", "-"), ("sign", "!")):
            inner = self.term(depth + 1, field)
            return lambda d: not inner(d)
        if (kind, text) == ("sign", "+"):
            return self.term(depth + 1, field)
        if (kind, text) == ("sign", "("):
            return self.group(depth, field)
        if kind == "word" and self.peek() == ("sign", ":"):
            self.take()
            return self.term(depth + 1, text)
        return _condition(field, kind, text)

    def group(self, depth: int, field: str) -> Predicate:
        """( ... ): alternatives, or for a field a list of its values."""
        inner = self.alternatives(depth + 1) if field == "text" else self.values(depth, field)
        if self.take() != ("sign", ")"):
            raise _unreadable()
        return inner

    def values(self, depth: int, field: str) -> Predicate:
        """field:(a OR b) and field:(a b), where the second asks for both."""
        parts, any_of = [self.term(depth + 1, field)], False
        while self.peek() not in (("sign", ")"), ("", "")):
            if self.peek()[1] in ("OR", "AND"):
                any_of = self.take()[1] == "OR" or any_of
            parts.append(self.term(depth + 1, field))
        return lambda d: (any if any_of else all)(part(d) for part in parts)


def _condition(field: str, kind: str, text: str) -> Predicate:
    if kind == "range":
        return _range(field, text)
    plain = re.sub(r"\\(.)", r"\1", text[1:-1] if kind == "phrase" else text)
    if field == "*" or (kind == "word" and plain == "*"):
        return anything if field in ("*", "text") else lambda d: bool(d.get(field))
    wanted = plain.lower()
    if kind == "word" and wanted.endswith("*"):
        start = wanted[:-1]
        return lambda d: any(_begins(value, start, field) for value in d.get(field, ()))
    if field in TEXT_FIELDS:
        return lambda d: any(wanted in value.lower() for value in d.get(field, ()))
    return lambda d: any(wanted == value.lower() for value in d.get(field, ()))


def _begins(value: str, start: str, field: str) -> bool:
    return start in value.lower() if field in TEXT_FIELDS else value.lower().startswith(start)


def _range(field: str, text: str) -> Predicate:
    """[a TO b] by the order of the written values: right for times and names."""
    low, _to, high = (part.strip() for part in text[1:-1].partition(" TO "))

    def inside(document: Document) -> bool:
        return any(
            (low == "*" or value >= low) and (high == "*" or value <= high)
            for value in document.get(field, ())
        )

    return inside
