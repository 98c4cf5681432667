"""Datasets as search documents."""

from collections.abc import Iterator

from django.db.models import Max
from django.utils import timezone

from opendata.addresses import dataset_url
from opendata.models import Dataset
from search.document import SearchDocument
from sitegroup.models import Change


class DatasetDocumentSource:
    """数据集 -> search document: what it is about and the names of its fields, not its rows."""

    @staticmethod
    def document(key: str) -> SearchDocument | None:
        """The document of one dataset; None when it is not public."""
        version = _versions(key).get(key, 1)
        dataset = Dataset.objects.public().complete().filter(name=key).first()
        return _document(dataset, version) if dataset else None

    @staticmethod
    def all_documents() -> Iterator[SearchDocument]:
        """Every public dataset."""
        versions = _versions()
        for dataset in Dataset.objects.public().complete().order_by("pk"):
            yield _document(dataset, versions.get(dataset.name, 1))


def _versions(key: str = "") -> dict[str, int]:
    """The number of the last change, by dataset."""
    changes = Change.objects.filter(object_type="dataset")
    if key:
        changes = changes.filter(object_key=key)
    last = changes.values("object_key").annotate(last=Max("version")).order_by()
    return dict(last.values_list("object_key", "last"))


def _document(dataset: Dataset, version: int) -> SearchDocument:
    fields = (
        f"{field.name} {field.label} {field.description}" for field in dataset.version.columns
    )
    return SearchDocument(
        key=f"dataset:{dataset.name}",
        version=version,
        kind="dataset",
        site=dataset.site.code,
        site_name=dataset.site.short_name,
        title=dataset.title,
        summary=dataset.notes,
        body="\n".join((dataset.notes, dataset.group_title, *fields)),
        url=dataset_url(dataset.name),
        date=timezone.localdate(dataset.version.created_at),
        keywords=tuple(dataset.tags),
    )
