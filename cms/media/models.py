"""Images and files: private until something public shows them."""

import hashlib
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as StockDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as StockImage

from sitegroup.guard.releasable import FileReference


class Picture(AbstractImage):
    """图片. `digest` is the SHA-256 of the file as it lies in the store."""

    digest = models.CharField(max_length=64, blank=True, editable=False)
    alt = models.CharField(_("替代文字"), max_length=200, blank=True)

    admin_form_fields = (*StockImage.admin_form_fields, "alt")

    class Meta(AbstractImage.Meta):
        verbose_name = _("图片")
        verbose_name_plural = _("图片")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep digest and size true to the file."""
        self.digest, self.file_size = digest_of(self.file) or self.digest, self.file.size
        super().save(*args, **kwargs)

    def reference(self) -> FileReference:
        """What a release binds to."""
        return FileReference(
            "image", str(self.pk), self.digest, self.title, self.filename, self.file_size or 0
        )


class Rendition(AbstractRendition):
    """图片尺寸: one size of an image."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class Attachment(AbstractDocument):
    """附件."""

    digest = models.CharField(max_length=64, blank=True, editable=False)

    admin_form_fields = StockDocument.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("附件")
        verbose_name_plural = _("附件")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep digest and size true to the file."""
        self.digest, self.file_size = digest_of(self.file) or self.digest, self.file.size
        super().save(*args, **kwargs)

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
