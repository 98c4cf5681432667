"""What content must offer to be published as a dataset too, and the sources that are wired.

A source is a class without arguments, named in DATASET_SOURCES of cms/settings/wiring.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from django.conf import settings
from django.db import models
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from opendata.exceptions import UnknownDataset
from sitegroup.models import Change


class FieldType(models.TextChoices):
    """数据类型, by CKAN's names. A row holds str, int, Decimal, date or an aware datetime."""

    TEXT = "text", _("文本")
    INTEGER = "integer", _("整数")
    NUMERIC = "numeric", _("数值")
    DATE = "date", _("日期")
    TIMESTAMP = "timestamp", _("时间")


class UpdateCycle(models.TextChoices):
    """更新周期 (domain/standards.md section 7.2)."""

    REALTIME = "实时", _("实时")
    DAILY = "每日", _("每日")
    WEEKLY = "每周", _("每周")
    MONTHLY = "每月", _("每月")
    QUARTERLY = "每季度", _("每季度")
    HALF_YEARLY = "每半年", _("每半年")
    YEARLY = "每年", _("每年")
    IRREGULAR = "不定期", _("不定期")
    NEVER = "不更新", _("不更新")


class OpenType(models.TextChoices):
    """开放类型: kept by name, because systems number them differently."""

    UNCONDITIONAL = "无条件开放", _("无条件开放")
    CONDITIONAL = "有条件开放", _("有条件开放")


@dataclass(frozen=True, slots=True)
class Field:
    """信息项: a column of a dataset.

    `name` heads the column in every file and in the API, so it is Chinese where readers are.
    `label` and `description` explain it in the data dictionary; `unit` is the unit of measure
    (万元, 人次).
    """

    name: str
    type: str
    label: str = ""
    description: str = ""
    unit: str = ""


class DatasetSource(Protocol):
    """数据来源: public content as typed rows.

    `name` follows CKAN's rule (2 to 100 of a-z 0-9 - _); `site_code` is the unit that provides
    the dataset; `group` a name in opendata.groups.GROUPS; `key` the fields that name a row.
    """

    name: str
    title: str
    notes: str
    site_code: str
    group: str
    tags: tuple[str, ...]
    update_cycle: str
    open_type: str
    license_id: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]

    def rows(self) -> Iterator[dict[str, Any]]:
        """Every public row, in an order that does not change; one value (or None) a field."""
        ...

    def affected_by(self, change: Change) -> bool:
        """Whether rows may have come, gone or changed with this change."""
        ...


def source_names() -> tuple[str, ...]:
    """The names of the wired datasets."""
    return tuple(settings.DATASET_SOURCES)


def source_of(name: str) -> DatasetSource:
    """The source of a dataset. Raises UnknownDataset for a name that is not wired."""
    path = settings.DATASET_SOURCES.get(name)
    if path is None:
        raise UnknownDataset(name)
    return _load(path)


@lru_cache(maxsize=64)
def _load(path: str) -> DatasetSource:
    source: DatasetSource = import_string(path)()
    return source
