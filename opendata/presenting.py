"""Datasets to their representations."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from opendata.addresses import action_url, catalogue_url, dataset_url, download_url
from opendata.licenses import license_of
from opendata.models import Dataset, DatasetVersion, FileFormat
from opendata.older import closed_among
from opendata.packages import DATASTORE_FORMAT
from opendata.paging import PER_PAGE, Chosen, chips, facets, narrowed, pager
from opendata.representation import (
    CataloguePage,
    DatasetBrief,
    DatasetPage,
    DictionaryEntry,
    FileLink,
    Preview,
    VersionLink,
)
from opendata.rows import first_rows
from opendata.sources import FieldType, UpdateCycle
from opendata.writing.text_files import as_text
from sitegroup.delivery.frame import Fact, Link

PREVIEW_ROWS = 20
MOST_VERSIONS = 20
# The cycle and a grace: content has no weekends off, the people who write it have.
LONGEST_AGE = {
    UpdateCycle.REALTIME: 7,
    UpdateCycle.DAILY: 7,
    UpdateCycle.WEEKLY: 14,
    UpdateCycle.MONTHLY: 45,
    UpdateCycle.QUARTERLY: 120,
    UpdateCycle.HALF_YEARLY: 210,
    UpdateCycle.YEARLY: 400,
}
SHOWN_ORDER = (FileFormat.XLSX, FileFormat.CSV, FileFormat.JSON, FileFormat.PARQUET)


def file_links(name: str, version: DatasetVersion, *, current: bool) -> tuple[FileLink, ...]:
    """The files of a version, spreadsheets first; of the current one under its lasting address."""
    found = {file.format: file for file in version.distributions.all()}
    number = None if current else version.number
    return tuple(
        FileLink(
            format=FileFormat(file_format).label,
            url=download_url(name, file_format, number),
            size=found[file_format].size,
            row_count=version.row_count,
            sha256=found[file_format].sha256,
        )
        for file_format in SHOWN_ORDER
        if file_format in found
    )


def dataset_brief(dataset: Dataset) -> DatasetBrief:
    """A dataset for a list."""
    version = dataset.version
    return DatasetBrief(
        name=dataset.name,
        title=dataset.title,
        notes=dataset.notes,
        url=dataset_url(dataset.name),
        site=dataset.site.code,
        unit=dataset.site.short_name,
        group=dataset.group_title,
        update_cycle=dataset.get_update_cycle_display(),
        open_type=dataset.get_open_type_display(),
        updated_at=version.created_at,
        row_count=version.row_count,
        files=file_links(dataset.name, version, current=True),
    )


def catalogue_page(
    datasets: Sequence[Dataset], chosen: Chosen, *, title: str, description: str
) -> CataloguePage:
    """One page of a list of datasets."""
    found = narrowed(datasets, chosen)
    pages = pager(chosen, len(found))
    start = (pages.page - 1) * PER_PAGE
    return CataloguePage(
        title=title,
        description=description,
        total=len(found),
        row_total=sum(dataset.row_count for dataset in found),
        datasets=tuple(dataset_brief(dataset) for dataset in found[start : start + PER_PAGE]),
        facets=facets(datasets, chosen),
        chips=chips(datasets, chosen),
        clear_url=chosen.base,
        pager=pages,
        api_url=action_url("package_search"),
    )


def dataset_page(dataset: Dataset) -> DatasetPage:
    """A dataset with everything that its page shows."""
    version = dataset.version
    terms = license_of(dataset.license_id)
    return DatasetPage(
        name=dataset.name,
        title=dataset.title,
        notes=dataset.notes,
        url=dataset_url(dataset.name),
        site=dataset.site.code,
        unit=dataset.site.name,
        unit_url=f"{dataset.site.base_url}/",
        group=dataset.group_title,
        tags=tuple(dataset.tags),
        overdue=overdue(dataset),
        facts=_facts(dataset),
        license=Link(str(terms.title), terms.url),
        files=file_links(dataset.name, version, current=True),
        preview=_preview(version),
        dictionary=_dictionary(version),
        versions=_versions(dataset),
        citation=_citation(dataset),
        api_url=action_url("datastore_search"),
        api_example=_api_example(dataset),
        catalogue_url=catalogue_url(),
    )


def overdue(dataset: Dataset) -> str:
    """What to tell readers where the update cycle has been missed; else empty."""
    days = LONGEST_AGE.get(UpdateCycle(dataset.update_cycle))
    if days is None:
        return ""
    due = timezone.localdate(dataset.version.created_at) + timedelta(days=days)
    return _("应于%s前更新") % due.isoformat() if due < timezone.localdate() else ""


def _facts(dataset: Dataset) -> tuple[Fact, ...]:
    version, organisation = dataset.version, dataset.site.organisation
    updated = timezone.localtime(version.created_at).strftime("%Y-%m-%d %H:%M")
    facts = (
        (_("主题"), dataset.group_title),
        (_("更新周期"), dataset.get_update_cycle_display()),
        (_("数据更新时间"), updated),
        (_("首次发布"), timezone.localdate(dataset.metadata_created).isoformat()),
        (_("开放类型"), dataset.get_open_type_display()),
        (_("条数"), f"{version.row_count:,}"),
        (_("版本"), _("第%d版") % version.number),
        (_("联系电话"), organisation.phone),
        (_("邮箱"), organisation.email),
    )
    return tuple(Fact(str(label), str(value)) for label, value in facts if value)


def _preview(version: DatasetVersion) -> Preview:
    columns = version.columns
    return Preview(
        columns=tuple(field.name for field in columns),
        numeric=tuple(field.type in (FieldType.INTEGER, FieldType.NUMERIC) for field in columns),
        rows=tuple(
            tuple(as_text(value) for value in row) for row in first_rows(version, PREVIEW_ROWS)
        ),
    )


def _dictionary(version: DatasetVersion) -> tuple[DictionaryEntry, ...]:
    empty = version.empty_counts
    return tuple(
        DictionaryEntry(
            name=field.name,
            label=field.label or field.name,
            type=field.type,
            type_label=str(FieldType(field.type).label),
            description=field.description,
            unit=field.unit,
            empty=empty[field.name],
            is_key=field.name in version.key,
        )
        for field in version.columns
    )


def _versions(dataset: Dataset) -> tuple[VersionLink, ...]:
    """The newest, newest first; an older one stays under its number until it is closed."""
    newest = dataset.versions.prefetch_related("distributions").order_by("-number")
    found = list(newest[: MOST_VERSIONS + 1])
    before = [version.row_count for version in found[1:]]
    closed = closed_among(dataset, found)
    return tuple(
        VersionLink(
            number=version.number,
            created_at=version.created_at,
            row_count=version.row_count,
            difference=version.row_count - before[place] if place < len(before) else None,
            is_current=version.pk == dataset.current_id,
            is_closed=version.pk in closed,
            files=() if version.pk in closed else file_links(dataset.name, version, current=False),
        )
        for place, version in enumerate(found[:MOST_VERSIONS])
    )


def _citation(dataset: Dataset) -> str:
    """After GB/T 7714-2015, for a dataset online; the reader adds the day of access."""
    return _("%(unit)s. %(title)s：第%(number)d版[DS/OL]. (%(date)s)[引用日期]. %(url)s") % {
        "unit": dataset.site.organisation.name,
        "title": dataset.title,
        "number": dataset.version.number,
        "date": timezone.localdate(dataset.version.created_at).isoformat(),
        "url": dataset_url(dataset.name),
    }


def _api_example(dataset: Dataset) -> str:
    file = dataset.version.file(DATASTORE_FORMAT)
    resource = file.uuid if file else ""
    return f'curl "{action_url("datastore_search")}?resource_id={resource}&limit=5"'
