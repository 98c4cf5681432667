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
    AUDITOR = "auditor", _("审计员")
    COUNTY_ADMINISTRATOR = "county_administrator", _("县级管理员")


# Roles that are held for the whole county, whatever unit the person belongs to.
COUNTY_ROLES = (Role.OFFICE_REVIEWER, Role.COUNTY_ADMINISTRATOR, Role.AUDITOR)
WRITING_ROLES = (Role.AUTHOR, Role.EDITOR, Role.SITE_ADMINISTRATOR)


class Membership(models.Model):
    """任职: a person's role in one unit; its rights in the admin follow from it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("岗位"), max_length=24, choices=Role.choices)

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
