"""Packages, resources, organisations and groups with all the keys that CKAN answers."""

from typing import Any

from opendata.identity import group_id, tag_id
from opendata.licenses import License, license_of
from opendata.models import Dataset, FileFormat
from opendata.packages import (
    DATASTORE_FORMAT,
    group_record,
    naive_utc,
    organization_record,
    package_record,
)
from sitegroup.models import Site


def package_dict(dataset: Dataset, since: dict[str, str]) -> dict[str, Any]:
    """package_show; `since` says by site code when each organisation began."""
    record = package_record(dataset)
    modified = naive_utc(dataset.metadata_modified)
    terms = license_of(dataset.license_id)
    resources = [
        _resource_dict(dataset, resource, position)
        for position, resource in enumerate(record.pop("resources"))
    ]
    organization = {**organization_record(dataset.site), "created": since[dataset.site.code]}
    return {
        **record,
        "creator_user_id": None,
        "isopen": terms.is_open,
        "license_title": str(terms.title),
        "license_url": terms.url,
        "metadata_created": naive_utc(dataset.metadata_created),
        "metadata_modified": modified,
        "num_resources": len(resources),
        "num_tags": len(record["tags"]),
        "organization": organization,
        "groups": [_group_in_package(group["name"]) for group in record["groups"]],
        "resources": resources,
        "tags": [{**tag_dict(tag["name"]), "state": "active"} for tag in record["tags"]],
        "relationships_as_subject": [],
        "relationships_as_object": [],
    }


def _resource_dict(dataset: Dataset, record: dict[str, Any], position: int) -> dict[str, Any]:
    modified = naive_utc(dataset.version.created_at)
    return {
        **record,
        "cache_last_updated": None,
        "cache_url": None,
        "created": naive_utc(dataset.metadata_created),
        "datastore_active": record["format"] == FileFormat(DATASTORE_FORMAT).label,
        "metadata_modified": modified,
        "mimetype_inner": None,
        "position": position,
        "resource_type": None,
        "state": "active",
        "url_type": None,
    }


def _group_in_package(name: str) -> dict[str, Any]:
    title = group_record(name)["title"]
    return {
        "description": "",
        "display_name": title,
        "id": group_id(name),
        "image_display_url": "",
        "name": name,
        "title": title,
    }


def tag_dict(name: str) -> dict[str, Any]:
    """A keyword."""
    return {"id": tag_id(name), "name": name, "vocabulary_id": None, "display_name": name}


def _collection_dict(record: dict[str, Any], created: str, count: int) -> dict[str, Any]:
    return {
        **record,
        "created": created,
        "display_name": record["title"],
        "image_display_url": "",
        "num_followers": 0,
        "package_count": count,
    }


def organization_dict(site: Site, created: str, count: int) -> dict[str, Any]:
    """A unit as in organization_list with all_fields."""
    return _collection_dict(organization_record(site), created, count)


def group_dict(name: str, created: str, count: int) -> dict[str, Any]:
    """A theme as in group_list with all_fields."""
    return _collection_dict(group_record(name), created, count)


def license_dict(terms: License) -> dict[str, str]:
    """A licence as in license_list, where all values are strings."""
    return {
        "id": terms.id,
        "title": str(terms.title),
        "url": terms.url,
        "status": "active",
        "family": "",
        "maintainer": "",
        "is_generic": "False",
        "domain_content": "True",
        "domain_data": "True",
        "domain_software": "False",
        "od_conformance": "approved" if terms.is_open else "not reviewed",
        "osd_conformance": "not reviewed",
    }
