"""What changed between two versions, field by field, word by word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

import rjieba

from sitegroup.guard.releasable import ReviewField

# Beyond this many words a changed passage is shown as a whole: comparing costs its square.
MOST_WORDS = 4000
ONE_LINE = 40


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: `kind` is same, added or removed."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class FieldDiff:
    """One field in both versions: `pieces` in reading order, the removed before the added."""

    label: str
    changed: bool
    pieces: tuple[Piece, ...]

    @property
    def is_short(self) -> bool:
        """Whether label and text fit on one line."""
        text = "".join(piece.text for piece in self.pieces)
        return len(text) <= ONE_LINE and "\n" not in text

    @property
    def before(self) -> tuple[Piece, ...]:
        """The older version."""
        return tuple(piece for piece in self.pieces if piece.kind != "added")

    @property
    def after(self) -> tuple[Piece, ...]:
        """The newer version."""
        return tuple(piece for piece in self.pieces if piece.kind != "removed")


def compare(old: Sequence[ReviewField] | None, new: Sequence[ReviewField]) -> tuple[FieldDiff, ...]:
    """Every field that either version fills. Without an older version nothing counts as changed."""
    if old is None:
        return tuple(_whole(field, "same") for field in new if field.text)
    before = {field.label: field.text for field in old}
    now = {field.label for field in new}
    gone = [_whole(field, "removed") for field in old if field.label not in now and field.text]
    kept = [
        _field(field.label, before.get(field.label, ""), field.text)
        for field in new
        if field.text or before.get(field.label)
    ]
    return (*kept, *gone)


def _whole(field: ReviewField, kind: str) -> FieldDiff:
    return FieldDiff(field.label, kind != "same", (Piece(kind, field.text),))


def _field(label: str, old: str, new: str) -> FieldDiff:
    if old == new:
        return FieldDiff(label, False, (Piece("same", new),))
    return FieldDiff(label, True, tuple(_joined(_lines(old, new))))


def _lines(old: str, new: str) -> Iterator[Piece]:
    """Whole lines first, then the words of those that differ."""
    a, b = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for op, a1, a2, b1, b2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if op == "equal":
            yield Piece("same", "".join(a[a1:a2]))
            continue
        for left, right in zip_longest(a[a1:a2], b[b1:b2], fillvalue=""):
            yield from _words(left, right)


def _words(old: str, new: str) -> Iterator[Piece]:
    a, b = rjieba.cut(old), rjieba.cut(new)
    if not a or not b or max(len(a), len(b)) > MOST_WORDS:
        yield from _pair(old, new)
        return
    for op, a1, a2, b1, b2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if op == "equal":
            yield Piece("same", "".join(a[a1:a2]))
        else:
            yield from _pair("".join(a[a1:a2]), "".join(b[b1:b2]))


def _pair(old: str, new: str) -> Iterator[Piece]:
    if old:
        yield Piece("removed", old)
    if new:
        yield Piece("added", new)


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind as one piece."""
    held: Piece | None = None
    for piece in pieces:
        if held and held.kind == piece.kind:
            held = Piece(held.kind, held.text + piece.text)
            continue
        if held:
            yield held
        held = piece
    if held:
        yield held
