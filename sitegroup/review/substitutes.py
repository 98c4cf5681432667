"""代办: who decides for an absent reviewer, and until when."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sitegroup.audit.models import Action
from sitegroup.audit.services import record, refusals_recorded
from sitegroup.guard.roles import holds
from sitegroup.models import COUNTY_ROLES, Membership, Site, Substitution
from sitegroup.names import name_of
from sitegroup.people.permissions import conflict, grantable, roles_of
from sitegroup.review.chains import DECIDERS
from sitegroup.review.exceptions import ReviewRefused

LONGEST_REASON = 200


def may_lend(user: Any, *, absent: Any, site: Site, role: str) -> bool:
    """Whether this person may say who takes the place: its holder, or whoever could give it."""
    return bool(user.is_active and (user == absent or role in grantable(user, site)))


def candidates(*, absent: Any, site: Site, role: str) -> QuerySet[Any]:
    """Who may take the place: active colleagues of the unit, for a county role of its office too.

    Whom three-admin separation forbids the role is among them; `appoint` refuses.
    """
    there = Q(site=site)
    if role in COUNTY_ROLES:
        there |= Q(role__in=COUNTY_ROLES)
    held = Membership.objects.filter(there).values("user")
    people = get_user_model().objects.filter(pk__in=held, is_active=True, is_superuser=False)
    return people.exclude(pk=absent.pk)


@refusals_recorded(Action.SUBSTITUTE_APPOINTED)
@transaction.atomic
def appoint(
    *, absent: Any, substitute: Any, site: Site, role: str, starts_on: date, ends_on: date,
    by: Any, reason: str = "",
) -> Substitution:  # fmt: skip
    """Let one reviewer stand in for another of the same unit. Raises ReviewRefused."""
    if not may_lend(by, absent=absent, site=site, role=role):
        raise ReviewRefused(_("代办由本人或者单位管理员指定，县级岗位的由本人或者县里指定。"))
    if role not in DECIDERS or not _holds_here(absent, site, role):
        raise ReviewRefused(_("%(name)s不在这个审核岗位，不用代办。") % {"name": name_of(absent)})
    if absent == substitute:
        raise ReviewRefused(_("不能自己代自己。"))
    if substitute == by:
        raise ReviewRefused(_("不能指定自己代办，请本人或者另一位管理员来指定。"))
    if ends_on < starts_on or ends_on < timezone.localdate():
        raise ReviewRefused(_("代办的结束日期不对：不能早于开始日期，也不能早于今天。"))
    if not candidates(absent=absent, site=site, role=role).filter(pk=substitute.pk).exists():
        raise ReviewRefused(_("代办人要是本单位在岗的人员。"))
    if conflict(roles_of(substitute), role):
        raise ReviewRefused(_("三员分立：系统管理员、安全管理员、审计员不能代办审核。"))
    _refuse_twice(absent, substitute, site, role, starts_on, ends_on)
    made = Substitution.objects.create(
        absent=absent,
        substitute=substitute,
        site=site,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason.strip()[:LONGEST_REASON],
        appointed_by=by,
    )
    _record(Action.SUBSTITUTE_APPOINTED, made, by)
    return made


def _holds_here(absent: Any, site: Site, role: str) -> bool:
    """Whether the place is theirs at this very unit, for only that place can be taken."""
    held = Membership.objects.filter(user=absent, site=site, role=role)
    return holds(absent, roles=(role,), site=site) and held.exists()


def _refuse_twice(
    absent: Any, substitute: Any, site: Site, role: str, starts_on: date, ends_on: date
) -> None:
    """The absent person's row is the lock: the same twice at one moment is once."""
    get_user_model().objects.select_for_update().get(pk=absent.pk)
    same = Substitution.objects.filter(
        absent=absent, substitute=substitute, site=site, role=role,
        starts_on__lte=ends_on, ends_on__gte=starts_on,
    ).first()  # fmt: skip
    if same:
        raise ReviewRefused(
            _("%(name)s从%(first)s到%(last)s已经代办这个岗位。要改日期，请先结束原来的代办。")
            % {"name": name_of(substitute), "first": same.starts_on, "last": same.ends_on}
        )


@refusals_recorded(Action.SUBSTITUTION_ENDED)
@transaction.atomic
def end_substitution(*, substitution: Substitution, by: Any) -> None:
    """End it at once. Raises ReviewRefused.

    The row stays with the days on which it held; one that began today or would have begun later
    goes. The record of operations keeps both, the record of decisions who stood in for whom.
    """
    found = Substitution.objects.select_for_update(of=("self",)).filter(pk=substitution.pk)
    current = found.select_related("absent", "substitute", "site").first()
    today = timezone.localdate()
    if current is None or current.ends_on < today:
        raise ReviewRefused(_("这项代办已经结束。"))
    if not may_lend(by, absent=current.absent, site=current.site, role=current.role):
        raise ReviewRefused(_("代办由本人或者管理员结束。"))
    _record(Action.SUBSTITUTION_ENDED, current, by)
    if current.starts_on < today:
        current.ends_on = today - timedelta(days=1)
        current.save(update_fields=["ends_on"])
    else:
        current.delete()


def _record(action: str, made: Substitution, by: Any) -> None:
    said = {
        "role": made.role,
        "absent": name_of(made.absent),
        "substitute": name_of(made.substitute),
        "days": [made.starts_on.isoformat(), made.ends_on.isoformat()],
        "reason": made.reason,
    }
    record(action=action, by=by, subject=made, site=made.site, detail=said)
