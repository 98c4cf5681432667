"""One piece of content on its way through the steps, and what was decided of it."""

from typing import Any, NoReturn

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from sitegroup.models.disclosure import Attribute, Conclusion, Ground, Matter
from sitegroup.models.membership import Role
from sitegroup.models.site import Site
from sitegroup.review.models.bundles import ReleaseBundle


class CaseState(models.TextChoices):
    """办理状态."""

    IN_REVIEW = "in_review", _("审核中")
    REFERRED = "referred", _("报请确定中")
    APPROVED = "approved", _("已审定，待发布")
    RETURNED = "returned", _("已退回修改")
    CANCELLED = "cancelled", _("已撤回")
    VOIDED = "voided", _("内容已变，审核作废")
    CONCLUDED = "concluded", _("已定为不主动公开")
    RELEASED = "released", _("已发布")


# Whoever edits the subject of a case in one of these states changes what was approved.
OPEN_STATES = (CaseState.IN_REVIEW, CaseState.REFERRED, CaseState.APPROVED)
# Of these, the ones that wait for a reviewer's decision.
DECIDABLE = (CaseState.IN_REVIEW, CaseState.REFERRED)


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
    # what its own checks asked to look at; where they find something to mend, nothing is submitted
    warnings = models.PositiveSmallIntegerField(_("请核对"), default=0)
    matter = models.CharField(
        _("事项范围"), max_length=8, choices=Matter.choices, default=Matter.OWN
    )
    # the steps as they were at submission: [{number, role, limit, limit_unit, must_record}]
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
    publish_at = models.DateTimeField(_("定时发布"), null=True, blank=True)
    bundle = models.ForeignKey(
        ReleaseBundle, null=True, blank=True, on_delete=models.PROTECT, related_name="cases"
    )
    # why it was voided, or why a due release did not happen
    problem = models.TextField(_("未办成的原因"), blank=True)

    class Meta:
        verbose_name = _("审核件")
        verbose_name_plural = _("审核件")
        indexes = [
            models.Index(fields=["state", "step_since"], name="review_case_open"),
            models.Index(fields=["content_type", "object_id"], name="review_case_subject"),
            models.Index(
                fields=["publish_at"],
                condition=models.Q(state="approved"),
                name="review_case_scheduled",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"],
                condition=models.Q(state__in=["in_review", "referred", "approved"]),
                name="review_case_one_open",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def current(self) -> dict[str, Any]:
        """The current step: {number, role, limit, limit_unit, must_record}."""
        step: dict[str, Any] = self.steps[self.step - 1]
        return step

    @property
    def is_last_step(self) -> bool:
        """Whether the next approval is the last."""
        return self.step == len(self.steps)

    @property
    def role(self) -> str:
        """The role that decides the current step."""
        return str(self.current["role"])

    @property
    def role_label(self) -> str:
        """The current step's role as people read it."""
        return str(Role(self.role).label)


class Decision(models.TextChoices):
    """审核结论: the last four are the other conclusions of the record."""

    APPROVE = "approve", _("同意")
    RETURN = "return", _("退回修改")
    REDACT = "redact", _("删减后公开")
    ON_REQUEST = "on_request", _("依申请公开")
    WITHHOLD = "withhold", _("不予公开")
    REFER = "refer", _("报请确定")


class ReviewDecision(models.Model):
    """审核意见: who decided which step, when, on what, and why. Never changed.

    `answers` is {question: yes or no} for what the step must record; `stands_in_for` names
    whose step a substitute decided.
    """

    case = models.ForeignKey(ReviewCase, on_delete=models.PROTECT, related_name="decisions")
    step = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=24, choices=Role.choices)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    stands_in_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decision = models.CharField(_("结论"), max_length=10, choices=Decision.choices)
    opinion = models.TextField(_("意见"))
    answers = models.JSONField(_("审查项"), default=dict)
    ground = models.CharField(_("理由"), max_length=16, choices=Ground.choices, blank=True)
    seen_hash = models.CharField(max_length=64)
    decided_at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("审核意见")
        verbose_name_plural = _("审核意见")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.get_decision_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write once; a second save raises TypeError."""
        if not self._state.adding:
            raise TypeError("a decision is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: the record stays."""
        raise TypeError("a decision is never deleted")


class DisclosureRecord(models.Model):
    """信息公开审查记录: what was proposed for one piece of information, and what was concluded.

    Fields after the local rules of standards.md 3.3; reviewers, opinions, times and answers are
    the case's decisions, the content is its revision and hash. Kept for good.
    """

    case = models.OneToOneField(ReviewCase, on_delete=models.PROTECT, related_name="record")
    title = models.CharField(_("信息名称"), max_length=255)
    summary = models.TextField(_("内容摘要"), blank=True)
    attribute = models.CharField(
        _("拟公开方式"), max_length=12, choices=Attribute.choices, default=Attribute.ACTIVE
    )
    scope = models.CharField(_("公开范围"), max_length=100, blank=True)
    channel = models.CharField(_("公开渠道"), max_length=200, blank=True)
    legal_basis = models.CharField(_("公开依据"), max_length=200, blank=True)
    ground = models.CharField(_("不公开的理由"), max_length=16, choices=Ground.choices, blank=True)
    reason = models.TextField(_("说明"), blank=True)
    conclusion = models.CharField(
        _("审查结论"), max_length=10, choices=Conclusion.choices, blank=True
    )
    concluded_at = models.DateTimeField(_("结论时间"), null=True)

    class Meta:
        verbose_name = _("审查记录")
        verbose_name_plural = _("审查记录")

    def __str__(self) -> str:
        return self.title
