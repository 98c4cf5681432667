"""Verbs: bring a dataset up to date with its content, withdraw it, take it back."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from opendata.exceptions import BadRow, DatasetError, RefreshOvertaken, UnknownDataset
from opendata.groups import GROUPS
from opendata.models import Dataset, DatasetVersion, Distribution, field_entry
from opendata.rows import repeated_key
from opendata.sources import DatasetSource, source_of
from opendata.writing.parquet import Written
from opendata.writing.version_files import (
    MadeFile,
    put_in_place,
    working_folder,
    write_other_formats,
    write_rows,
)
from sitegroup.changes.services import record_derived
from sitegroup.models import Site

CREATED, UPDATED, DESCRIBED, UNCHANGED, WITHDRAWN, EMPTY = (
    "created", "updated", "described", "unchanged", "withdrawn", "empty",
)  # fmt: skip

LONGEST_NAME = 63  # bytes, of a column in PostgreSQL


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did: created, updated (new rows), described (new title ...), unchanged.

    Or nothing: withdrawn, or empty, since a dataset begins with its first row.
    """

    name: str
    state: str
    number: int
    row_count: int


@dataclass(frozen=True, slots=True)
class Made:
    """A version that is not public yet: when its rows began to be read, and its files."""

    began: datetime
    folder: Path
    written: Written
    files: list[MadeFile]


def refresh_dataset(*, name: str) -> Refreshed:
    """Make a new version from the present content, if it differs from the current one.

    Files first, then one transaction flips the current version and records the change. Raises
    UnknownDataset, BadRow, RefreshOvertaken (try again). A withdrawn dataset stays as it is.
    """
    source = source_of(name)
    known = Dataset.objects.select_related("current").filter(name=name).first()
    if known and known.withdrawn_at:
        return Refreshed(name, WITHDRAWN, 0, 0)
    seen = known.current if known else None
    _check_names(source)
    # before the first row is read: whatever is withdrawn later is known to be in this version
    began = timezone.now()
    with working_folder(name) as folder:
        written = write_rows(folder, source)
        if seen and seen.content_hash == written.content_hash:
            return _describe(source, seen)
        if seen is None and not written.row_count:
            return Refreshed(name, EMPTY, 0, 0)
        _check_key(source, folder / f"{name}.parquet", written)
        files = write_other_formats(folder, source, written.row_count)
        made = Made(began, folder, written, files)
        return _flip(source, seen.number if seen else 0, made)


def is_up_to_date(*, name: str) -> bool:
    """Whether a refresh would make no new version. Raises UnknownDataset, BadRow."""
    source = source_of(name)
    known = Dataset.objects.select_related("current").filter(name=name).first()
    if known and known.withdrawn_at:
        return True
    with working_folder(name) as folder:
        written = write_rows(folder, source)
    if known is None or known.current is None:
        return not written.row_count
    return known.current.content_hash == written.content_hash


def _check_names(source: DatasetSource) -> None:
    """Field names must suit CKAN's datastore, which takes them for columns of PostgreSQL."""
    for field in source.fields:
        name = field.name
        odd = not name or name != name.strip() or name.startswith("_") or '"' in name
        if odd or len(name.encode()) > LONGEST_NAME:
            raise BadRow(
                _(
                    "字段名“%s”不能用：首尾不能有空格，不能以下划线开头，不能有双引号，不能超过21个汉字。"
                )
                % name
            )


def _check_key(source: DatasetSource, parquet: Path, written: Written) -> None:
    """The key names every row, and only one: copies of the catalogue are kept by it."""
    names = [field.name for field in source.fields]
    for name in source.key:
        if name not in names:
            raise BadRow(_("主键“%s”不是数据集的字段。") % name)
        if written.empty[names.index(name)]:
            raise BadRow(_("主键“%s”有空值。") % name)
    repeated = repeated_key(parquet, source.key)
    if repeated is not None:
        raise BadRow(
            _("主键重复：%(key)s为%(value)s的行不止一行。")
            % {"key": "、".join(source.key), "value": "、".join(repeated)}
        )


def _description(source: DatasetSource) -> dict[str, Any]:
    """What the source says about itself, as the model holds it."""
    site = Site.objects.filter(code=source.site_code).first()
    if site is None:
        raise DatasetError(
            _("数据集“%(name)s”的提供单位“%(code)s”不存在。")
            % {"name": source.name, "code": source.site_code},
            "unknown_site",
        )
    if source.group not in GROUPS:
        raise DatasetError(
            _("数据集“%(name)s”的主题“%(group)s”不在主题表里。")
            % {"name": source.name, "group": source.group},
            "unknown_group",
        )
    return {
        "site": site,
        "title": str(source.title),
        "notes": str(source.notes),
        "group": source.group,
        "tags": [str(tag) for tag in source.tags],
        "update_cycle": str(source.update_cycle),
        "open_type": str(source.open_type),
        "license_id": source.license_id,
    }


@transaction.atomic
def _describe(source: DatasetSource, current: DatasetVersion) -> Refreshed:
    """The same rows: only what is said about them may be new."""
    dataset = Dataset.objects.select_for_update().get(name=source.name)
    description = _description(source)
    state = UNCHANGED
    if any(getattr(dataset, name) != value for name, value in description.items()):
        for name, value in description.items():
            setattr(dataset, name, value)
        dataset.metadata_modified = timezone.now()
        dataset.save()
        record_derived(object_type="dataset", object_key=dataset.name, site=dataset.site)
        state = DESCRIBED
    return Refreshed(source.name, state, current.number, current.row_count)


@transaction.atomic
def _flip(source: DatasetSource, seen: int, made: Made) -> Refreshed:
    now = timezone.now()
    times = {"metadata_created": now, "metadata_modified": now}
    description = _description(source)
    Dataset.objects.get_or_create(name=source.name, defaults={**description, **times})
    dataset = Dataset.objects.select_for_update().get(name=source.name)
    if (dataset.version.number if dataset.current_id else 0) != seen:
        raise RefreshOvertaken(_("数据集“%s”刚被另一次更新改过，将按最新内容重做。") % source.name)
    path = put_in_place(made.folder, source.name, seen + 1)
    counts = zip(source.fields, made.written.empty, strict=True)
    version = DatasetVersion.objects.create(
        dataset=dataset,
        number=seen + 1,
        created_at=made.began,
        row_count=made.written.row_count,
        fields=[field_entry(field, empty) for field, empty in counts],
        key=list(source.key),
        content_hash=made.written.content_hash,
    )
    Distribution.objects.bulk_create(
        Distribution(
            version=version, format=file.format, path=str(path / file.name),
            size=file.size, sha256=file.sha256,
        )
        for file in made.files
    )  # fmt: skip
    for name, value in description.items():
        setattr(dataset, name, value)
    dataset.current, dataset.metadata_modified = version, now
    dataset.save()
    record_derived(object_type="dataset", object_key=dataset.name, site=dataset.site)
    state = UPDATED if seen else CREATED
    return Refreshed(source.name, state, version.number, version.row_count)


@transaction.atomic
def withdraw_dataset(*, name: str, reason: str) -> Dataset:
    """Take a dataset from everything public, all versions of it. Raises UnknownDataset."""
    dataset = _locked(name)
    if not reason.strip():
        raise DatasetError(_("请写明撤下原因。"), "reason_missing")
    if dataset.withdrawn_at is None:
        dataset.withdrawn_at, dataset.withdrawal_reason = timezone.now(), reason.strip()[:200]
        dataset.save()
        record_derived(object_type="dataset", object_key=name, site=dataset.site, public=False)
    return dataset


@transaction.atomic
def restore_dataset(*, name: str) -> Dataset:
    """Make a withdrawn dataset public again. Raises UnknownDataset."""
    dataset = _locked(name)
    if dataset.withdrawn_at is not None:
        dataset.withdrawn_at, dataset.withdrawal_reason = None, ""
        dataset.save()
        record_derived(object_type="dataset", object_key=name, site=dataset.site)
    return dataset


def _locked(name: str) -> Dataset:
    dataset = Dataset.objects.select_for_update().filter(name=name).first()
    if dataset is None:
        raise UnknownDataset(name)
    return dataset
