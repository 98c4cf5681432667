"""Articles: news, notices, documents, the texts of single-page columns."""

from datetime import date
from functools import cache
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import model_from_serializable_data
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable

from cms.media.models import Attachment
from cms.pages.blocks import BODY_BLOCKS
from cms.pages.body import body_file_keys, body_files, body_links, body_text, is_empty
from cms.pages.fields import ContentField, one_text_block
from cms.pages.models.base import SitePage
from cms.pages.querysets import ArticleManager
from sitegroup.exceptions import Problem
from sitegroup.guard.releasable import FileReference, Proposal, ReviewField, ReviewLink
from sitegroup.models import Attribute, Ground, Matter


class Validity(models.TextChoices):
    """有效性."""

    VALID = "有效", _("现行有效")
    MODIFIED = "已修改", _("已修改")
    EXPIRED = "失效", _("失效")
    REPEALED = "废止", _("已废止")


# What reviewers read of an article, in the order of `review_fields`.
LABELS = (
    _("标题"),
    _("正文"),
    _("附件"),
    _("公开方式"),
    _("不公开的理由"),
    _("公开方式的说明"),
    _("事项范围"),
    _("来源"),
    _("作者或责任编辑"),
    _("发文字号"),
    _("成文日期"),
    _("主题分类"),
    _("有效性"),
    _("关键词"),
    _("内容概述"),
    _("网址名"),
)


@cache
def _labels(_language: str | None) -> tuple[str, ...]:
    """The labels in one language; an import asks for them with every line."""
    return tuple(str(label) for label in LABELS)


@cache
def _choices(name: str, _language: str | None) -> dict[str, str]:
    """The choices of a field in one language."""
    field: Any = Article._meta.get_field(name)
    return {str(value): str(label) for value, label in field.flatchoices}


class Article(SitePage):
    """信息. Publication time is `first_published_at`, set once and never changed.

    `published_at` repeats it beside `parent_channel`, so that a column of 700,000 articles
    lists its newest without looking at the rest.
    """

    object_type = "article"
    parent_page_types = ["pages.Channel", "pages.Topic"]
    subpage_types: list[str] = []
    standing = ("site", "parent_channel")

    parent_channel = models.ForeignKey(
        "wagtailcore.Page", editable=False, on_delete=models.PROTECT, related_name="+"
    )
    external_id = models.CharField(_("来源编号"), max_length=100, blank=True, editable=False)
    # what the last import brought, so that the same line again does not undo an editor's work
    imported_digest = models.CharField(max_length=64, blank=True, editable=False)
    published_at = models.DateTimeField(_("发布时间"), null=True, editable=False)
    source = models.CharField(_("来源"), max_length=100, blank=True)
    author = models.CharField(_("作者或责任编辑"), max_length=60, blank=True)
    doc_no = models.CharField(_("发文字号"), max_length=100, blank=True)
    signed_on = models.DateField(_("成文日期"), null=True, blank=True)
    theme = models.CharField(_("主题分类"), max_length=100, blank=True)
    validity = models.CharField(_("有效性"), max_length=8, choices=Validity.choices, blank=True)
    disclosure_mode = models.CharField(
        _("公开方式"), max_length=12, choices=Attribute.choices, default=Attribute.ACTIVE
    )
    disclosure_ground = models.CharField(
        _("不公开的理由"), max_length=16, choices=Ground.choices, blank=True
    )
    disclosure_reason = models.TextField(_("公开方式的说明"), blank=True, max_length=1000)
    matter_kind = models.CharField(
        _("事项范围"),
        max_length=8,
        choices=Matter.choices,
        blank=True,
        help_text=_("涉及全县的事项选“全县性事项”，由政府办审定；不选按单位的规定办理。"),
    )
    keywords = models.CharField(
        _("关键词"), max_length=200, blank=True, help_text=_("几个词之间用、隔开")
    )
    summary = models.TextField(_("内容概述"), blank=True)
    lead_image = models.ForeignKey(
        "media.Picture", verbose_name=_("题图"), null=True, blank=True,
        on_delete=models.SET_NULL, related_name="+",
    )  # fmt: skip
    body = ContentField(BODY_BLOCKS, verbose_name=_("正文"), blank=True, default=one_text_block)

    # a copy is a new article: it came from nowhere else
    exclude_fields_in_copy = ["external_id", "imported_digest"]

    objects: ClassVar[Any] = ArticleManager()

    content_panels = [
        *SitePage.content_panels,
        FieldPanel("body"),
        InlinePanel("attachments", label=_("附件")),
        FieldPanel("disclosure_mode"),
        MultiFieldPanel(
            [
                FieldPanel("disclosure_ground"),
                FieldPanel("disclosure_reason"),
                FieldPanel("matter_kind"),
            ],
            heading=_("公开审查（不是主动公开的，写明理由）"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            [
                FieldPanel("summary"),
                FieldPanel("source"),
                FieldPanel("author"),
                FieldPanel("keywords"),
                FieldPanel("lead_image"),
            ],
            heading=_("信息来源"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            [
                FieldPanel("doc_no"),
                FieldPanel("signed_on"),
                FieldPanel("theme"),
                FieldPanel("validity"),
            ],
            heading=_("文件属性（只有文件才填）"),
            classname="collapsed",
        ),
    ]
    promote_panels = [FieldPanel("slug")]
    settings_panels: list[Any] = []

    class Meta:
        verbose_name = _("信息")
        verbose_name_plural = _("信息")
        indexes = [
            models.Index(fields=["parent_channel", "-published_at"], name="article_channel_newest"),
            models.Index(fields=["site", "-published_at"], name="article_site_newest"),
            models.Index(fields=["-published_at"], name="article_newest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "external_id"],
                condition=~models.Q(external_id=""),
                name="article_external_id_unique",
            )
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Fill in what the unit and the column already say."""
        if not self.parent_channel_id or not self.pk:
            self.parent_channel_id = self.get_parent().pk
        self.published_at = self.first_published_at
        super().save(*args, **kwargs)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """A source that nobody typed is the unit itself."""
        if not self.source and self.site_id:
            self.source = self.site.short_name
        super().full_clean(*args, **kwargs)

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """The article in its frame."""
        from cms.pages.views import article  # noqa: PLC0415 - views read the models

        return article(request, self)

    def referenced_files(self) -> list[FileReference]:
        """The lead picture, the pictures and files of the body, the attachments."""
        files = [item.document.reference() for item in self.attachments.all() if item.document]
        lead = [self.lead_image.reference()] if self.lead_image else []
        return [*lead, *body_files(self.body), *files]

    def file_keys(self) -> list[tuple[str, str]]:
        """The same by number, without looking any of them up."""
        files = [item.document_id for item in self.attachments.all() if item.document_id]
        lead = [("image", str(self.lead_image_id))] if self.lead_image_id else []
        return [*lead, *body_file_keys(self.body), *(("document", str(pk)) for pk in files)]

    def review_fields(self) -> list[ReviewField]:
        """Everything that readers will see, in words."""
        attachments = [str(item) for item in self.attachments.all()]
        texts = (
            self.title,
            body_text(self.body),
            "\n".join(attachments),
            self._in_words("disclosure_mode"),
            self._in_words("disclosure_ground"),
            self.disclosure_reason,
            self._in_words("matter_kind"),
            self.source,
            self.author,
            self.doc_no,
            self.signed_on.isoformat() if self.signed_on else "",
            self.theme,
            self._in_words("validity"),
            self.keywords,
            self.summary,
            self.slug,
        )
        return [ReviewField(*pair) for pair in zip(_labels(get_language()), texts, strict=True)]

    def _in_words(self, name: str) -> str:
        """A choice as people read it; Django would translate all of them each time."""
        value = str(getattr(self, name))
        return _choices(name, get_language()).get(value, value) if value else ""

    def review_links(self) -> list[ReviewLink]:
        """The links of the body."""
        links = body_links(self.body)
        label = str(_("正文")) if links else ""
        return [ReviewLink(label, text, address) for text, address in links]

    def own_date(self) -> date | None:
        """The document's own date, or that of its first publication."""
        return self.signed_on or super().own_date()

    def release_problems(self) -> list[Problem]:
        """An article without words or files is nothing to release."""
        found = []
        if is_empty(self.body) and not self.attachments.all():
            found.append(
                Problem("empty_body", str(_("正文是空的。")), str(_("请写正文，或者加上附件。")))
            )
        if self.disclosure_mode != Attribute.ACTIVE and not self.disclosure_ground:
            why = _("公开方式不是“主动公开”，没有写理由。")
            mend = _("请在“公开审查”里选不公开的理由。")
            found.append(Problem("no_ground", str(why), str(mend)))
        return found

    def proposal(self) -> Proposal:
        """How its author proposes to disclose it."""
        return Proposal(
            attribute=self.disclosure_mode,
            summary=self.summary,
            ground=self.disclosure_ground,
            reason=self.disclosure_reason,
        )

    def matter(self) -> str:
        """An author may ask for the whole county's chain, never for less than the unit's own."""
        return self.matter_kind if self.matter_kind == Matter.COUNTY else super().matter()


class ArticleAttachment(Orderable):
    """信息的附件."""

    article = ParentalKey(Article, on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(
        "media.Attachment", verbose_name=_("文件"), on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(_("名称"), max_length=200, blank=True)

    panels = [FieldPanel("document"), FieldPanel("title")]

    class Meta(Orderable.Meta):
        verbose_name = _("附件")
        verbose_name_plural = _("附件")

    def __str__(self) -> str:
        return self.title or self.document.title

    @classmethod
    def from_serializable_data(
        cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False
    ) -> Any:
        """An attachment of a revision; None where its file is gone, for old versions must open."""
        if check_fks and not Attachment.objects.filter(pk=data["document"]).exists():
            return None
        return model_from_serializable_data(cls, data, check_fks=False, strict_fks=strict_fks)
