"""Who holds which role in which unit."""

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from sitegroup.models.site import Site


class Role(models.TextChoices):
    """岗位."""

    AUTHOR = "author", _("起草人")
    EDITOR = "editor", _("编辑")
    DEPARTMENT_REVIEWER = "department_reviewer", _("部门审核")
    SECRECY_REVIEWER = "secrecy_reviewer", _("保密审查")
    OFFICE_REVIEWER = "office_reviewer", _("政府办审定")
    SITE_ADMINISTRATOR = "site_administrator", _("单位管理员")
    DATA_STEWARD = "data_steward", _("数据管理员")
    EMERGENCY_RELEASER = "emergency_releaser", _("应急发布")
    AUDITOR = "auditor", _("审计员")
    COUNTY_ADMINISTRATOR = "county_administrator", _("县级管理员")
    SYSTEM_ADMINISTRATOR = "system_administrator", _("系统管理员")
    SECURITY_ADMINISTRATOR = "security_administrator", _("安全管理员")


# 三员: with THREE_ADMIN_SEPARATION no person holds two of them, or any other role beside one.
SEPARATED_ROLES = (Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDITOR)
# Roles that are held for the whole county, whatever unit the person belongs to.
COUNTY_ROLES = (Role.OFFICE_REVIEWER, Role.COUNTY_ADMINISTRATOR, *SEPARATED_ROLES)
WRITING_ROLES = (Role.AUTHOR, Role.EDITOR, Role.SITE_ADMINISTRATOR)
# What a unit fills by itself; every other role, also one added later, is the county's to give.
UNIT_ROLES = (
    Role.AUTHOR,
    Role.EDITOR,
    Role.DEPARTMENT_REVIEWER,
    Role.SECRECY_REVIEWER,
    Role.DATA_STEWARD,
    Role.SITE_ADMINISTRATOR,
)


class Membership(models.Model):
    """任职: a person's role in one unit; its rights in the admin follow from it.

    Who gave it and when is unknown for what an import or the installation made.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("岗位"), max_length=24, choices=Role.choices)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("授予人"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    granted_at = models.DateTimeField(_("授予时间"), null=True, editable=False)

    class Meta:
        verbose_name = _("任职")
        verbose_name_plural = _("任职")
        constraints = [
            models.UniqueConstraint(fields=["user", "site", "role"], name="membership_unique")
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()}（{self.site}）"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """With what follows from it (groups, the audit entry) or not at all."""
        with transaction.atomic():
            super().save(*args, **kwargs)


class Substitution(models.Model):
    """代办: who decides in the place of an absent reviewer, from one day to another (both in)."""

    absent = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="substitutions"
    )
    substitute = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="stands_in"
    )
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="substitutions")
    role = models.CharField(_("岗位"), max_length=24, choices=Role.choices)
    starts_on = models.DateField(_("从"))
    ends_on = models.DateField(_("到"))
    reason = models.CharField(_("原因"), max_length=200, blank=True)
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    appointed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("代办")
        verbose_name_plural = _("代办")
        indexes = [models.Index(fields=["substitute", "ends_on"], name="substitution_current")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="substitution_dates",
            ),
            models.CheckConstraint(
                condition=~models.Q(absent=models.F("substitute")), name="substitution_other"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.substitute} → {self.absent}"
