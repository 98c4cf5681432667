"""A page of results as the plain data that both the API and the themes show."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from search.query import SearchRequest, SearchResults

KIND_LABELS = {
    "article": _("信息"),
    "document": _("文件"),
    "item": _("事项"),
    "expenses": _("三公经费"),
    "dataset": _("数据"),
    "letter": _("来信"),
    "site": _("单位"),
    "law": _("法律法规"),
}


def kind_label(kind: str) -> str:
    """The kind in the reader's words; an unknown kind is its own label."""
    return str(KIND_LABELS.get(kind, kind))


@dataclass(frozen=True, slots=True)
class FacetChoice:
    """筛选项: one value of a facet."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """筛选: by site, kind or year; `name` is the parameter it sets."""

    name: str
    label: str
    choices: tuple[FacetChoice, ...]


@dataclass(frozen=True, slots=True)
class SearchItem:
    """检索结果: one result as shown; the two *_html hold escaped text and <mark>, nothing else."""

    key: str
    kind: str
    kind_label: str
    site: str
    site_name: str
    title: str
    title_html: str
    passage_html: str
    url: str
    date: datetime.date | None
    doc_no: str
    validity: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """检索结果页: what the reader asked, what was found, and how to narrow it."""

    q: str
    sort: str
    page: int
    pages: int
    per_page: int
    total: int
    took_ms: int
    suggestion: str
    results: tuple[SearchItem, ...]
    facets: tuple[Facet, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """输入提示: one title or unit that the reader may mean."""

    title: str
    kind: str
    kind_label: str
    site: str
    site_name: str
    url: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """输入提示: what was typed, and what it may become."""

    q: str
    results: tuple[Suggestion, ...]


def _facets(request: SearchRequest, results: SearchResults) -> tuple[Facet, ...]:
    labels = {"kind": gettext("类型"), "site": gettext("单位"), "year": gettext("年份")}
    chosen: dict[str, set[str]] = {
        "kind": set(request.kinds),
        "site": {request.site or ""},
        "year": {str(request.year)},
    }
    return tuple(
        Facet(
            name,
            label,
            tuple(
                FacetChoice(value, shown, count, value in chosen[name])
                for value, shown, count in results.facets.get(name, ())
            ),
        )
        for name, label in labels.items()
    )


def search_page(request: SearchRequest, results: SearchResults) -> SearchPage:
    """The page of a request and its results."""
    asked = request.tidied()
    items = tuple(
        SearchItem(
            key=hit.key,
            kind=hit.kind,
            kind_label=kind_label(hit.kind),
            site=hit.site,
            site_name=hit.site_name,
            title=hit.title,
            title_html=hit.title_html,
            passage_html=hit.passage_html,
            url=hit.url,
            date=hit.date,
            doc_no=hit.doc_no,
            validity=hit.validity,
        )
        for hit in results.hits
    )
    return SearchPage(
        q=asked.q,
        sort=asked.sort,
        page=asked.page,
        pages=max(1, -(-results.total // asked.per_page)),
        per_page=asked.per_page,
        total=results.total,
        took_ms=results.took_ms,
        suggestion=results.suggestion,
        results=items,
        facets=_facets(asked, results),
    )
