"""What a reader may be typing: titles and units that begin with it, contain it, or sound so."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Self

from search.analysis import characters, compact
from search.answer import Found
from search.document import SearchDocument
from search.fields import title_names
from search.matching import Clause, Exact, Phrase, Prefix, Some, Term
from search.pinyin import initials, spoken, syllables
from search.plan import Plan, filters
from search.query import SearchRequest
from search.representation import Suggestion, Suggestions, kind_label
from sitegroup.delivery.registry import registry
from sitegroup.models import Site

MOST = 10
# The index is asked for more than is shown: the same title may be there several times.
LOOKED_AT = 30
LONGEST_PREFIX = 60
SAME, BEGINS, BEGINS_NAME = 400.0, 200.0, 100.0


@dataclass(frozen=True, slots=True)
class CompletionRequest:
    """输入提示请求: what has been typed so far; `site` is a site's code."""

    q: str = ""
    site: str | None = None

    def tidied(self) -> Self:
        """Within the limits of a search."""
        within = SearchRequest(q=self.q, site=self.site).tidied()
        return replace(self, q=within.q, site=within.site)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, in the three ways in which a name may have it."""

    text: str
    letters: str
    sound: str

    @classmethod
    def read(cls, q: str) -> Self:
        """As initials and as pinyin it is empty unless it can be that."""
        return cls(compact(q), "".join(initials(q)), "".join(spoken(q)))

    def is_in(self, name: str) -> bool:
        """Whether the name contains it."""
        return any(typed and typed in held for typed, held in self._beside(name))

    def begins(self, name: str) -> bool:
        """Whether the name begins with it."""
        return any(typed and held.startswith(typed) for typed, held in self._beside(name))

    def _beside(self, name: str) -> Iterator[tuple[str, str]]:
        yield self.text, compact(name)
        if self.letters or self.sound:
            sounds = syllables(name)
            yield self.letters, "".join(sound[0] for sound in sounds)
            yield self.sound, "".join(sounds)


def completion_plan(asked: CompletionRequest) -> Plan | None:
    """What matches in the index; None where too little was typed to ask anything."""
    ways = [*_beginnings(asked.q), *_contained(asked.q)]
    if not ways:
        return None
    narrowing = filters(SearchRequest(site=asked.site))
    return Plan(Some(tuple(ways)), narrowing, limit=LOOKED_AT, facets=False)


def _beginnings(typed: str) -> Iterator[Clause]:
    whole = compact(typed)
    if whole:
        yield Exact("title_exact", whole, SAME)
    if 0 < len(whole) <= LONGEST_PREFIX:
        yield Prefix("title_exact", whole, BEGINS)
        yield Prefix("title_name", whole, BEGINS_NAME)


def _contained(typed: str) -> Iterator[Clause]:
    """In a row in the title: the characters, the syllables typed in pinyin, the initials."""
    runs = (
        ("title_characters", characters(typed), 3.0),
        ("title_sounds", spoken(typed), 2.0),
        ("title_initials", initials(typed), 1.0),
    )
    for field, run, boost in runs:
        if len(run) > 1:
            yield Phrase(field, tuple(run), 0, boost)
        elif run:
            yield Term(field, run[0], boost)


def complete(
    request: CompletionRequest, execute: Callable[[Plan], Found]
) -> tuple[SearchDocument, ...]:
    """The documents of an engine: each title of a site once, those that begin so first."""
    asked = request.tidied()
    plan = completion_plan(asked)
    if plan is None:
        return ()
    typed = Typed.read(asked.q)
    once: dict[tuple[str, str], SearchDocument] = {}
    for found in execute(plan).documents:
        once.setdefault((found.site, found.title), found)
    first = [found for found in once.values() if any(map(typed.begins, _names(found.title)))]
    rest = [found for found in once.values() if found not in first]
    return tuple((*first, *rest)[:MOST])


def _names(title: str) -> tuple[str, ...]:
    return (title, *title_names(title))


def suggestions(asked: CompletionRequest, documents: Iterable[SearchDocument]) -> Suggestions:
    """Units first, for there are few; then what the index has."""
    tidy = asked.tidied()
    titles = (
        Suggestion(
            title=document.title,
            kind=document.kind,
            kind_label=kind_label(document.kind),
            site=document.site,
            site_name=document.site_name,
            url=document.url,
        )
        for document in documents
    )
    return Suggestions(tidy.q, (*map(_unit, _units(tidy)), *titles)[:MOST])


def _units(asked: CompletionRequest) -> list[Site]:
    """Public units by their names, those that begin so first."""
    typed = Typed.read(asked.q)
    first, rest = [], []
    for site in registry().by_code.values():
        public = site.home_page is not None and site.home_page.live
        if not public or asked.site not in (None, site.code):
            continue
        names = (site.name, site.short_name)
        if any(map(typed.begins, names)):
            first.append(site)
        elif any(map(typed.is_in, names)):
            rest.append(site)
    return [*first, *rest]


def _unit(site: Site) -> Suggestion:
    return Suggestion(
        title=site.name,
        kind="site",
        kind_label=kind_label("site"),
        site=site.code,
        site_name=site.short_name,
        url=f"{site.base_url}/",
    )
