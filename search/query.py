"""What a reader asks of the index, and what comes back."""

import datetime
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple, Self

LONGEST_QUERY = 200
# Elasticsearch refuses to look further (max_result_window); no reader does.
DEEPEST_RESULT = 10_000
MOST_PER_PAGE = 100

MOST_KINDS = 20
YEARS, NO_YEAR = range(1, 10_000), -1


def _tidy(text: str) -> str:
    """The text in one line without control characters, not too long."""
    printable = "".join(c if c.isprintable() else " " for c in text[:LONGEST_QUERY])
    return " ".join(printable.split())


Sort = Literal["relevance", "date"]


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """检索请求: the words and the filters of one search.

    `site` is a site's code, `kinds` and `validity` filter by equality, `year` by the document's
    date. An empty `q` lists everything by date. Numbers out of range are brought into it.
    """

    q: str = ""
    site: str | None = None
    kinds: tuple[str, ...] = ()
    year: int | None = None
    validity: str | None = None
    sort: Sort = "relevance"
    page: int = 1
    per_page: int = 10

    def tidied(self) -> Self:
        """The request within the limits: blanks and control characters gone, length capped."""
        per_page = min(max(self.per_page, 1), MOST_PER_PAGE)
        return replace(
            self,
            q=_tidy(self.q),
            site=_tidy(self.site) if self.site else None,
            kinds=tuple(_tidy(kind) for kind in self.kinds[:MOST_KINDS]),
            year=self.year if self.year is None or self.year in YEARS else NO_YEAR,
            validity=_tidy(self.validity) if self.validity else None,
            per_page=per_page,
            page=min(max(self.page, 1), DEEPEST_RESULT // per_page),
        )

    @property
    def offset(self) -> int:
        """How many results come before the page."""
        return (self.page - 1) * self.per_page


class FacetValue(NamedTuple):
    """One choice of a facet: what to filter by, what to show, how many results it has."""

    value: str
    label: str
    hits: int


@dataclass(frozen=True, slots=True)
class Hit:
    """检索结果: one document found; the two *_html hold escaped text and <mark>, nothing else."""

    key: str
    kind: str
    site: str
    site_name: str
    title: str
    title_html: str
    url: str
    date: datetime.date | None
    doc_no: str
    validity: str
    passage_html: str


@dataclass(frozen=True, slots=True)
class SearchResults:
    """检索结果页: one page of hits, and how the whole result divides.

    `facets` has site, kind and year; each counts as if it had no filter of its own. `suggestion`
    is another wording that a title has (您是不是要找), or empty.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    took_ms: int = 0
    suggestion: str = ""
