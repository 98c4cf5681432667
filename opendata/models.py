"""Datasets, their versions and the files of each version."""

from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from opendata.groups import GROUPS
from opendata.identity import dataset_id, resource_id
from opendata.sources import Field, OpenType, UpdateCycle
from sitegroup.models import Site


class FileFormat(models.TextChoices):
    """文件格式."""

    CSV = "csv", "CSV"
    JSON = "json", "JSON"
    XLSX = "xlsx", "XLSX"
    PARQUET = "parquet", "Parquet"


MEDIA_TYPES = {
    FileFormat.CSV: "text/csv; charset=utf-8",
    FileFormat.JSON: "application/json",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileFormat.PARQUET: "application/vnd.apache.parquet",
}


class DatasetQuerySet(models.QuerySet["Dataset"]):
    """Reading."""

    def public(self) -> Self:
        """Those that have rows to show and were not withdrawn."""
        return self.filter(withdrawn_at=None).exclude(current=None).select_related("current")

    def for_site(self, site: Site) -> Self:
        """Those of one unit."""
        return self.filter(site=site)

    def complete(self) -> Self:
        """With everything that lists and the catalogue show, in three queries."""
        return self.select_related("site__organisation", "current").prefetch_related(
            "current__distributions"
        )


class Dataset(models.Model):
    """数据集: public content as a table, known by one name for ever (CKAN's package)."""

    name = models.CharField(
        _("名称"),
        max_length=100,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9_-]{2,100}$", _("2至100个小写字母、数字、_或-"))],
    )
    site = models.ForeignKey(Site, verbose_name=_("提供单位"), on_delete=models.PROTECT)
    title = models.CharField(_("数据集名称"), max_length=200)
    notes = models.TextField(_("摘要"), blank=True)
    group = models.CharField(_("主题"), max_length=40, blank=True)
    tags = models.JSONField(_("关键词"), default=list)
    update_cycle = models.CharField(_("更新周期"), max_length=8, choices=UpdateCycle.choices)
    open_type = models.CharField(_("开放类型"), max_length=8, choices=OpenType.choices)
    license_id = models.CharField(_("许可"), max_length=40)
    current = models.OneToOneField(
        "DatasetVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )
    metadata_created = models.DateTimeField(_("首次发布时间"))
    metadata_modified = models.DateTimeField(_("目录更新时间"))
    withdrawn_at = models.DateTimeField(_("撤下时间"), null=True, blank=True)
    withdrawal_reason = models.CharField(_("撤下原因"), max_length=200, blank=True)

    objects = DatasetQuerySet.as_manager()

    class Meta:
        verbose_name = _("数据集")
        verbose_name_plural = _("数据集")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.title

    @property
    def uuid(self) -> str:
        """The id in every catalogue."""
        return dataset_id(self.name)

    @property
    def row_count(self) -> int:
        """How many rows it has now."""
        return self.current.row_count if self.current else 0

    @property
    def group_title(self) -> str:
        """The theme in words."""
        return GROUPS.get(self.group, self.group)

    @property
    def version(self) -> "DatasetVersion":
        """The current version of a public dataset."""
        if self.current is None:
            raise DatasetVersion.DoesNotExist(self.name)
        return self.current


class DatasetVersion(models.Model):
    """数据集版本: all rows at one moment. Never changed and never deleted."""

    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("版本"))
    created_at = models.DateTimeField(_("数据更新时间"))
    row_count = models.PositiveBigIntegerField(_("条数"))
    fields = models.JSONField(_("信息项"))
    key = models.JSONField(_("主键"))
    content_hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("数据集版本")
        verbose_name_plural = _("数据集版本")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["dataset", "number"], name="dataset_version_unique")
        ]

    def __str__(self) -> str:
        return f"{self.dataset_id} v{self.number}"

    @property
    def columns(self) -> tuple[Field, ...]:
        """The fields of this version's rows."""
        return tuple(
            Field(**{name: entry[name] for name in Field.__slots__}) for entry in self.fields
        )

    @property
    def empty_counts(self) -> dict[str, int]:
        """How many rows have no value, by field."""
        return {entry["name"]: int(entry["empty"]) for entry in self.fields}

    def file(self, file_format: str) -> "Distribution | None":
        """The file in one format; None where it was not made (XLSX of too many rows)."""
        return next((d for d in self.distributions.all() if d.format == file_format), None)


class Distribution(models.Model):
    """分发: a version as one file."""

    version = models.ForeignKey(
        DatasetVersion, on_delete=models.PROTECT, related_name="distributions"
    )
    format = models.CharField(_("格式"), max_length=8, choices=FileFormat.choices)
    path = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField(_("大小"))
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("数据文件")
        verbose_name_plural = _("数据文件")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "format"], name="distribution_unique")
        ]

    def __str__(self) -> str:
        return self.path

    @property
    def uuid(self) -> str:
        """The id of this format in every catalogue, whatever the version."""
        return resource_id(self.version.dataset.name, self.format)

    @property
    def file_path(self) -> Path:
        """Where the file lies."""
        return Path(settings.DATASETS_DIR) / self.path

    @property
    def media_type(self) -> str:
        """Its Content-Type."""
        return MEDIA_TYPES[FileFormat(self.format)]


def field_entry(field: Field, empty: int) -> dict[str, Any]:
    """A field as DatasetVersion.fields holds it."""
    return {**{name: str(getattr(field, name)) for name in Field.__slots__}, "empty": empty}
