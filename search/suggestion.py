"""您是不是要找: the wording of a title that is one or two characters from the query."""

from collections.abc import Sequence

from search.analysis import fold

SHORTEST, LONGEST = 4, 30
MOST_TITLES = 10
ONE_IN = 4


def _closest_part(query: str, title: str) -> tuple[int, int, int]:
    """(changes, start, end) of the part of the title nearest to the query (Sellers 1980)."""
    previous = [(0, place) for place in range(len(title) + 1)]
    for row, wanted in enumerate(query, start=1):
        current = [(row, 0)]
        for place, given in enumerate(title, start=1):
            changed, begun = previous[place - 1]
            current.append(
                min(
                    (changed + (wanted != given), begun),
                    (previous[place][0] + 1, previous[place][1]),
                    (current[place - 1][0] + 1, current[place - 1][1]),
                )
            )
        previous = current
    end = min(range(len(previous)), key=lambda place: (previous[place][0], -place))
    return previous[end][0], previous[end][1], end


def suggest(query: str, titles: Sequence[str], passages: Sequence[str]) -> str:
    """Another wording for the query from the titles it found; empty if it is right as it is."""
    folded = fold(query)
    if not SHORTEST <= len(folded) <= LONGEST or " " in folded:
        return ""
    if any(folded in fold(text) for text in (*titles, *passages)):
        return ""
    best, allowed = "", max(1, len(folded) // ONE_IN)
    least = min(allowed, 2) + 1
    for title in titles[:MOST_TITLES]:
        changes, start, end = _closest_part(folded, fold(title))
        if changes < least and end - start >= SHORTEST:
            best, least = title[start:end], changes
    return best
