"""package_search: find datasets by words and conditions, count them by facet."""

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from opendata.actions.errors import Invalid, SearchQueryError
from opendata.actions.expressions import Document, anything, parse, words_of
from opendata.actions.parameters import NO_INTEGER, Parameters
from opendata.actions.reading import Catalogue

KNOWN = {
    "q", "fl", "fq", "fq_list", "rows", "sort", "start", "wt", "qf", "bf", "boost", "facet",
    "facet.mincount", "facet.limit", "facet.field", "extras", "tie", "defType", "mm", "df",
    "include_drafts", "include_private", "include_deleted", "use_default_schema",
}  # fmt: skip
DEFAULT_SORT = "score desc, metadata_modified desc"
DEFAULT_ROWS, MOST_ROWS, MOST_FACETS = 10, 1000, 50
LONGEST_QUERY = 5000
WEIGHTS = (("title", 4), ("name", 4), ("tags", 2), ("groups", 2), ("text", 1))


def package_search(parameters: Parameters) -> dict[str, Any]:
    """Search for datasets. Parameters: q, fq, fq_list, rows, start, sort, fl, facet.field."""
    unknown = sorted(parameters.names() - KNOWN)
    if unknown:
        raise SearchQueryError(
            _('Search Query is invalid: "Invalid search parameters: %s"') % unknown
        )
    rows = min(parameters.natural("rows", DEFAULT_ROWS, messages=NO_INTEGER), MOST_ROWS)
    start = parameters.natural("start", 0, messages=NO_INTEGER)
    sort = parameters.text("sort") or DEFAULT_SORT
    catalogue = Catalogue.read()
    found = _sorted(_found(parameters, catalogue), sort)
    facets = _facets(parameters, [document for document, _score in found])
    page = [by_id for document, _score in found[start : start + rows] for by_id in document["id"]]
    packages = {dataset.uuid: dataset for dataset in catalogue.datasets}
    return {
        "count": len(found),
        "facets": {name: dict(counts) for name, counts in facets.items()},
        "results": [
            _fields(parameters, catalogue.package(packages[package_id])) for package_id in page
        ],
        "sort": sort,
        "search_facets": {
            name: {"title": name, "items": _items(name, counts, catalogue)}
            for name, counts in facets.items()
        },
    }


def _found(parameters: Parameters, catalogue: Catalogue) -> list[tuple[Document, int]]:
    """The documents that the query and all filters accept, with their scores."""
    query = parameters.text("q").strip()
    filters = [parameters.text("fq"), *(parameters.json_list("fq_list") or ())]
    if max(len(text) for text in (query, *filters)) > LONGEST_QUERY:
        raise Invalid("q", _("检索式过长"))
    conditions = [parse(text) for text in filters if text.strip()]
    words = [] if ":" in query else words_of(query.lower())
    asked = parse(query) if ":" in query else anything
    found = []
    for document in map(_document, map(catalogue.package, catalogue.datasets)):
        if not asked(document) or not all(condition(document) for condition in conditions):
            continue
        scores = [_score(document, word) for word in words]
        if all(scores):
            found.append((document, sum(scores)))
    return found


def _score(document: Document, word: str) -> int:
    """0 where the word is nowhere; a leading - asks for its absence."""
    if word.startswith("-") and len(word) > 1:
        return int(not _score(document, word[1:]))
    return sum(
        weight
        for field, weight in WEIGHTS
        if any(word in value.lower() for value in document.get(field, ()))
    )


def _document(package: dict[str, Any]) -> Document:
    """A package as the fields that can be searched."""
    organization = package["organization"]
    tags = [tag["name"] for tag in package["tags"]]
    extras = {extra["key"]: [extra["value"]] for extra in package["extras"]}
    groups = [group["name"] for group in package["groups"]]
    titles = [group["title"] for group in package["groups"]]
    single = (
        "id", "name", "title", "notes", "license_id", "state", "url", "version", "maintainer",
        "metadata_created", "metadata_modified", "type",
    )  # fmt: skip
    return {
        **extras,
        **{f"extras_{key}": value for key, value in extras.items()},
        **{name: [package[name]] for name in single if package[name]},
        "title_string": [package["title"]],
        "organization": [organization["name"]],
        "owner_org": [package["owner_org"]],
        "groups": groups,
        "tags": tags,
        "res_format": [resource["format"] for resource in package["resources"]],
        "text": [package["title"], package["notes"], package["name"], organization["title"],
                 *tags, *titles],
    }  # fmt: skip


def _sorted(found: list[tuple[Document, int]], sort: str) -> list[tuple[Document, int]]:
    """By each part of the order, the last first; a field that nobody has changes nothing."""
    for part in reversed(sort.split(",")):
        words = part.split()
        if len(words) != len(("field", "direction")) or words[1].lower() not in ("asc", "desc"):
            raise SearchQueryError(_("Search Query is invalid: 'Invalid \"sort\" parameter'"))
        field, down = words[0], words[1].lower() == "desc"
        if field == "score":
            found.sort(key=lambda entry: entry[1], reverse=down)
        else:
            found.sort(key=lambda entry: (entry[0].get(field) or [""])[0], reverse=down)
    return found


def _facets(parameters: Parameters, documents: list[Document]) -> dict[str, list[tuple[str, int]]]:
    names = parameters.json_list("facet.field") or []
    limit_given = parameters.values.get("facet.limit")
    everything = str(limit_given).startswith("-")
    limit = None if everything else parameters.natural("facet.limit", MOST_FACETS)
    least = parameters.natural("facet.mincount", 1)
    if not parameters.boolean("facet", default=True):
        return {}
    counted: dict[str, list[tuple[str, int]]] = {}
    for name in names:
        counts = Counter(value for document in documents for value in document.get(name, ()))
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        counted[name] = [item for item in ranked if item[1] >= least][:limit]
    return counted


def _items(name: str, counts: list[tuple[str, int]], catalogue: Catalogue) -> list[dict[str, Any]]:
    titles: dict[str, str] = {}
    if name == "organization":
        titles = {code: site.organisation.name for code, site in catalogue.sites.items()}
    elif name == "groups":
        titles = {dataset.group: dataset.group_title for dataset in catalogue.datasets}
    return [
        {"name": value, "display_name": titles.get(value, value), "count": count}
        for value, count in counts
    ]


def _fields(parameters: Parameters, package: dict[str, Any]) -> dict[str, Any]:
    names = parameters.words("fl")
    if not names or "*" in names:
        return package
    wanted = {name for entry in names for name in entry.split()}
    return {name: value for name, value in package.items() if name in wanted}
