"""How a query is matched and ranked: exact names first, then words by field, sounds last."""

import math
from dataclasses import dataclass, field
from itertools import pairwise

from search.analysis import characters, compact, fold, numbers, without_numbers
from search.matching import Best, Both, Clause, Everything, Exact, Phrase, Some, Term
from search.pinyin import initials, spoken, syllables
from search.query import SearchRequest
from search.units import Unit, units

# What one occurrence in a field is worth beside one in the body.
BOOSTS = {"title": 5.0, "keywords": 3.0, "summary": 1.5, "body": 1.0, "place": 1.0}
TIE = 0.2
SAME_TITLE, SAME_NUMBER, SAME_NAME, SAME_NUMBER_PART = 2000.0, 2000.0, 400.0, 200.0
# How many of a query's units must match, and how many of those that found too little.
REQUIRED = {1: 1, 2: 2, 3: 2, 4: 3}
REQUIRED_SHARE, RELAXED_SHARE = 0.6, 0.4
INSIDE_BOOST, INSTEAD_BOOST = 0.5, 0.8
TITLE_SHAPE = range(2, 31)
ABBREVIATION = range(3, 7)
HOMOPHONE = range(4, 31)
SHORTEST_INITIALS = 3


@dataclass(frozen=True, slots=True)
class Plan:
    """检索方案: what must match, and what it is narrowed, sorted and cut by."""

    match: Clause
    filters: dict[str, Clause] = field(default_factory=dict)
    by_date: bool = False
    offset: int = 0
    limit: int = 10
    facets: bool = True


def _anywhere(words: tuple[str, ...], boost: float = 1.0) -> Clause:
    """The words, in order if several, in whatever field they weigh most."""
    clauses: list[Clause] = []
    for name, weight in BOOSTS.items():
        if len(words) == 1:
            clauses.append(Term(name, words[0], weight * boost))
        else:
            clauses.append(Phrase(name, words, 1, weight * boost))
    return Best(tuple(clauses), TIE)


def _unit_clause(unit: Unit) -> Clause:
    ways = [_anywhere(unit.words)]
    if unit.inside:
        inside = tuple(_anywhere((word,), INSIDE_BOOST) for word in unit.inside)
        ways.append(Some(inside, minimum=math.ceil(len(inside) * 0.6)))
    if unit.instead:
        ways.append(_anywhere(unit.instead, INSTEAD_BOOST))
    return ways[0] if len(ways) == 1 else Best(tuple(ways))


def _near(found: list[Unit]) -> list[Clause]:
    """Neighbouring units close together in the text."""
    clauses: list[Clause] = []
    for one, next_one in pairwise(found):
        pair = (one.words[-1], next_one.words[0])
        clauses.append(Phrase("body", pair, 4, 0.5))
        clauses.append(Phrase("title", pair, 4, 2.0))
    return clauses


def _names(query: str) -> list[Clause]:
    """The query as a whole title or document number."""
    whole = compact(query)
    if not whole:
        return []
    return [
        Exact("title_exact", whole, SAME_TITLE),
        Exact("number_exact", whole, SAME_NUMBER),
        Exact("title_name", whole, SAME_NAME),
    ]


def _shapes(query: str) -> list[Clause]:
    """Titles that look or sound like the query: abbreviated, mistyped, in pinyin."""
    clauses: list[Clause] = []
    letters = tuple(characters(query))
    sounds = tuple(syllables(query))
    if len(letters) in TITLE_SHAPE:
        clauses.append(Phrase("title_characters", letters, 0, 3.0))
    if len(letters) in ABBREVIATION:
        clauses.append(Phrase("title_characters", letters, 9, 5.0))
    if len(sounds) == len(letters) and len(sounds) in HOMOPHONE:
        clauses.append(Phrase("title_sounds", sounds, 0, 8.0))
    typed = tuple(spoken(query))
    if len(typed) > 1:
        clauses.append(Phrase("title_sounds", typed, 0, 3.0))
    letters_only = tuple(initials(query))
    if len(letters_only) >= SHORTEST_INITIALS:
        clauses.append(Phrase("title_initials", letters_only, 0, 2.0))
    return clauses


def _minimum(count: int, relaxed: bool) -> int:
    if relaxed:
        return math.ceil(count * RELAXED_SHARE)
    return REQUIRED.get(count) or math.ceil(count * REQUIRED_SHARE)


def match(query: str, relaxed: bool = False) -> Clause:
    """The clause of a query; relaxed, fewer of its units must match."""
    folded = fold(query)
    asked = numbers(folded)
    found = units(without_numbers(folded) if asked else folded)
    clauses = tuple(_unit_clause(unit) for unit in found)
    ways: list[Clause] = [*_names(query), *_shapes(query)]
    near = tuple(_near(found))
    if asked:
        number = Best((Term("numbers", asked[0], 50.0), Term("title", asked[0], 20.0),
                       Term("body", asked[0], 5.0)))  # fmt: skip
        if relaxed:
            ways.append(Some((number, *clauses, *near)))
        else:
            ways.append(Both((number,), (*clauses, *near)))
    elif clauses:
        ways.append(Both((Some(clauses, _minimum(len(clauses), relaxed)),), near))
    return Some(tuple(ways))


def filters(request: SearchRequest) -> dict[str, Clause]:
    """Each filter under the facet it belongs to."""
    found: dict[str, Clause] = {}
    if request.site is not None:
        found["site"] = Exact("site", request.site)
    if request.kinds:
        found["kind"] = Some(tuple(Exact("kind", kind) for kind in request.kinds))
    if request.year is not None:
        found["year"] = Exact("year", request.year)
    if request.validity is not None:
        found["validity"] = Exact("validity", request.validity)
    return found


def plan(request: SearchRequest, relaxed: bool = False) -> Plan:
    """The plan of a tidied request."""
    return Plan(
        match=match(request.q, relaxed) if request.q else Everything(),
        filters=filters(request),
        by_date=request.sort == "date" or not request.q,
        offset=request.offset,
        limit=request.per_page,
    )
