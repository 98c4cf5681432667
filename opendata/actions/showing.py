"""Actions that show one thing: package, resource, organisation, group, status, help."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from opendata.actions.errors import NotFound
from opendata.actions.parameters import Parameters
from opendata.actions.reading import Catalogue
from opendata.actions.shapes import group_dict, organization_dict
from opendata.identity import group_id, organization_id
from opendata.models import Dataset

CKAN_VERSION = "2.12.0"
MOST_PACKAGES = 10


def package_show(parameters: Parameters) -> dict[str, Any]:
    """The metadata of a dataset and its files. Parameter: id (name or id of the dataset)."""
    name = parameters.required("id", shown="name_or_id")
    catalogue = Catalogue.read()
    dataset = catalogue.find(name)
    if dataset is None:
        raise NotFound
    return catalogue.package(dataset)


def resource_show(parameters: Parameters) -> dict[str, Any]:
    """The metadata of a file. Parameter: id."""
    wanted = parameters.required("id").lower()
    catalogue = Catalogue.read()
    for dataset in catalogue.datasets:
        if any(file.uuid == wanted for file in dataset.version.distributions.all()):
            resources = catalogue.package(dataset)["resources"]
            return next(r for r in resources if r["id"] == wanted)
    raise NotFound


def organization_show(parameters: Parameters) -> dict[str, Any]:
    """A unit that provides datasets. Parameters: id (code or id), include_datasets."""
    wanted = parameters.required("id")
    catalogue = Catalogue.read()
    for code, site in catalogue.sites.items():
        if wanted in (code, organization_id(code)):
            found = catalogue.of_unit(code)
            shown = organization_dict(site, catalogue.since[code], len(found))
            return _with_packages(shown, found, catalogue, parameters)
    raise NotFound


def group_show(parameters: Parameters) -> dict[str, Any]:
    """A theme. Parameters: id (name or id), include_datasets."""
    wanted = parameters.required("id")
    catalogue = Catalogue.read()
    for name in catalogue.groups:
        if wanted in (name, group_id(name)):
            found = catalogue.of_group(name)
            shown = group_dict(name, catalogue.group_since(name), len(found))
            return _with_packages(shown, found, catalogue, parameters)
    raise NotFound


def _with_packages(
    shown: dict[str, Any], found: list[Dataset], catalogue: Catalogue, parameters: Parameters
) -> dict[str, Any]:
    result = {**shown, "extras": [], "groups": []}
    if parameters.boolean("include_datasets", default=False):
        result["packages"] = [catalogue.package(dataset) for dataset in found[:MOST_PACKAGES]]
    return result


def status_show(parameters: Parameters) -> dict[str, Any]:
    """What answers here."""
    return {
        "ckan_version": CKAN_VERSION,
        "site_url": settings.SITE_BASE_URL,
        "site_title": _("开放数据"),
        "site_description": "",
        "error_emails_to": "",
        "locale_default": "zh_Hans_CN",
        "extensions": ["datastore"],
    }
