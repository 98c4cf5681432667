"""The review before release: chain, case, decisions, and the release itself."""

from typing import Any, NoReturn

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from sitegroup.models.membership import Role
from sitegroup.models.organisation import OrganisationKind
from sitegroup.models.site import Site


class ReviewChain(models.Model):
    """审核流程: the ordered steps for one kind of unit and one kind of content.

    A blank kind matches any; the most specific chain is used.
    """

    name = models.CharField(_("名称"), max_length=60)
    organisation_kind = models.CharField(
        _("单位类别"), max_length=16, choices=OrganisationKind.choices, blank=True
    )
    object_type = models.CharField(_("内容种类"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("审核流程")
        verbose_name_plural = _("审核流程")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_kind", "object_type"], name="review_chain_unique"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ReviewStep(models.Model):
    """审核环节: one step of a chain, the role that decides it and its limit in working days."""

    chain = models.ForeignKey(ReviewChain, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField(_("序号"))
    role = models.CharField(_("岗位"), max_length=24, choices=Role.choices)
    limit_days = models.PositiveSmallIntegerField(_("时限（工作日）"), default=1)

    class Meta:
        verbose_name = _("审核环节")
        verbose_name_plural = _("审核环节")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "number"], name="review_step_unique")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.get_role_display()}"


class CaseState(models.TextChoices):
    """办理状态."""

    IN_REVIEW = "in_review", _("审核中")
    RETURNED = "returned", _("已退回修改")
    CANCELLED = "cancelled", _("已撤回")
    VOIDED = "voided", _("内容已变，审核作废")
    RELEASED = "released", _("已发布")


class ReviewCase(models.Model):
    """审核件: one revision of one object on its way to release (一事一审).

    Bound to the hash of exactly what was submitted; any later edit voids it.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT)
    object_id = models.CharField(max_length=40)
    subject = GenericForeignKey("content_type", "object_id")
    object_type = models.CharField(_("内容种类"), max_length=40)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="review_cases")
    title = models.CharField(_("标题"), max_length=255)
    revision = models.ForeignKey("wagtailcore.Revision", on_delete=models.PROTECT, related_name="+")
    content_hash = models.CharField(max_length=64)
    # the steps as they were when the case was submitted: [{number, role, limit_days}]
    steps = models.JSONField(default=list)
    step = models.PositiveSmallIntegerField(_("当前环节"), default=1)
    state = models.CharField(
        _("状态"), max_length=12, choices=CaseState.choices, default=CaseState.IN_REVIEW
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    # everybody who wrote any part since the last release: none of them may approve
    author_ids = models.JSONField(default=list)
    submitted_at = models.DateTimeField(_("送审时间"), auto_now_add=True)
    step_since = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("审核件")
        verbose_name_plural = _("审核件")
        indexes = [
            models.Index(fields=["state", "step_since"], name="review_case_open"),
            models.Index(fields=["content_type", "object_id"], name="review_case_subject"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"],
                condition=models.Q(state="in_review"),
                name="review_case_one_open",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def role(self) -> str:
        """The role that decides the current step."""
        return str(self.steps[self.step - 1]["role"])

    @property
    def role_label(self) -> str:
        """The current step's role as people read it."""
        return str(Role(self.role).label)


class Decision(models.TextChoices):
    """审核结论."""

    APPROVE = "approve", _("同意")
    RETURN = "return", _("退回修改")


class ReviewDecision(models.Model):
    """审核意见: who decided which step, when, on what, and why. Never changed."""

    case = models.ForeignKey(ReviewCase, on_delete=models.PROTECT, related_name="decisions")
    step = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=24, choices=Role.choices)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decision = models.CharField(_("结论"), max_length=8, choices=Decision.choices)
    opinion = models.TextField(_("意见"))
    seen_hash = models.CharField(max_length=64)
    decided_at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("审核意见")
        verbose_name_plural = _("审核意见")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.get_decision_display()}"


class ReleaseKind(models.TextChoices):
    """发布种类."""

    RELEASE = "release", _("发布")
    WITHDRAWAL = "withdrawal", _("撤下")


class ReleaseBasis(models.TextChoices):
    """发布依据: what entitled the engine to release."""

    REVIEW = "review", _("三级审核")
    IMPORT = "import", _("成批导入，一次审定")
    STRUCTURE = "structure", _("建站")


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
