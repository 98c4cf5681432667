"""Look through passages with every rule that reads text; gather what belongs together."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils import timezone

from sitegroup.checking.detectors import DETECTORS
from sitegroup.checking.detectors.minor import find_in_rows
from sitegroup.checking.findings import MOST_EXCERPTS, Finding, Passage, Place, found
from sitegroup.checking.rulebook import Rule, RuleBook
from sitegroup.checking.words import WordMatcher, matcher_for


@dataclass
class _Gathered:
    """All hits of one rule (and word) in one field, column or page."""

    rule: Rule
    place: Place
    word: str = ""
    count: int = 0
    excerpts: list[str] = field(default_factory=list)

    def add(self, excerpt: str) -> None:
        self.count += 1
        if len(self.excerpts) < MOST_EXCERPTS:
            self.excerpts.append(excerpt)


def scan(passages: Iterable[Passage], book: RuleBook, *, dated: date | None) -> list[Finding]:
    """Every finding of the passages, in their order; `dated` is the content's own date."""
    gathered: dict[tuple[str, Place, str], _Gathered] = {}
    words = matcher_for(book, dated)
    for passage in passages:
        for rule, place, word, excerpt in _hits(passage, book, words):
            key = (rule.code, place.whole(), word)
            gathered.setdefault(key, _Gathered(rule, place, word)).add(excerpt)
    return [
        found(
            one.rule,
            one.place,
            count=one.count,
            excerpts=one.excerpts,
            word=one.word,
            instead=one.rule.words.get(one.word, ""),
        )
        for one in gathered.values()
    ]


def _hits(
    passage: Passage, book: RuleBook, words: WordMatcher
) -> Iterator[tuple[Rule, Place, str, str]]:
    """(rule, place, word, masked excerpt) of everything in one passage."""
    for kind, find in DETECTORS.items():
        for rule in book.of_kind(kind):
            for hit in find(passage.text, rule.options):
                yield rule, _place(passage, hit.start), "", hit.masked
    for rule in book.of_kind("minor") if passage.rows else ():
        for row, column, hit in find_in_rows(passage.rows, timezone.localdate()):
            place = replace(passage.place, column=column + 1, line=row + 1)
            yield rule, place, "", hit.masked
    for start, word, rule in words.find(passage.text):
        yield rule, _place(passage, start), word, word


def _place(passage: Passage, start: int) -> Place:
    """The passage's place with the paragraph or row; a text of one line needs no number."""
    if passage.place.page or "\n" not in passage.text:
        return passage.place
    return replace(passage.place, line=passage.text.count("\n", 0, start) + 1)


def tables_in(text: str) -> tuple[tuple[str, ...], ...]:
    """The lines of a text that hold cells, as rows."""
    if "\t" not in text:
        return ()
    return tuple(tuple(line.split("\t")) for line in text.split("\n") if "\t" in line)


def columns_of(place: Place, rows: list[list[str]]) -> list[Passage]:
    """A table as one passage a column, the first of them with the whole table.

    Column by column, so that a finding says which one, and a list of 300 people is one finding.
    """
    columns: dict[int, list[str]] = defaultdict(list)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell:
                lines = columns[column]
                lines.extend([""] * (number - len(lines)))
                lines.append(cell.replace("\n", " "))
    whole = tuple(tuple(row) for row in rows)
    return [
        Passage(replace(place, column=column + 1), "\n".join(lines), whole if not nth else ())
        for nth, (column, lines) in enumerate(sorted(columns.items()))
    ]
