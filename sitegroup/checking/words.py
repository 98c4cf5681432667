"""Find the words of all packs in one pass over a text."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from sitegroup.checking.rulebook import Rule, RuleBook


class WordMatcher:
    """词表匹配: one pattern for hundreds of words, tried only where a first character stands.

    The longest word wins; a harmless phrase takes its place in the same contest, and so takes
    the words inside it out of it.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.meanings: dict[str, list[Rule]] = defaultdict(list)
        harmless: set[str] = set()
        for rule in rules:
            harmless.update(rule.harmless)
            before = rule.options.get("harmless_before", ())
            after = rule.options.get("harmless_after", ())
            for word in rule.words:
                harmless.update(f"{one}{word}" for one in before)
                harmless.update(f"{word}{one}" for one in after)
                self.meanings[word].append(rule)
        self.pattern = _pattern({*self.meanings, *harmless})

    def find(self, text: str) -> Iterator[tuple[int, str, Rule]]:
        """(place, word, rule) of every word that some rule names."""
        if self.pattern is None:
            return
        for hit in self.pattern.finditer(text):
            for rule in self.meanings.get(hit[0], ()):
                yield hit.start(), hit[0], rule


def _pattern(words: set[str]) -> re.Pattern[str] | None:
    """All words, gathered by their first character; the longest of each first.

    Of branches that all begin with a character re itself makes the set to look for first.
    """
    if not words:
        return None
    by_first: dict[str, list[str]] = defaultdict(list)
    for word in words:
        by_first[word[0]].append(word[1:])
    branches = (
        re.escape(first) + "(?:" + "|".join(re.escape(r) for r in sorted(rest, key=_long)) + ")"
        for first, rest in sorted(by_first.items())
    )
    return re.compile("|".join(branches))


def _long(word: str) -> tuple[int, str]:
    return -len(word), word


_held: dict[tuple[str, ...], WordMatcher] = {}
MOST_HELD = 16


def matcher_for(book: RuleBook, dated: date | None) -> WordMatcher:
    """The words that content of that date is held to.

    A rule's `since` says when a word became wrong: an organ that was there in 2015 is rightly
    named in a text of 2015.
    """
    rules = [
        rule
        for rule in book.of_kind("words")
        if not (dated and "since" in rule.options and dated < rule.options["since"])
    ]
    key = (book.version, *(rule.code for rule in rules))
    if key not in _held:
        if len(_held) >= MOST_HELD:
            _held.clear()
        _held[key] = WordMatcher(rules)
    return _held[key]
