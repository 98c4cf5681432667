"""Columns: where content stands."""

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.pages.models.base import SitePage
from sitegroup.guard.releasable import FileReference, ReviewField

# ColumnType of 国办发〔2017〕47号, 网页标签; the list is open at its end.
COLUMN_TYPES = (
    "首页", "概况信息", "机构职能", "负责人信息", "工作动态", "政策文件", "信息公开指南",
    "信息公开目录", "信息公开年报", "依申请公开", "数据发布", "数据开放", "政策解读", "回应关切",
    "办事服务", "咨询投诉", "征集调查", "在线访谈",
)  # fmt: skip


class Channel(SitePage):
    """栏目: a column of a site. It lists articles, shows one text, or one of the features.

    `feature` is empty (a list), `single` (its newest article is its text) or a name in
    CHANNEL_FEATURES of the wiring. `cadence_days` is how often it should be updated.
    """

    object_type = "channel"
    parent_page_types = ["pages.PortalHome", "pages.UnitHome", "pages.Channel", "pages.Topic"]
    subpage_types = ["pages.Channel", "pages.Article", "pages.Topic"]

    description = models.TextField(_("设置目的和主要内容"), blank=True)
    keywords = models.JSONField(_("关键词"), default=list, blank=True)
    column_type = models.CharField(
        _("栏目类别"),
        max_length=20,
        default="信息公开目录",
        help_text=_("国办发〔2017〕47号规定的栏目类别"),
    )
    feature = models.CharField(max_length=20, blank=True, editable=False)
    cadence_days = models.PositiveSmallIntegerField(_("应更新间隔（天）"), null=True, blank=True)

    content_panels = [
        *SitePage.content_panels,
        FieldPanel("description"),
        FieldPanel("column_type"),
        FieldPanel("cadence_days"),
    ]

    class Meta:
        verbose_name = _("栏目")
        verbose_name_plural = _("栏目")

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """A list, a text or a feature."""
        from cms.pages.views import channel  # noqa: PLC0415 - views read the models

        return channel(request, self)

    def review_fields(self) -> list[ReviewField]:
        """Title, purpose and type."""
        return [
            *super().review_fields(),
            ReviewField(str(_("设置目的和主要内容")), self.description),
            ReviewField(str(_("栏目类别")), self.column_type),
        ]


class Topic(SitePage):
    """专题: columns gathered around one subject."""

    object_type = "topic"
    parent_page_types = ["pages.Channel"]
    subpage_types = ["pages.Channel", "pages.Article"]

    description = models.TextField(_("专题说明"), blank=True)
    picture = models.ForeignKey(
        "media.Picture", verbose_name=_("题图"), null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip

    content_panels = [
        *SitePage.content_panels, FieldPanel("description"), FieldPanel("picture"),
    ]  # fmt: skip

    class Meta:
        verbose_name = _("专题")
        verbose_name_plural = _("专题")

    def referenced_files(self) -> list[FileReference]:
        """Its picture."""
        return [self.picture.reference()] if self.picture else []

    def file_keys(self) -> list[tuple[str, str]]:
        """The same by number."""
        return [("image", str(self.picture_id))] if self.picture_id else []

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Its columns and their newest articles."""
        from cms.pages.views import topic  # noqa: PLC0415 - views read the models

        return topic(request, self)
