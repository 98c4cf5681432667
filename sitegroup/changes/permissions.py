"""Whose deliveries a person may see and try again."""

from typing import Any

from django.db.models import QuerySet

from sitegroup.guard.roles import holds
from sitegroup.models.membership import Role
from sitegroup.models.site import Site


def sites_tended_by(user: Any) -> QuerySet[Site]:
    """All sites for the county's administrators, their own for a unit's; none for others."""
    if user.is_superuser or holds(user, roles=(Role.COUNTY_ADMINISTRATOR,)):
        return Site.objects.all()
    if not user.is_active:
        return Site.objects.none()
    return Site.objects.filter(
        memberships__user=user, memberships__role=Role.SITE_ADMINISTRATOR
    ).distinct()
