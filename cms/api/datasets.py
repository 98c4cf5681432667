"""Datasets and their rows: /datasets/, /datasets/{name}/, /datasets/{name}/rows/."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from cms.api.answering import ItemView, ListView, asked_site
from cms.api.paging import (
    BACKWARDS,
    FORWARDS,
    Slice,
    SortKey,
    decode,
    direction,
    encode,
    keyset_page,
    number,
    text,
)
from cms.api.parameters import ListQuery, read_query
from cms.api.problems import bad_parameter
from opendata.actions.errors import Invalid
from opendata.actions.filters import filter_clause, read_filters
from opendata.models import Dataset, DatasetVersion
from opendata.older import VersionClosed, older_version
from opendata.presenting import dataset_brief, dataset_page
from opendata.representation import DatasetBrief, DatasetPage
from opendata.rows import ROW_ID, Clause, RowQuery, ask, quoted
from opendata.writing.text_files import as_json

BY_NAME = (SortKey("name", text),)
MOST_FILTERS = 20


class DatasetsQuery(ListQuery):
    """Which datasets."""

    site = serializers.SlugField(
        required=False, max_length=100, help_text=gettext_lazy("哪个单位提供的（站点代码）。")
    )


class RowsQuery(ListQuery):
    """Which rows."""

    filter = serializers.ListField(
        child=serializers.CharField(max_length=500),
        required=False,
        max_length=MOST_FILTERS,
        help_text=gettext_lazy(
            "写成`信息项:值`，如`年度:2025`，只要相等的行；可以写几个，"
            "同一信息项的几个值有一个相等就行。大于、小于等见`/api/3/action/datastore_search`。"
        ),
    )


def public_dataset(name: str) -> Dataset:
    """A public dataset with its files. Raises Http404."""
    found = Dataset.objects.public().complete().filter(name=name).first()
    if found is None:
        raise Http404
    return found


class Datasets(ListView):
    """数据集列表, by name."""

    query_class = DatasetsQuery
    kinds = (DatasetBrief,)
    operation = "datasets"
    tag = "数据"
    summary = gettext_lazy("数据集列表")
    description = gettext_lazy("开放数据目录中的数据集，和它们现在的文件。")

    def page(self, asked: dict[str, Any]) -> Slice[DatasetBrief]:
        """One page of the catalogue."""
        site = asked_site(asked["site"]) if "site" in asked else None
        self.modified = self.changed_at("dataset", site)
        found = Dataset.objects.public().complete()
        found = found.for_site(site) if site else found
        rows = keyset_page(found, BY_NAME, cursor=asked.get("cursor"), size=asked["page_size"])
        briefs = [dataset_brief(dataset) for dataset in rows.items]
        return Slice(briefs, rows.following, rows.previous)


class OneDataset(ItemView):
    """数据集."""

    kinds = (DatasetPage,)
    operation = "dataset"
    tag = "数据"
    summary = gettext_lazy("一个数据集")
    description = gettext_lazy("数据字典、许可、前几行、全部版本和文件。")

    def item(self) -> DatasetPage:
        """The dataset with everything that its page shows."""
        dataset = public_dataset(self.kwargs["name"])
        self.modified = max(dataset.metadata_modified, dataset.version.created_at)
        return dataset_page(dataset)


class Rows(ListView):
    """数据集的行, in the order of the file."""

    query_class = RowsQuery
    kinds = ()
    fields_vary = True
    operation = "dataset_rows"
    tag = "数据"
    summary = gettext_lazy("数据集的行")
    description = gettext_lazy(
        "一行一个对象，名称和类型见数据字典（`dictionary`）。翻页时一直是同一个版本，"
        "中间数据更新了，也不会重复或者缺少；从头再看就是新的版本。"
    )
    version: DatasetVersion
    total: int

    @staticmethod
    def beside_fields() -> dict[str, Any]:
        """The version that the rows belong to, and how many of its rows match."""
        return {"version": serializers.IntegerField(), "total": serializers.IntegerField()}

    def beside(self) -> dict[str, Any]:
        """As described."""
        return {"version": self.version.number, "total": self.total}

    def asked(self) -> dict[str, Any]:
        """The parameters, with the dataset's own fields to choose from."""
        self.version = public_dataset(self.kwargs["name"]).version
        names = [column.name for column in self.version.columns]
        return read_query(self.query_class, self.request.query_params, choices=names)

    def page(self, asked: dict[str, Any]) -> Slice[dict[str, Any]]:
        """One page of the version's rows."""
        way, start = FORWARDS, 0
        if "cursor" in asked:
            way, wanted, start = decode(asked["cursor"], direction, number, number)
            self.version = self._version(wanted)
        self.modified = self.version.created_at
        rows = self._rows(asked, way, start)
        size = asked["page_size"]
        more, rows = len(rows) > size, rows[:size]
        back = way == BACKWARDS
        if back:
            rows.reverse()
        names = [column.name for column in self.version.columns]
        found = [dict(zip(names, map(as_json, row[1:]), strict=True)) for row in rows]
        after = rows and (more or back)
        before = rows and (more if back else start)
        return Slice(
            found,
            following=self._cursor(FORWARDS, rows[-1]) if after else None,
            previous=self._cursor(BACKWARDS, rows[0]) if before else None,
        )

    def written(self, item: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
        """A row, or those of its fields that were asked for."""
        return {name: item[name] for name in names} if names else item

    def _version(self, wanted: int) -> DatasetVersion:
        """The version that the reader began with, unless something in it has been withdrawn."""
        if wanted == self.version.number:
            return self.version
        try:
            version = older_version(self.version.dataset, wanted)
        except VersionClosed:
            said = _("这一版里有后来撤下的信息，请去掉cursor从头看起。")
            raise bad_parameter("cursor", "bad_cursor", said) from None
        if version is None:
            raise bad_parameter("cursor", "bad_cursor", _("没有这个版本，请去掉cursor从头看起。"))
        return version

    def _rows(self, asked: dict[str, Any], way: str, start: int) -> list[tuple[Any, ...]]:
        columns = (ROW_ID, *(column.name for column in self.version.columns))
        matching = self._matching(asked.get("filter", []))
        fields = tuple((name, Clause(quoted(name))) for name in columns)
        all_of_them = RowQuery(fields[:1], where=matching, limit=0)
        self.total = ask(self.version, all_of_them).total or 0
        side, order = ("<", "DESC") if way == BACKWARDS else (">", "ASC")
        beyond = Clause(f"{quoted(ROW_ID)} {side} ?", (start,))
        query = RowQuery(
            fields,
            where=(*matching, beyond),
            order=(Clause(f"{quoted(ROW_ID)} {order}"),),
            limit=asked["page_size"] + 1,
            count=False,
        )
        return ask(self.version, query).rows

    def _matching(self, given: list[str]) -> tuple[Clause, ...]:
        """The conditions of `filter`. Raises BadParameters."""
        types = {column.name: str(column.type) for column in self.version.columns}
        wanted: dict[str, list[str]] = {}
        for condition in given:
            name, colon, value = condition.partition(":")
            if not colon or name not in types:
                raise _bad_filter(condition)
            wanted.setdefault(name, []).append(value)
        try:
            found = read_filters(wanted, types)
            return (filter_clause(found, types),) if found else ()
        except Invalid as error:
            raise _bad_filter("、".join(given)) from error

    def _cursor(self, way: str, row: tuple[Any, ...]) -> str:
        return encode(way, self.version.number, row[0])


def _bad_filter(condition: str) -> Exception:
    message = _("筛选条件“%s”不对：请写成“信息项:值”，信息项和值的类型见数据字典。")
    return bad_parameter("filter", "bad_filter", message % condition[:80])
