"""Who may do what: reads memberships, nothing else."""

from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone

from sitegroup.models.membership import (
    COUNTY_ROLES,
    SEPARATED_ROLES,
    Membership,
    Role,
    Substitution,
)
from sitegroup.models.site import Site


def sites_of(user: Any) -> QuerySet[Site]:
    """The sites whose unpublished content this person may see.

    Those who run the installation, guard it or audit it need no draft for that (三员).
    """
    if user.is_superuser or holds(user, roles=(Role.COUNTY_ADMINISTRATOR,)):
        return Site.objects.all()
    at_work = Membership.objects.filter(user=user).exclude(role__in=SEPARATED_ROLES)
    return Site.objects.filter(pk__in=at_work.values("site"))


def holds(user: Any, *, roles: tuple[str, ...], site: Site | None = None) -> bool:
    """Whether an active person holds one of the roles, for this site if one is given.

    County roles (office reviewer, county administrator, auditor) count for every site.
    """
    if not user.is_active:
        return False
    found = Membership.objects.filter(user=user, role__in=roles)
    return found.filter(_reaches(roles, site)).exists()


def _reaches(roles: tuple[str, ...], site: Site | None) -> Q:
    """The rows of memberships or substitutions that count for a site."""
    if site is None:
        return Q()
    return Q(site=site) | Q(role__in=[role for role in roles if role in COUNTY_ROLES])


def in_force() -> QuerySet[Substitution]:
    """The substitutions of today, while the absent still hold the place and the others work there.

    For a county role that is anywhere in the county's office, else the unit itself.
    """
    today = timezone.localdate()
    held = Q(
        absent__is_active=True,
        absent__memberships__site=models.F("site"),
        absent__memberships__role=models.F("role"),
    )
    at_work = Membership.objects.filter(user=models.OuterRef("substitute"))
    there = Q(models.Exists(at_work.filter(site=models.OuterRef("site"))))
    there |= Q(models.Exists(at_work.filter(role__in=COUNTY_ROLES)), role__in=COUNTY_ROLES)
    return Substitution.objects.filter(held, there, starts_on__lte=today, ends_on__gte=today)


def stood_in_by(user: Any) -> QuerySet[Substitution]:
    """Whose places this person takes today."""
    return in_force().filter(substitute=user).select_related("absent")


def absent_colleague(user: Any, *, role: str, site: Site) -> Any:
    """Whose step this person may decide as their substitute; None if nobody's."""
    found = substitution_of(user, role=role, site=site)
    return found.absent if found else None


def substitution_of(user: Any, *, role: str, site: Site) -> Substitution | None:
    """By what this person decides a step in another's place today, if by anything."""
    if not user.is_active:
        return None
    return stood_in_by(user).filter(_reaches((role,), site), role=role).first()


def may_edit(user: Any, site: Site) -> bool:
    """Whether this person may write for the site."""
    if user.is_superuser:
        return True
    return holds(user, roles=(Role.AUTHOR, Role.EDITOR, Role.SITE_ADMINISTRATOR), site=site)
