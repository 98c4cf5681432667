"""Which steps a piece of content goes through, as data the county keeps."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sitegroup.models.disclosure import Matter
from sitegroup.models.membership import Role
from sitegroup.models.organisation import OrganisationKind


class ReviewChain(models.Model):
    """审核流程: the ordered steps for one kind of unit, of content and of matter.

    A blank kind matches any; the most specific chain is used.
    """

    name = models.CharField(_("名称"), max_length=60)
    organisation_kind = models.CharField(
        _("单位类别"), max_length=16, choices=OrganisationKind.choices, blank=True
    )
    object_type = models.CharField(_("内容种类"), max_length=40, blank=True)
    matter = models.CharField(_("事项范围"), max_length=8, choices=Matter.choices, blank=True)

    class Meta:
        verbose_name = _("审核流程")
        verbose_name_plural = _("审核流程")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_kind", "object_type", "matter"], name="review_chain_unique"
            )
        ]

    def __str__(self) -> str:
        return self.name


class LimitUnit(models.TextChoices):
    """时限单位."""

    DAYS = "days", _("工作日")
    HOURS = "hours", _("工作小时")


class ReviewStep(models.Model):
    """审核环节: one step of a chain, the role that decides it, its limit, what it must record.

    `must_record` names questions of `sitegroup.review.questions`.
    """

    chain = models.ForeignKey(ReviewChain, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField(_("序号"))
    role = models.CharField(_("岗位"), max_length=24, choices=Role.choices)
    limit = models.PositiveSmallIntegerField(_("时限"), default=1)
    limit_unit = models.CharField(
        _("时限单位"), max_length=5, choices=LimitUnit.choices, default=LimitUnit.DAYS
    )
    must_record = models.JSONField(_("必须记录"), default=list, blank=True)

    class Meta:
        verbose_name = _("审核环节")
        verbose_name_plural = _("审核环节")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "number"], name="review_step_unique")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.get_role_display()}"
