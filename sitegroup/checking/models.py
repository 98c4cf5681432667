"""What the content check remembers: findings, waivers, files already read, nightly rounds."""

from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from sitegroup.models.membership import Role
from sitegroup.models.site import Site


class FindingRun(models.TextChoices):
    """检查时机."""

    SUBMIT = "submit", _("送审时")
    NIGHTLY = "nightly", _("每晚")


class CheckRun(models.Model):
    """每晚检查: one round over everything public; `model` and `last_pk` say how far it is.

    A round begun under other rules is left, and a new one begins.
    """

    site = models.ForeignKey(Site, null=True, on_delete=models.CASCADE, related_name="+")
    rules_version = models.CharField(max_length=32)
    started_at = models.DateTimeField(_("开始时间"), auto_now_add=True)
    finished_at = models.DateTimeField(_("结束时间"), null=True)
    model = models.CharField(max_length=80, blank=True)
    last_pk = models.BigIntegerField(default=0)
    checked = models.PositiveIntegerField(_("已查"), default=0)

    class Meta:
        verbose_name = _("每晚检查")
        verbose_name_plural = _("每晚检查")

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M} {self.checked}"


class ContentFinding(models.Model):
    """检查发现: one rule that one object broke, in the words of that day; excerpts are masked.

    `place` and `detail` are the plain data of `checking.findings.Finding`.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.CharField(max_length=40)
    subject = GenericForeignKey("content_type", "object_id")
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="content_findings")
    title = models.CharField(_("标题"), max_length=255)
    content_hash = models.CharField(max_length=64)
    run = models.CharField(_("检查时机"), max_length=8, choices=FindingRun.choices)
    rule = models.CharField(_("规则"), max_length=40)
    level = models.CharField(max_length=5)
    fingerprint = models.CharField(max_length=32)
    detail = models.JSONField()
    found_at = models.DateTimeField(_("发现时间"))
    # the nightly round that saw it last; what a finished round has not seen is gone
    seen_in = models.ForeignKey(CheckRun, null=True, on_delete=models.SET_NULL, related_name="+")
    gone_at = models.DateTimeField(_("消除时间"), null=True)

    class Meta:
        verbose_name = _("检查发现")
        verbose_name_plural = _("检查发现")
        indexes = [
            models.Index(fields=["site", "run", "gone_at"], name="finding_open_of_site"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "run", "fingerprint"],
                condition=models.Q(gone_at=None),
                name="finding_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.title}"


class FindingWaiver(models.Model):
    """放行记录: a person let one finding in one content pass, for a reason. Never changed."""

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT)
    object_id = models.CharField(max_length=40)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="finding_waivers")
    title = models.CharField(_("标题"), max_length=255)
    content_hash = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=32)
    rule = models.CharField(_("规则"), max_length=40)
    detail = models.JSONField()
    reason = models.TextField(_("原因"), max_length=500)
    role = models.CharField(_("岗位"), max_length=24, choices=Role.choices)
    waived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    waived_at = models.DateTimeField(_("时间"), auto_now_add=True)

    KEPT: ClassVar[str] = "a waiver stays on record"

    class Meta:
        verbose_name = _("放行记录")
        verbose_name_plural = _("放行记录")
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "content_hash", "fingerprint"],
                name="finding_waiver_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write once; a second save raises TypeError."""
        if not self._state.adding:
            raise TypeError(self.KEPT)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: the record stays."""
        raise TypeError(self.KEPT)


class CheckedFile(models.Model):
    """已查附件: what the rules of one version found in one file, so that it is read once.

    The suffix belongs to it: the same bytes read as a table or as a text differ.
    """

    digest = models.CharField(max_length=64)
    suffix = models.CharField(max_length=12)
    rules_version = models.CharField(max_length=32)
    findings = models.JSONField(default=list)
    checked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("已查附件")
        verbose_name_plural = _("已查附件")
        constraints = [
            models.UniqueConstraint(
                fields=["digest", "suffix", "rules_version"], name="checked_file_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.digest}{self.suffix}"
