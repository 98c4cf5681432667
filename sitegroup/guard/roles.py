"""Who may do what: reads memberships, nothing else."""

from typing import Any

from django.db.models import QuerySet

from sitegroup.models.membership import COUNTY_ROLES, Membership, Role
from sitegroup.models.site import Site


def sites_of(user: Any) -> QuerySet[Site]:
    """The sites whose unpublished content this person may see."""
    if user.is_superuser or holds(user, roles=(Role.COUNTY_ADMINISTRATOR,)):
        return Site.objects.all()
    return Site.objects.filter(memberships__user=user).distinct()


def holds(user: Any, *, roles: tuple[str, ...], site: Site | None = None) -> bool:
    """Whether an active person holds one of the roles, for this site if one is given.

    County roles (office reviewer, county administrator, auditor) count for every site.
    """
    if not user.is_active:
        return False
    found = Membership.objects.filter(user=user, role__in=roles)
    if site is None:
        return found.exists()
    wide = [role for role in roles if role in COUNTY_ROLES]
    return found.filter(site=site).exists() or found.filter(role__in=wide).exists()


def may_edit(user: Any, site: Site) -> bool:
    """Whether this person may write for the site."""
    if user.is_superuser:
        return True
    return holds(user, roles=(Role.AUTHOR, Role.EDITOR, Role.SITE_ADMINISTRATOR), site=site)
