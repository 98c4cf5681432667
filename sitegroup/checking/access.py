"""Who may see what a check found, and who may let a finding pass."""

from typing import Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from sitegroup.guard.addresses.reach import Reach, reach_of
from sitegroup.guard.releasable import Releasable
from sitegroup.guard.roles import holds
from sitegroup.models import SEPARATED_ROLES, Membership, Role, Site

WAIVERS = (
    Role.DEPARTMENT_REVIEWER,
    Role.SECRECY_REVIEWER,
    Role.OFFICE_REVIEWER,
    Role.SITE_ADMINISTRATOR,
)
WATCHERS = (Role.DEPARTMENT_REVIEWER, Role.SECRECY_REVIEWER, Role.SITE_ADMINISTRATOR)
WIDE_WATCHERS = (Role.COUNTY_ADMINISTRATOR, Role.OFFICE_REVIEWER)


def may_see(user: Any, site: Site) -> bool:
    """The unit's own people, and those of the county who work with every unit's content.

    Who runs the installation, guards it or audits it needs no draft for that (三员).
    """
    if not user.is_active:
        return False
    if user.is_superuser or holds(user, roles=WIDE_WATCHERS):
        return True
    at_work = Membership.objects.exclude(role__in=SEPARATED_ROLES)
    return at_work.filter(user=user, site=site).exists()


def writers_of(subject: Releasable) -> set[int]:
    """Everybody who ever wrote any of it: none of them lets its findings pass."""
    written = subject.revisions.exclude(user=None).values_list("user_id", flat=True)
    owner = getattr(subject, "owner_id", None)
    return {*written.distinct(), *([owner] if owner else [])}


def refusal(user: Any, subject: Releasable) -> str:
    """Why this person may not let a finding pass; empty if they may."""
    site = subject.owning_site()
    if not holds(user, roles=WAIVERS, site=site):
        return _("放行要由%(site)s的审核岗或单位管理员办理。") % {"site": site.short_name}
    if user.pk in writers_of(subject):
        return _("这条内容是您起草的，按规定不能自己放行，请本单位其他审核岗办理。")
    return ""


def role_for(user: Any, site: Site) -> str:
    """The role in which this person lets a finding pass."""
    return next(str(role) for role in WAIVERS if holds(user, roles=(role,), site=site))


def subject_or_404(user: Any, app: str, model: str, pk: str) -> Any:
    """An object that this person may see the check of. Raises Http404."""
    try:
        kind: Any = apps.get_model(app, model)
        found = kind._default_manager.get(pk=pk) if issubclass(kind, Releasable) else None
    except (LookupError, ValueError, ObjectDoesNotExist):
        raise Http404 from None
    if found is None or not may_see(user, found.owning_site()):
        raise Http404
    return found


def watched(request: HttpRequest) -> Reach:
    """The sites whose nightly findings this person looks after; all of them for the county."""
    return reach_of(request, (*WATCHERS, *WIDE_WATCHERS))
