"""What people say and what official documents write; what only asks."""

from functools import cache
from pathlib import Path

from search.analysis import fold

SYNONYMS = Path(__file__).with_name("synonyms.txt")
STOPWORDS = Path(__file__).with_name("stopwords.txt")


def _lines(file: Path) -> list[str]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return [fold(line) for line in lines if line and not line.startswith("#")]


@cache
def stopwords() -> frozenset[str]:
    """The words of stopwords.txt, folded."""
    return frozenset(word for line in _lines(STOPWORDS) for word in line.split())


@cache
def synonyms() -> dict[str, str]:
    """The pairs of synonyms.txt, folded."""
    pairs = (line.partition("=") for line in _lines(SYNONYMS))
    return {said.strip(): written.strip() for said, _equals, written in pairs}


@cache
def longest_synonym() -> int:
    """How many characters the longest left side has."""
    return max(map(len, synonyms()))
