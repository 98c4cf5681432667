"""The public datasets, as every action reads them."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from opendata.actions.shapes import package_dict
from opendata.models import Dataset
from opendata.packages import naive_utc
from sitegroup.models import Site


@dataclass(frozen=True)
class Catalogue:
    """目录: every public dataset, by name; read once a call."""

    datasets: tuple[Dataset, ...]

    @classmethod
    def read(cls) -> Self:
        """The catalogue as it is now."""
        return cls(tuple(Dataset.objects.public().complete().order_by("name")))

    @cached_property
    def sites(self) -> dict[str, Site]:
        """The units that provide datasets, by code."""
        return {dataset.site.code: dataset.site for dataset in self.datasets}

    @cached_property
    def since(self) -> dict[str, str]:
        """When each unit's and each theme's first dataset came, by code or name."""
        first: dict[str, str] = {}
        for dataset in sorted(self.datasets, key=lambda d: d.metadata_created, reverse=True):
            first[dataset.site.code] = naive_utc(dataset.metadata_created)
        return first

    def of_unit(self, code: str) -> list[Dataset]:
        """A unit's datasets."""
        return [dataset for dataset in self.datasets if dataset.site.code == code]

    def of_group(self, name: str) -> list[Dataset]:
        """A theme's datasets."""
        return [dataset for dataset in self.datasets if dataset.group == name]

    @property
    def groups(self) -> list[str]:
        """The themes that have datasets."""
        return list(dict.fromkeys(dataset.group for dataset in self.datasets if dataset.group))

    def group_since(self, name: str) -> str:
        """When a theme's first dataset came."""
        return min(naive_utc(dataset.metadata_created) for dataset in self.of_group(name))

    def find(self, name_or_id: str) -> Dataset | None:
        """A dataset by its name or id."""
        wanted = name_or_id.lower()
        return next((d for d in self.datasets if wanted in (d.name, d.uuid)), None)

    def package(self, dataset: Dataset) -> dict[str, Any]:
        """A dataset as package_show answers it."""
        return package_dict(dataset, self.since)
