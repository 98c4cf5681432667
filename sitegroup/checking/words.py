"""Find the words of all packs in one pass over a text."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind

from sitegroup.checking.rulebook import Rule, RuleBook

# Twice as quick, and some kilobytes a word: for the packs that counties have.
MOST_IN_TABLE = 2000


class WordMatcher:
    """词表匹配: hundreds of words looked for in one pass (Aho-Corasick).

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
        self.words = sorted({*self.meanings, *harmless})
        self.automaton = BytesAhoCorasick(
            [word.encode() for word in self.words],
            matchkind=MatchKind.LeftmostLongest,
            implementation=Implementation.DFA if len(self.words) <= MOST_IN_TABLE else None,
        )

    def find(self, text: str) -> Iterator[tuple[int, str, Rule]]:
        """(place, word, rule) of every word that some rule names."""
        # in bytes, for hits are rare and the places of all characters dear; a lone surrogate,
        # which no word has, is as long as it would be
        encoded = text.encode(errors="surrogatepass")
        for number, start, _end in self.automaton.find_matches_as_indexes(encoded):
            word = self.words[number]
            place = len(encoded[:start].decode(errors="surrogatepass"))
            for rule in self.meanings.get(word, ()):
                yield place, word, rule


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
