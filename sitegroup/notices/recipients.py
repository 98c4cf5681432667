"""Who is told."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q

from sitegroup.guard.roles import in_force
from sitegroup.models import COUNTY_ROLES, Membership, ReviewCase, Role, Site


def people(ids: Iterable[int]) -> list[Any]:
    """The active ones of these, in order."""
    return list(get_user_model().objects.filter(pk__in=set(ids), is_active=True).order_by("pk"))


def holders(*roles: str, site: Site) -> list[Any]:
    """Active people in one of these roles of the unit; of the county for a county role."""
    wide = [role for role in roles if role in COUNTY_ROLES]
    held = Membership.objects.filter(Q(role__in=roles, site=site) | Q(role__in=wide))
    return people(held.values_list("user_id", flat=True))


def deciders(case: ReviewCase) -> list[Any]:
    """Those who can decide the current step: no author, nobody who decided an earlier one."""
    earlier = case.decisions.filter(step__lt=case.step)
    done = set(earlier.values_list("reviewer_id", flat=True)) | set(case.author_ids)
    able = {user.pk: user for user in holders(case.role, site=case.site)}
    able |= {user.pk: user for user in substitutes(case.role, site=case.site)}
    return [user for user in able.values() if user.pk not in done]


def substitutes(role: str, *, site: Site) -> list[Any]:
    """Those who stand in today for somebody of the role."""
    wanted = Q(site=site, role=role) | (Q(role=role) if role in COUNTY_ROLES else Q())
    found = in_force().filter(wanted)
    return people(found.values_list("substitute_id", flat=True))


def authors(case: ReviewCase) -> list[Any]:
    """Those who wrote and who submitted."""
    return people({*case.author_ids, case.submitted_by_id})


def approvers(case: ReviewCase) -> list[Any]:
    """Those who approved an earlier step."""
    approved = case.decisions.filter(decision="approve")
    return people(approved.values_list("reviewer_id", flat=True))


def superiors(case: ReviewCase, level: int) -> list[Any]:
    """Those who see to it that a late step is done.

    First the administrators of the unit, if the step is the unit's own; then, or where there are
    none, those of the county.
    """
    if level == 1 and case.role not in COUNTY_ROLES:
        found = holders(Role.SITE_ADMINISTRATOR, site=case.site)
        if found:
            return found
    return holders(Role.COUNTY_ADMINISTRATOR, site=case.site)
