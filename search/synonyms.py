"""What people say and what official documents write."""

from functools import cache
from pathlib import Path

from search.analysis import fold

FILE = Path(__file__).with_name("synonyms.txt")


@cache
def synonyms() -> dict[str, str]:
    """The pairs of synonyms.txt, folded."""
    pairs = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        said, equals, written = line.partition("=")
        if equals and not line.startswith("#"):
            pairs[fold(said.strip())] = fold(written.strip())
    return pairs


@cache
def longest_synonym() -> int:
    """How many characters the longest left side has."""
    return max(map(len, synonyms()))
