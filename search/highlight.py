"""Hits marked in plain text: what comes out is escaped, with <mark> and nothing else."""

import html
import re
from bisect import bisect_left

from search.analysis import characters, fold, is_chinese, numbers, without_numbers
from search.document import SearchDocument
from search.units import units

PASSAGE = 120
WINDOW = 80
# A passage is looked for here first, and only without any hit in the whole body.
FIRST_PART, LONGEST_BODY = 8_000, 200_000
MOST_PLACES = 200
_STOPS = "。！？；\n!?;"
_PAUSES = "，、,：: "


def terms(query: str) -> list[str]:
    """What to mark: the query's words and what they may also be, longest first."""
    folded = fold(query)
    found: set[str] = set()
    for number in numbers(folded):
        found.add(number.rpartition("-")[2])
    for unit in units(without_numbers(folded)):
        found |= {unit.text, "".join(unit.instead), *unit.inside}
    several = {term for term in found if len(term) > 1}
    return sorted(several or found - {""}, key=len, reverse=True)


def _one(term: str) -> str:
    if is_chinese(term) and not term[0].isdigit():
        return re.escape(term)
    return rf"(?<![0-9a-z]){re.escape(term)}(?![0-9a-z])"


def pattern(query: str) -> re.Pattern[str] | None:
    """What finds the terms in folded text; None when there is nothing to mark."""
    found = terms(query)
    return re.compile("|".join(map(_one, found))) if found else None


def spans(text: str, finder: re.Pattern[str] | None) -> list[tuple[int, int]]:
    """Where the terms stand in a text, in order, never overlapping."""
    return [match.span() for match in finder.finditer(fold(text))] if finder else []


def abbreviated(title: str, query: str) -> list[tuple[int, int]]:
    """The characters of an abbreviation in the title it stands for, if all are there in order."""
    if not is_chinese(query):
        return []
    folded, place, found = fold(title), 0, []
    for character in characters(query):
        at = folded.find(character, place)
        if at < 0:
            return []
        place = at + len(character)
        found.append((at, place))
    return found


def marked(text: str, places: list[tuple[int, int]]) -> str:
    """The text escaped, with <mark> around the places."""
    parts, last = [], 0
    for start, end in places:
        parts.append(html.escape(text[last:start]))
        parts.append(f"<mark>{html.escape(text[start:end])}</mark>")
        last = end
    parts.append(html.escape(text[last:]))
    return "".join(parts).replace("</mark><mark>", "")


def title_html(title: str, query: str, finder: re.Pattern[str] | None) -> str:
    """A title with its hits marked."""
    return marked(title, spans(title, finder) or abbreviated(title, query))


def _best_window(text: str, places: list[tuple[int, int]]) -> int:
    """Where to begin, so that the passage holds the most different terms closest together."""
    best, best_value = 0, (-1, 0)
    starts = [start for start, _ in places]
    for index, start in enumerate(starts[:MOST_PLACES]):
        stop = bisect_left(starts, start + WINDOW)
        first: dict[str, int] = {}
        for begin, end in places[index:stop]:
            first.setdefault(text[begin:end], end)
        value = (sum(map(len, first)), start - max(first.values()))
        if value > best_value:
            best, best_value = start, value
    return best


def _begin(text: str, first_hit: int) -> int:
    """The start of the hit's sentence, or a pause before it, if near enough."""
    earliest = max(0, first_hit - PASSAGE // 2)
    before = text[earliest:first_hit]
    stop = max(before.rfind(mark) for mark in _STOPS)
    if stop >= 0:
        return earliest + stop + 1
    if earliest == 0:
        return 0
    pause = max(before.rfind(mark) for mark in _PAUSES)
    return earliest + pause + 1


def _end(text: str, begin: int, places: list[tuple[int, int]]) -> int:
    """About a passage further, at the end of a sentence or a pause, never inside a hit or word."""
    latest = min(len(text), begin + PASSAGE)
    if latest == len(text):
        return latest
    tail = text[begin + PASSAGE // 2 : latest]
    for marks in (_STOPS, _PAUSES):
        at = max(tail.rfind(mark) for mark in marks)
        if at >= 0:
            return begin + PASSAGE // 2 + at + 1
    while latest < len(text) and text[latest].isascii() and text[latest].isalnum():
        latest += 1
    return max([latest, *(end for start, end in places if start < latest < end)])


def passage_html(text: str, finder: re.Pattern[str] | None) -> str:
    """About 120 characters around the best hits, marked; the beginning if there is none."""
    places = spans(text[:FIRST_PART], finder) or spans(text[:LONGEST_BODY], finder)
    begin = _begin(text, _best_window(text, places)) if places else 0
    end = _end(text, begin, places)
    cut = text[begin:end]
    blank = len(cut) - len(cut.lstrip())
    begin += blank
    cut = re.sub(r"\s", " ", cut.strip())
    inside = [(a - begin, b - begin) for a, b in places if a >= begin and b <= begin + len(cut)]
    before = "…" if begin - blank > 0 and text[:begin].strip() else ""
    after = "…" if text[end:].strip() else ""
    return f"{before}{marked(cut, inside)}{after}"


def passage_of(document: SearchDocument, finder: re.Pattern[str] | None) -> str:
    """The passage of a document: from its summary if that holds a hit, else from its body."""
    if document.summary and (not document.body or spans(document.summary, finder)):
        return passage_html(document.summary, finder)
    return passage_html(document.body, finder)
