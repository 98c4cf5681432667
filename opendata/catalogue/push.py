"""Send the catalogue to CKAN: what we say and nothing else, however often it is sent."""

from typing import Any

from django.utils.translation import gettext as _

from opendata.catalogue.client import CkanClient
from opendata.catalogue.differences import differs
from opendata.catalogue.report import (
    ABSENT,
    CREATED,
    DELETED,
    UNCHANGED,
    UPDATED,
    PushReport,
    RowCounts,
)
from opendata.catalogue.table import push_rows, push_table, row_count
from opendata.exceptions import CatalogueRefused, CatalogueUnreachable, UnknownDataset
from opendata.identity import dataset_id, resource_id
from opendata.models import Dataset
from opendata.packages import (
    DATASTORE_FORMAT,
    SOURCE_MARK,
    group_record,
    organization_record,
    package_record,
)

HASH = "content_hash"
MOST_ROUNDS = 5


def push_dataset(*, name: str, client: CkanClient | None = None, deep: bool = False) -> PushReport:
    """Make CKAN hold the dataset as it is now; a withdrawn one is removed for good.

    `deep` compares every row even where CKAN claims to hold the right version. Raises
    UnknownDataset, CatalogueUnreachable (try again), CatalogueRefused.
    """
    if client is None:
        with CkanClient() as opened:
            return push_dataset(name=name, client=opened, deep=deep)
    if not Dataset.objects.filter(name=name).exists():
        raise UnknownDataset(name)
    for _round in range(MOST_ROUNDS):
        dataset = Dataset.objects.public().complete().filter(name=name).first()
        if dataset is None:
            return remove_package(client, name)
        report = _push(client, dataset, deep=deep)
        if Dataset.objects.public().filter(pk=dataset.pk, current=dataset.current_id).exists():
            return report
    raise CatalogueUnreachable(_("数据集“%s”更新得太频繁，稍后再推送。") % name)


def _push(client: CkanClient, dataset: Dataset, *, deep: bool) -> PushReport:
    """Unit, theme and package first, rows next; last the content hash, the mark of a whole push."""
    report = PushReport(dataset.name)
    record = package_record(dataset)
    unit, theme = organization_record(dataset.site), group_record(dataset.group)
    report.organization, record["owner_org"] = _collection(client, "organization", unit)
    if dataset.group:
        report.group, _theme = _collection(client, "group", theme)
    remote = client.read("package_show", id=dataset.uuid)
    rows_id = resource_id(dataset.name, DATASTORE_FORMAT)
    whole = remote is not None and _hash_of(remote) == _hash_of(record)
    if remote is None:
        _refuse_foreign(client, record)
        client.write("package_create", **_without_hash(record))
        report.package = CREATED
    elif not _has_resource(remote, rows_id):
        _revise(client, remote, _without_hash(record))
        report.package, whole = UPDATED, False
    report.table = push_table(client, rows_id, dataset.version)
    report.rows = _rows(client, dataset, report, rows_id, whole=whole and not deep)
    if client.dry_run:
        if remote is not None and differs(remote, record):
            report.package = UPDATED
        return report
    now = client.read("package_show", id=dataset.uuid)
    if now is None:
        raise CatalogueUnreachable(_("CKAN里的数据集“%s”在推送时不见了。") % dataset.name)
    if differs(now, record):
        _revise(client, now, record)
        if report.package == UNCHANGED:
            report.package = UPDATED
    return report


def _rows(
    client: CkanClient, dataset: Dataset, report: PushReport, rows_id: str, *, whole: bool
) -> RowCounts:
    """Rows are not even read where version, table and number of rows are right."""
    version = dataset.version
    if whole and report.table == UNCHANGED and row_count(client, rows_id) == version.row_count:
        return RowCounts(unchanged=version.row_count)
    return push_rows(client, rows_id, version, empty=report.table == CREATED)


def _collection(client: CkanClient, kind: str, record: dict[str, Any]) -> tuple[str, str]:
    """A unit or theme; its state and its id. One that CKAN knows by the same name is taken over."""
    remote = client.read(f"{kind}_show", id=record["name"], include_users=False)
    if remote is None:
        client.write(f"{kind}_create", **record)
        return CREATED, record["id"]
    kept = {**record, "id": remote["id"], "extras": remote.get("extras") or []}
    if differs({**remote, "groups": []}, kept):
        client.write(f"{kind}_patch", **{k: v for k, v in kept.items() if k != "extras"})
        return UPDATED, str(remote["id"])
    return UNCHANGED, str(remote["id"])


def _refuse_foreign(client: CkanClient, record: dict[str, Any]) -> None:
    """A name that belongs to somebody else's dataset is not ours to take."""
    if client.read("package_show", id=record["name"]) is not None:
        raise CatalogueRefused(
            _(
                "CKAN里已经有一个名为“%s”的数据集，不是本平台发布的。请在CKAN里改掉它的名称，再推送一次。"
            )
            % record["name"],
            "ckan_name_taken",
        )


def _has_resource(remote: dict[str, Any], wanted: str) -> bool:
    return any(resource["id"] == wanted for resource in remote["resources"])


def _extra(package: dict[str, Any], key: str) -> str:
    found = (extra["value"] for extra in package["extras"] if extra["key"] == key)
    return next(found, "")


def _hash_of(package: dict[str, Any]) -> str:
    return _extra(package, HASH)


def _without_hash(record: dict[str, Any]) -> dict[str, Any]:
    extras = [extra for extra in record["extras"] if extra["key"] != HASH]
    return {**record, "extras": extras}


def _revise(client: CkanClient, remote: dict[str, Any], record: dict[str, Any]) -> None:
    """Replace the whole package, if nobody changed it since it was read."""
    active = {r["id"]: r.get("datastore_active", False) for r in remote["resources"]}
    resources = [
        {**resource, "datastore_active": active.get(resource["id"], False)}
        for resource in record["resources"]
    ]
    client.write(
        "package_revise",
        match={"id": remote["id"], "metadata_modified": remote["metadata_modified"]},
        filter=["-*"],
        update={**record, "resources": resources},
        include=["-*"],
    )


def remove_package(client: CkanClient, name: str) -> PushReport:
    """Take a dataset out of CKAN with its rows and its history."""
    report = PushReport(name, package=ABSENT)
    remote = client.read("package_show", id=dataset_id(name))
    if remote is None:
        return report
    return _purge(client, remote, report)


def _purge(client: CkanClient, remote: dict[str, Any], report: PushReport) -> PushReport:
    for resource in remote["resources"]:
        if client.read("datastore_info", resource_id=resource["id"]) is not None:
            report.rows.deleted += max(0, row_count(client, resource["id"]))
            client.write("datastore_delete", resource_id=resource["id"], force=True)
    client.write("dataset_purge", id=remote["id"])
    report.package = DELETED
    return report


def remove_strays(client: CkanClient, base_url: str) -> list[PushReport]:
    """Remove packages that say they come from us, of datasets that we do not know."""
    known = {dataset_id(name) for name in Dataset.objects.values_list("name", flat=True)}
    found = client.read("package_search", fq=f"extras_{SOURCE_MARK}:*", rows=1000)
    strays = [
        package
        for package in (found or {"results": []})["results"]
        if package["id"] not in known and _extra(package, SOURCE_MARK).startswith(f"{base_url}/")
    ]
    return [_purge(client, stray, PushReport(stray["name"])) for stray in strays]
