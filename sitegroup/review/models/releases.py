"""What was released or withdrawn, and what follows from it for files and addresses."""

from typing import Any, NoReturn

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from sitegroup.models.site import Site
from sitegroup.review.models.cases import ReviewCase


class ReleaseKind(models.TextChoices):
    """发布种类."""

    RELEASE = "release", _("发布")
    WITHDRAWAL = "withdrawal", _("撤下")


class ReleaseBasis(models.TextChoices):
    """发布依据: what entitled the engine to release."""

    REVIEW = "review", _("三级审核")
    IMPORT = "import", _("成批导入，一次审定")
    STRUCTURE = "structure", _("建站")
    EMERGENCY = "emergency", _("应急发布")


class Release(models.Model):
    """发布记录: exactly one revision of one object made public, or withdrawn. Never changed.

    `content_hash` is the SHA-256 of the canonical content and of the files it refers to;
    `approvals` is [{role, user, name, at, hash, opinion}].
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT)
    object_id = models.CharField(max_length=40)
    subject = GenericForeignKey("content_type", "object_id")
    object_type = models.CharField(max_length=40)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="releases")
    kind = models.CharField(max_length=12, choices=ReleaseKind.choices)
    basis = models.CharField(max_length=12, choices=ReleaseBasis.choices)
    case = models.ForeignKey(ReviewCase, null=True, on_delete=models.PROTECT, related_name="+")
    revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=models.PROTECT, related_name="+"
    )
    content_hash = models.CharField(max_length=64)
    approvals = models.JSONField(default=list)
    reason = models.TextField(_("原因"), blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    released_at = models.DateTimeField(_("发布时间"))

    class Meta:
        verbose_name = _("发布记录")
        verbose_name_plural = _("发布记录")
        indexes = [models.Index(fields=["content_type", "object_id"], name="release_subject")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.object_type}:{self.object_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write once; a second save raises TypeError."""
        if not self._state.adding:
            raise TypeError("a release is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: the record stays."""
        raise TypeError("a release is never deleted")


class EmergencyReview(models.Model):
    """应急发布的补审: open until another person has approved after the fact, or withdrawn it."""

    release = models.OneToOneField(Release, on_delete=models.PROTECT, related_name="after_review")
    due_at = models.DateTimeField(_("补审时限"))
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    approved = models.BooleanField(_("同意"), null=True)
    opinion = models.TextField(_("意见"), blank=True)
    reviewed_at = models.DateTimeField(_("补审时间"), null=True)

    class Meta:
        verbose_name = _("应急发布补审")
        verbose_name_plural = _("应急发布补审")
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(reviewed_at=None),
                name="emergency_review_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.release}"


class PublicFile(models.Model):
    """公开的文件: a file that something public refers to; every other file is private.

    Written in the release's own transaction, so that no file is public before its review.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.CharField(max_length=40)
    file_kind = models.CharField(max_length=12)
    file_id = models.CharField(max_length=40)

    class Meta:
        verbose_name = _("公开的文件")
        verbose_name_plural = _("公开的文件")
        indexes = [models.Index(fields=["file_kind", "file_id"], name="public_file_lookup")]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "file_kind", "file_id"],
                name="public_file_unique",
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_kind}:{self.file_id}"


class Tombstone(models.Model):
    """撤下说明: what stands at the address of something withdrawn, until it is public again.

    `path` is the address inside the site, with its slashes; `redirect_to` is where readers are
    sent instead, empty for the page that says when and why.
    """

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="tombstones")
    path = models.CharField(_("网址"), max_length=1000)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("标题"), max_length=255)
    redirect_to = models.CharField(_("改为指向"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("撤下说明")
        verbose_name_plural = _("撤下说明")
        constraints = [models.UniqueConstraint(fields=["site", "path"], name="tombstone_unique")]

    def __str__(self) -> str:
        return f"{self.site.code}{self.path}"
