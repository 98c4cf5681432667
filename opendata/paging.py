"""The catalogue in pages and by facet, from the address."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _

from opendata.models import Dataset
from opendata.representation import CataloguePager, Choice, ChoiceGroup
from sitegroup.delivery.frame import Link
from sitegroup.delivery.pager import page_number
from sitegroup.delivery.pager import pager as number_pages

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the reader chose: a unit's code, a theme's name, a page of the list at `base`."""

    base: str
    unit: str = ""
    group: str = ""
    page: int = 1

    def url(self, **changes: str | int) -> str:
        """The address of the list with some choices changed; always from its first page."""
        values = {"unit": self.unit, "group": self.group, **changes}
        query = urlencode({name: value for name, value in values.items() if value})
        return f"{self.base}?{query}" if query else self.base


def chosen_by(request: HttpRequest, base: str) -> Chosen:
    """The choices in the address; a page that is none is the first."""
    return Chosen(
        base,
        request.GET.get("unit", "")[:100],
        request.GET.get("group", "")[:100],
        page_number(request),
    )


def narrowed(datasets: Sequence[Dataset], chosen: Chosen) -> list[Dataset]:
    """The datasets that fit the choices."""
    return [
        dataset
        for dataset in datasets
        if chosen.unit in ("", dataset.site.code) and chosen.group in ("", dataset.group)
    ]


def facets(datasets: Sequence[Dataset], chosen: Chosen) -> tuple[ChoiceGroup, ...]:
    """By unit and by theme, each counted under the other's choice; one choice is no facet."""
    units = {dataset.site.code: dataset.site.short_name for dataset in datasets}
    groups = {dataset.group: dataset.group_title for dataset in datasets if dataset.group}
    by_unit = Counter(d.site.code for d in datasets if chosen.group in ("", d.group))
    by_group = Counter(d.group for d in datasets if chosen.unit in ("", d.site.code))
    found = (
        ("unit", _("提供单位"), units, by_unit, chosen.unit),
        ("group", _("主题"), groups, by_group, chosen.group),
    )
    return tuple(
        ChoiceGroup(name, label, _choices(name, titles, counts, current, chosen))
        for name, label, titles, counts, current in found
        if len(titles) > 1 or current
    )


def _choices(
    name: str, titles: dict[str, str], counts: Counter[str], current: str, chosen: Chosen
) -> tuple[Choice, ...]:
    ranked = sorted(titles, key=lambda value: (-counts[value], titles[value]))
    return tuple(
        Choice(
            titles[value],
            counts[value],
            chosen.url(**{name: "" if value == current else value}),
            value == current,
        )
        for value in ranked
        if counts[value] or value == current
    )


def chips(datasets: Sequence[Dataset], chosen: Chosen) -> tuple[Link, ...]:
    """What was chosen, each with the address that takes it away."""
    units = {dataset.site.code: dataset.site.short_name for dataset in datasets}
    groups = {dataset.group: dataset.group_title for dataset in datasets}
    found = []
    if chosen.unit:
        found.append(Link(units.get(chosen.unit, chosen.unit), chosen.url(unit="")))
    if chosen.group:
        found.append(Link(groups.get(chosen.group, chosen.group), chosen.url(group="")))
    return tuple(found)


def pager(chosen: Chosen, total: int) -> CataloguePager:
    """上一页 1 … 4 [5] 6 … 20 下一页; a page beyond the end is the first."""
    found = number_pages(chosen.page, total, PER_PAGE)
    return CataloguePager(**asdict(found), query=chosen.url().partition("?")[2])
