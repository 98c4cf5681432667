"""Whether what CKAN holds is what we would send."""

from typing import Any

# CKAN decides these by itself, or they differ by nature.
IGNORED = ("id", "package_id", "resources", "extras", "tags", "groups")


def differs(remote: dict[str, Any], record: dict[str, Any]) -> bool:
    """Whether a package, organisation or group in CKAN is not as the record says."""
    return (
        not _same_values(remote, record)
        or _names(remote, "groups") != _names(record, "groups")
        or _names(remote, "tags") != _names(record, "tags")
        or _extras(remote) != _extras(record)
        or not _same_resources(remote, record)
    )


def _same_values(remote: dict[str, Any], record: dict[str, Any]) -> bool:
    """CKAN answers null for an empty text and the reverse, so both count as nothing."""
    return all(
        (remote.get(name) or None) == (value or None)
        for name, value in record.items()
        if name not in IGNORED
    )


def _names(entry: dict[str, Any], part: str) -> set[str]:
    return {item["name"] for item in entry.get(part) or ()}


def _extras(entry: dict[str, Any]) -> dict[str, str]:
    return {item["key"]: item["value"] for item in entry.get("extras") or ()}


def _same_resources(remote: dict[str, Any], record: dict[str, Any]) -> bool:
    theirs, ours = remote.get("resources") or [], record.get("resources") or []
    return [resource["id"] for resource in theirs] == [resource["id"] for resource in ours] and all(
        _same_values(one, other) for one, other in zip(theirs, ours, strict=True)
    )
