"""Articles as a dataset: the list of everything the county has made public."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from cms.pages.models import Article
from opendata.sources import Field, FieldType, OpenType, UpdateCycle
from sitegroup.delivery.registry import registry
from sitegroup.models import Change


class ArticlesDataset:
    """主动公开信息目录: one row an article, without its text."""

    name = "xinxi"
    title = "主动公开信息目录"
    notes = "全县各单位主动公开的信息，一条一行：标题、单位、栏目、文号、成文日期、发布时间和网址。"
    group = "jigou-tuanti"
    tags = ("政府信息公开", "目录")
    update_cycle = UpdateCycle.DAILY
    open_type = OpenType.UNCONDITIONAL
    license_id = "cc-by-4.0"
    key = ("编号",)
    fields = (
        Field("编号", FieldType.INTEGER, "编号", "信息在本平台的编号，不会改变"),
        Field("标题", FieldType.TEXT, "标题"),
        Field("单位", FieldType.TEXT, "单位", "发布单位简称"),
        Field("单位代码", FieldType.TEXT, "单位代码", "单位在本平台的代码"),
        Field("来源", FieldType.TEXT, "来源"),
        Field("发文字号", FieldType.TEXT, "发文字号", "没有文号的为空"),
        Field("成文日期", FieldType.DATE, "成文日期", "没有的为空"),
        Field("有效性", FieldType.TEXT, "有效性", "文件是否现行有效，不是文件的为空"),
        Field("发布时间", FieldType.TIMESTAMP, "发布时间", "首次发布的时间，不会改变"),
        Field("网址", FieldType.TEXT, "网址"),
    )

    @property
    def site_code(self) -> str:
        """The portal provides it."""
        portal = registry().portal
        return portal.code if portal else ""

    def rows(self) -> Iterator[dict[str, Any]]:
        """Every public article, oldest first."""
        found = Article.objects.public().order_by("pk").for_list()
        for article in found.iterator(chunk_size=2000):
            yield {
                "编号": article.pk,
                "标题": article.title,
                "单位": article.site.short_name,
                "单位代码": article.site.code,
                "来源": article.source,
                "发文字号": article.doc_no or None,
                "成文日期": article.signed_on,
                "有效性": article.validity or None,
                "发布时间": timezone.localtime(article.published_at),
                "网址": article.full_url,
            }

    def affected_by(self, change: Change) -> bool:
        """Any article."""
        return change.object_type == "article"
