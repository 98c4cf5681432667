"""代办: who decides for an absent reviewer, and until when."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sitegroup.audit.models import Action
from sitegroup.audit.services import record
from sitegroup.guard.roles import holds
from sitegroup.models import COUNTY_ROLES, Membership, Role, Site, Substitution
from sitegroup.review.exceptions import ReviewRefused

REPLACEABLE = (Role.DEPARTMENT_REVIEWER, Role.SECRECY_REVIEWER, Role.OFFICE_REVIEWER)
APPOINTERS = (Role.SITE_ADMINISTRATOR, Role.COUNTY_ADMINISTRATOR)


@transaction.atomic
def appoint(
    *, absent: Any, substitute: Any, site: Site, role: str, starts_on: date, ends_on: date,
    by: Any, reason: str = "",
) -> Substitution:  # fmt: skip
    """Let one reviewer stand in for another of the same unit. Raises ReviewRefused."""
    if by != absent and not holds(by, roles=APPOINTERS, site=site):
        raise ReviewRefused(_("代办由本人或者单位管理员指定。"))
    if role not in REPLACEABLE or not holds(absent, roles=(role,), site=site):
        raise ReviewRefused(_("%(name)s不在这个审核岗位，不用代办。") % {"name": absent})
    if absent == substitute:
        raise ReviewRefused(_("不能自己代自己。"))
    if ends_on < starts_on or ends_on < timezone.localdate():
        raise ReviewRefused(_("代办的结束日期不对：不能早于开始日期，也不能早于今天。"))
    if not _belongs(substitute, site, role):
        raise ReviewRefused(_("代办人要是本单位在岗的人员。"))
    made = Substitution.objects.create(
        absent=absent,
        substitute=substitute,
        site=site,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason.strip(),
        appointed_by=by,
    )
    _record(Action.SUBSTITUTE_SET, made, by=by)
    return made


def _record(action: str, standing_in: Substitution, *, by: Any) -> None:
    """An entry on the person who may now decide, or no longer may."""
    days = [standing_in.starts_on.isoformat(), standing_in.ends_on.isoformat()]
    said = {"role": standing_in.role, "absent": str(standing_in.absent), "days": days}
    whom, site = standing_in.substitute, standing_in.site
    record(action=action, by=by, subject=whom, site=site, detail=said)


def _belongs(user: Any, site: Site, role: str) -> bool:
    """A county role is stood in for by anybody of the county's office, a unit's by its own."""
    held = Membership.objects.filter(user=user, site=site)
    if role in COUNTY_ROLES:
        held = held | Membership.objects.filter(user=user, role__in=COUNTY_ROLES)
    return bool(user.is_active and held.exists())


@transaction.atomic
def end_substitution(*, substitution: Substitution, by: Any) -> None:
    """End it today; the record of decisions keeps who stood in for whom. Raises ReviewRefused."""
    if by != substitution.absent and not holds(by, roles=APPOINTERS, site=substitution.site):
        raise ReviewRefused(_("代办由本人或者单位管理员指定。"))
    _record(Action.SUBSTITUTE_ENDED, substitution, by=by)
    substitution.delete()
