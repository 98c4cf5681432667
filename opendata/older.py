"""Older versions of a dataset: served for as long as nothing in them has been withdrawn since."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import OuterRef, Subquery

from opendata.models import Dataset, DatasetVersion
from opendata.sources import source_names, source_of
from sitegroup.models import Change, ChangeOperation

# A withdrawal may be written a little before it can be seen by whoever reads the rows.
UNSEEN = timedelta(seconds=10)


class VersionClosed(Exception):
    """The version holds rows of something that was withdrawn after it was made."""


def older_version(dataset: Dataset, number: int) -> DatasetVersion | None:
    """The version with this number, None where there is none. Raises VersionClosed.

    A version is kept for ever, and so would be what was taken out of the next one: whoever
    withdraws something withdraws it from all of them (trust/publication.md, withdrawal).
    """
    versions = dataset.versions.prefetch_related("distributions")
    version = versions.filter(number=number).first()
    if version and closed_among(dataset, [version]):
        raise VersionClosed
    return version


def closed_among(dataset: Dataset, versions: Sequence[DatasetVersion]) -> set[int]:
    """The keys of those versions that are served no more, in one query; never the current one."""
    older = [version for version in versions if version.pk != dataset.current_id]
    if not older:
        return set()
    withdrawn = _withdrawn_since(dataset, min(version.created_at for version in older) - UNSEEN)
    return {version.pk for version in older if _holds_any(version.created_at, withdrawn)}


def _holds_any(made: datetime, withdrawn: list[tuple[datetime, datetime]]) -> bool:
    """Whether something was public at that moment and withdrawn later."""
    return any(
        first <= made + UNSEEN and taken_back > made - UNSEEN for first, taken_back in withdrawn
    )


def _withdrawn_since(dataset: Dataset, moment: datetime) -> list[tuple[datetime, datetime]]:
    """(first public, withdrawn) of everything that the dataset lost after a moment."""
    if dataset.name not in source_names():
        return [(moment, datetime.max.replace(tzinfo=moment.tzinfo) - UNSEEN)]
    source = source_of(dataset.name)
    same = Change.objects.filter(
        object_type=OuterRef("object_type"),
        object_key=OuterRef("object_key"),
        operation=ChangeOperation.UPSERT,
    )
    found = Change.objects.filter(operation=ChangeOperation.WITHDRAW, changed_at__gt=moment)
    first = Subquery(same.order_by("pk").values("changed_at")[:1])
    return [
        (change.first_public, change.changed_at)
        for change in found.annotate(first_public=first).exclude(first_public=None)
        if source.affected_by(change)
    ]
