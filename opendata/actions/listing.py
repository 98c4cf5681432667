"""Actions that list: packages, organisations, groups, keywords, licences."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from opendata.actions.errors import InvalidCall, NotFound
from opendata.actions.parameters import LARGEST, Parameters
from opendata.actions.reading import Catalogue
from opendata.actions.shapes import group_dict, license_dict, organization_dict, tag_dict
from opendata.licenses import LICENSES

SORT_FIELDS = ("name", "title", "package_count")
MOST_NAMES, MOST_WHOLE = 1000, 25


def package_list(parameters: Parameters) -> list[str]:
    """The names of all datasets. Parameters: limit (0 is no limit), offset."""
    limit = parameters.natural("limit", 0)
    offset = parameters.natural("offset", 0)
    names = [dataset.name for dataset in Catalogue.read().datasets][offset:]
    return names[:limit] if limit else names


def organization_list(parameters: Parameters) -> list[Any]:
    """The units that provide datasets, by title. Parameters: all_fields, sort, limit, offset."""
    catalogue = Catalogue.read()
    entries = [
        organization_dict(site, catalogue.since[code], len(catalogue.of_unit(code)))
        for code, site in catalogue.sites.items()
    ]
    return _collection(parameters, entries, "organizations")


def group_list(parameters: Parameters) -> list[Any]:
    """The themes that have datasets, by title. Parameters: all_fields, sort, limit, offset."""
    catalogue = Catalogue.read()
    entries = [
        group_dict(name, catalogue.group_since(name), len(catalogue.of_group(name)))
        for name in catalogue.groups
    ]
    return _collection(parameters, entries, "groups")


def _collection(parameters: Parameters, entries: list[dict[str, Any]], only: str) -> list[Any]:
    key, reverse = _sort(parameters.text("sort"))
    whole = parameters.boolean("all_fields", default=False)
    most = MOST_WHOLE if whole else MOST_NAMES
    limit = min(parameters.natural("limit", LARGEST), most)
    offset = parameters.natural("offset", 0)
    wanted = parameters.words(only)
    if wanted:
        entries = [entry for entry in entries if entry["name"] in wanted]
    page = sorted(entries, key=key, reverse=reverse)[offset : offset + limit]
    return page if whole else [entry["name"] for entry in page]


def _sort(given: str) -> tuple[Callable[[dict[str, Any]], Any], bool]:
    words = given.split() or ["title"]
    field = words[0]
    if field not in SORT_FIELDS:
        raise InvalidCall(_("不能按“%s”排序") % field)
    # CKAN counts the most first where no direction is given
    direction = words[1] if len(words) > 1 else ("desc" if field == "package_count" else "asc")
    if direction not in ("asc", "desc"):
        raise InvalidCall(_("排序方向只能是asc或desc"))
    return (lambda entry: (entry[field], entry["name"])), direction == "desc"


def tag_list(parameters: Parameters) -> list[Any]:
    """The keywords. Parameters: query (part of a keyword), all_fields."""
    if "vocabulary_id" in parameters:
        raise NotFound
    part = parameters.text("query").strip().lower()
    found = {tag for dataset in Catalogue.read().datasets for tag in dataset.tags}
    names = sorted(tag for tag in found if part in tag.lower())
    if parameters.boolean("all_fields", default=False):
        return [tag_dict(name) for name in names]
    return names


def license_list(parameters: Parameters) -> list[dict[str, str]]:
    """The licences."""
    return [license_dict(terms) for terms in LICENSES]
