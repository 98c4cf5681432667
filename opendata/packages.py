"""A dataset in CKAN's words (domain/standards.md section 7.2): what we answer and what we push."""

from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from opendata.addresses import dataset_url, download_url
from opendata.groups import GROUPS
from opendata.identity import group_id, organization_id
from opendata.licenses import license_of
from opendata.models import Dataset, Distribution, FileFormat
from opendata.sources import Field, FieldType
from sitegroup.models import Organisation, Site

# Integers may be large (identity numbers of records), so the widest type is the right one.
DATASTORE_TYPES = {
    FieldType.TEXT: "text",
    FieldType.INTEGER: "int8",
    FieldType.NUMERIC: "numeric",
    FieldType.DATE: "date",
    FieldType.TIMESTAMP: "timestamp",
}
ORDER = (FileFormat.CSV, FileFormat.JSON, FileFormat.XLSX, FileFormat.PARQUET)
DATASTORE_FORMAT = FileFormat.CSV
SOURCE_MARK = "source_url"


def naive_utc(moment: datetime) -> str:
    """A time as CKAN writes it: UTC without Z or offset, always with microseconds."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")


def package_record(dataset: Dataset) -> dict[str, Any]:
    """Everything about a dataset that its provider decides: package_create takes it as it is."""
    organisation = dataset.site.organisation
    return {
        "id": dataset.uuid,
        "name": dataset.name,
        "title": dataset.title,
        "notes": dataset.notes,
        "url": dataset_url(dataset.name),
        "version": str(dataset.version.number),
        "license_id": license_of(dataset.license_id).id,
        "maintainer": organisation.name,
        "maintainer_email": organisation.email,
        "author": None,
        "author_email": None,
        "private": False,
        "state": "active",
        "type": "dataset",
        "owner_org": organization_id(dataset.site.code),
        "groups": [{"name": dataset.group}] if dataset.group else [],
        "tags": [{"name": tag} for tag in sorted(dataset.tags)],
        "extras": _extras(dataset, organisation),
        "resources": [_resource_record(dataset, file) for file in _files(dataset)],
    }


def _extras(dataset: Dataset, organisation: Organisation) -> list[dict[str, str]]:
    version = dataset.version
    values = {
        "catalog_code": dataset.name,
        "content_hash": version.content_hash,
        "data_updated": naive_utc(version.created_at),
        "issued": naive_utc(dataset.metadata_created),
        "maintainer_phone": organisation.phone,
        "open_type": dataset.open_type,
        "publisher_uscc": organisation.uscc,
        "record_count": str(version.row_count),
        SOURCE_MARK: dataset_url(dataset.name),
        "update_cycle": dataset.update_cycle,
    }
    return [{"key": key, "value": value} for key, value in sorted(values.items()) if value]


def _files(dataset: Dataset) -> list[Distribution]:
    found = {file.format: file for file in dataset.version.distributions.all()}
    return [found[file_format] for file_format in ORDER if file_format in found]


def _resource_record(dataset: Dataset, file: Distribution) -> dict[str, Any]:
    label = FileFormat(file.format).label
    remarks = {
        FileFormat.CSV: _(
            "UTF-8编码，带BOM，可直接用表格软件打开；以=、+、-、@开头的文字前加了单引号。"
        ),
        FileFormat.JSON: _("UTF-8编码，每条一个对象，文字未作改动。"),
        FileFormat.XLSX: _("第一张表是数据，第二张表是数据字典。"),
        FileFormat.PARQUET: _("带类型的列式文件，时间为协调世界时（UTC）。"),
    }
    return {
        "id": file.uuid,
        "package_id": dataset.uuid,
        "name": f"{dataset.title}（{label}）",
        "description": remarks[FileFormat(file.format)],
        "format": label.upper() if file.format != FileFormat.PARQUET else label,
        "mimetype": file.media_type.partition(";")[0],
        "url": download_url(dataset.name, file.format),
        "size": file.size,
        "hash": f"sha256:{file.sha256}",
        "last_modified": naive_utc(dataset.version.created_at),
    }


def organization_record(site: Site) -> dict[str, Any]:
    """The unit that provides datasets."""
    return {
        "id": organization_id(site.code),
        "name": site.code,
        "title": site.organisation.name,
        "description": site.organisation.duties,
        "image_url": "",
        "state": "active",
        "type": "organization",
        "is_organization": True,
        "approval_status": "approved",
    }


def group_record(name: str) -> dict[str, Any]:
    """A theme."""
    return {
        "id": group_id(name),
        "name": name,
        "title": GROUPS.get(name, name),
        "description": "",
        "image_url": "",
        "state": "active",
        "type": "group",
        "is_organization": False,
        "approval_status": "approved",
    }


def datastore_fields(fields: tuple[Field, ...]) -> list[dict[str, Any]]:
    """The columns of a resource in the datastore, with what the data dictionary says of them."""
    return [
        {"id": field.name, "type": DATASTORE_TYPES[FieldType(field.type)], "info": info}
        if (info := _info(field))
        else {"id": field.name, "type": DATASTORE_TYPES[FieldType(field.type)]}
        for field in fields
    ]


def _info(field: Field) -> dict[str, str]:
    values = {"label": field.label, "notes": field.description, "unit": field.unit}
    return {name: value for name, value in values.items() if value}
