"""Images and files: private until something public shows them."""

import hashlib
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as StockDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as StockImage

from sitegroup.guard.publication import PublicationRefused
from sitegroup.guard.releasable import FileReference
from sitegroup.guard.showing import drafts_showing
from sitegroup.models import PublicFile


class KeptWhilePublic(models.Model):
    """公开期间不变的文件: while something public shows it, neither its bytes nor its words change.

    Reviewers approved what they saw: another version is another file, and goes through review.
    """

    file: Any  # the stock fields of documents and images
    file_size: Any
    file_kind: ClassVar[str]
    collection: Any
    words: ClassVar[tuple[str, ...]]

    digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep digest and size true to the file. Raises PublicationRefused while it is public."""
        self.digest, self.file_size = digest_of(self.file) or self.digest, self.file.size
        self.refuse_change()
        super().save(*args, **kwargs)

    def refuse_change(self) -> None:
        """Raise PublicationRefused where it is public and not as it is stored."""
        if not self.is_public():
            return
        self.digest = digest_of(self.file) or self.digest
        shown = ("digest", *self.words)
        before = type(self)._default_manager.filter(pk=self.pk).values_list(*shown).get()
        if before != tuple(getattr(self, name) for name in shown):
            raise PublicationRefused(
                _("“%(title)s”正在公开，不能改动。请另传一个文件，换到内容里再送审。")
                % {"title": before[1]}
            )

    def is_public(self) -> bool:
        """Whether something public refers to this file."""
        shown = PublicFile.objects.filter(file_kind=self.file_kind, file_id=str(self.pk))
        return bool(self.pk) and shown.exists()


class Picture(KeptWhilePublic, AbstractImage):
    """图片. `digest` is the SHA-256 of the file as it lies in the store."""

    file_kind = "image"
    words = ("title", "alt")

    alt = models.CharField(_("替代文字"), max_length=200, blank=True)

    admin_form_fields = (*StockImage.admin_form_fields, "alt")

    class Meta(AbstractImage.Meta):
        verbose_name = _("图片")
        verbose_name_plural = _("图片")

    def reference(self) -> FileReference:
        """What a release binds to."""
        return FileReference(
            "image",
            str(self.pk),
            self.digest,
            self.title,
            self.filename,
            self.file_size or 0,
            alt=self.alt,
        )


class Rendition(AbstractRendition):
    """图片尺寸: one size of an image."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class Attachment(KeptWhilePublic, AbstractDocument):
    """附件."""

    file_kind = "document"
    words = ("title",)

    admin_form_fields = StockDocument.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("附件")
        verbose_name_plural = _("附件")

    def reference(self) -> FileReference:
        """What a release binds to."""
        return FileReference(
            "document",
            str(self.pk),
            self.digest,
            self.title,
            self.filename,
            self.file_size or 0,
            f"/files/{self.pk}/{self.filename}",
        )


def refuse_delete(sender: type[KeptWhilePublic], instance: KeptWhilePublic, **kwargs: Any) -> None:
    """A receiver, for files are deleted many at once too. Raises PublicationRefused."""
    if instance.is_public():
        raise PublicationRefused(
            _("“%(title)s”正在公开，不能删除。请先从内容里换掉，或者撤下内容。")
            % {"title": instance}
        )
    # what its author has not given up, and what reviewers are looking at
    if draft := next(drafts_showing(instance.file_kind, str(instance.pk)), None):
        ours = draft.owning_site().code == instance.collection.name
        words = {"title": instance, "draft": draft if ours else _("其他单位的内容")}
        raise PublicationRefused(
            _("“%(title)s”用在未公开的“%(draft)s”里，不能删除。请先从里面去掉。") % words
        )


def digest_of(file: Any) -> str:
    """SHA-256 (hex) of a stored or just uploaded file; empty if there is none."""
    if not file:
        return ""
    digest = hashlib.sha256()
    file.open("rb")
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
