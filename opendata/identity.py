"""Ids that never change: a dataset, its files, its unit and its theme are the same thing for ever.

CKAN and every copy of the catalogue know them by these UUIDs, so a second push finds what the
first one made, and a rebuilt installation is still the same catalogue.
"""

import uuid

NAMESPACE = uuid.UUID("7a0dd1f4-5f3c-5c1e-9d0a-2f6c1f0b7e31")


def dataset_id(name: str) -> str:
    """The id of a dataset (CKAN's package)."""
    return str(uuid.uuid5(NAMESPACE, f"dataset:{name}"))


def resource_id(name: str, file_format: str) -> str:
    """The id of a dataset's file in one format (CKAN's resource), the same for all versions."""
    return str(uuid.uuid5(NAMESPACE, f"resource:{name}:{file_format}"))


def organization_id(site_code: str) -> str:
    """The id of a unit (CKAN's organisation)."""
    return str(uuid.uuid5(NAMESPACE, f"organization:{site_code}"))


def group_id(name: str) -> str:
    """The id of a theme (CKAN's group)."""
    return str(uuid.uuid5(NAMESPACE, f"group:{name}"))


def tag_id(name: str) -> str:
    """The id of a keyword (CKAN's tag)."""
    return str(uuid.uuid5(NAMESPACE, f"tag:{name}"))
