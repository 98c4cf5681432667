"""A query as the things it asks for: each unit is one word or name, with what it may also be."""

from collections.abc import Iterator
from dataclasses import dataclass

from search.analysis import inner_words, is_chinese, long_words
from search.synonyms import longest_synonym, stopwords, synonyms


@dataclass(frozen=True, slots=True)
class Unit:
    """检索词: a word, or single characters in a row; `inside` are shorter words within it."""

    words: tuple[str, ...]
    inside: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """As the reader typed it."""
        return "".join(self.words)


def _joined(words: list[str]) -> Iterator[tuple[str, ...]]:
    """Neighbouring words that together are a known saying, as one; the rest one by one."""
    start = 0
    while start < len(words):
        end = start + 1
        for stop in range(min(len(words), start + longest_synonym()), start, -1):
            if "".join(words[start:stop]) in synonyms():
                end = stop
                break
        yield tuple(words[start:end])
        start = end


def _single(group: tuple[str, ...]) -> bool:
    return len(group) == 1 and len(group[0]) == 1 and is_chinese(group[0])


def _runs(groups: list[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Single characters in a row are a name the dictionary lacks: they belong together."""
    run: list[str] = []
    for group in groups:
        plain = _single(group) and "".join(group) not in synonyms()
        if plain and group[0] not in stopwords():
            run.append(group[0])
            continue
        if run:
            yield tuple(run)
            run = []
        yield group
    if run:
        yield tuple(run)


def _unit(words: tuple[str, ...]) -> Unit:
    written = synonyms().get("".join(words), "")
    inside = inner_words(words[0]) if len(words) == 1 else ()
    return Unit(words, inside, tuple(long_words(written)))


def units(folded: str) -> list[Unit]:
    """The units of a folded query; question words only when there is nothing else."""
    found = [run for part in folded.split() for run in _runs(list(_joined(long_words(part))))]
    naming = [run for run in found if "".join(run) not in stopwords()]
    return [_unit(run) for run in dict.fromkeys(naming or found)]
