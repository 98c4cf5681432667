"""Who may see which people, open accounts, give roles.

One rule holds it together: an account may be changed only by those who could have given every
role that it holds. So no unit's administrator resets the password of somebody who also works
for another unit or for the county, and nobody climbs.
"""

from enum import StrEnum
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from sitegroup.models import SEPARATED_ROLES, UNIT_ROLES, Membership, Role, Site


class Power(StrEnum):
    """权力: what three-admin separation keeps apart."""

    ACCOUNTS = "accounts"  # open accounts, without roles
    ROLES = "roles"  # give and take roles; stop, unlock, new passwords


# Only separation makes these two roles mean anything.
OF_SEPARATION = (Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR)
SEPARATED_POWERS = {
    Power.ACCOUNTS: Role.SYSTEM_ADMINISTRATOR,
    Power.ROLES: Role.SECURITY_ADMINISTRATOR,
}
READING_ALL = (Role.COUNTY_ADMINISTRATOR, Role.AUDITOR)


def separated() -> bool:
    """Whether this installation keeps the three administrators apart (三员分立)."""
    return bool(settings.THREE_ADMIN_SEPARATION)


def roles_of(user: Any) -> set[str]:
    """Every role a person holds anywhere; none for an account that was stopped."""
    if not user.is_active:
        return set()
    return set(Membership.objects.filter(user=user).values_list("role", flat=True))


def _county_wide(user: Any, power: Power) -> bool:
    return _holds_for_all(user, power, roles_of(user))


def _holds_for_all(user: Any, power: Power, held: set[str]) -> bool:
    """Whether the person has the power for all units. One who holds two of three has neither."""
    if not user.is_active:
        return False
    if user.is_superuser:
        return True
    if not separated():
        return Role.COUNTY_ADMINISTRATOR in held
    return held == {SEPARATED_POWERS[power]}


def _administered(user: Any) -> QuerySet[Site]:
    if not user.is_active:
        return Site.objects.none()
    mine = Membership.objects.filter(user=user, role=Role.SITE_ADMINISTRATOR)
    return Site.objects.filter(pk__in=mine.values("site"))


def managed_sites(user: Any, power: Power) -> QuerySet[Site]:
    """The units whose people this person manages: their own, or all for the county's."""
    if _county_wide(user, power):
        return Site.objects.all()
    if separated() and power is Power.ROLES:
        return Site.objects.none()
    return _administered(user)


def readable_sites(user: Any) -> QuerySet[Site]:
    """The units whose people this person may look at."""
    return Site.objects.all() if _reads_all(user, roles_of(user)) else _administered(user)


def reads_people(user: Any, held: set[str]) -> bool:
    """Whether somebody with these roles may look at the people of any unit."""
    return _reads_all(user, held) or Role.SITE_ADMINISTRATOR in held


def _reads_all(user: Any, held: set[str]) -> bool:
    wide = any(_holds_for_all(user, power, held) for power in Power)
    return wide or bool(held & set(READING_ALL))


def grantable(user: Any, site: Site) -> tuple[str, ...]:
    """The roles that this person may give and take in a unit."""
    if _county_wide(user, Power.ROLES):
        return tuple(role for role in Role if separated() or role not in OF_SEPARATION)
    if managed_sites(user, Power.ROLES).filter(pk=site.pk).exists():
        return UNIT_ROLES
    return ()


def people_of(user: Any) -> QuerySet[Any]:
    """The people whom this person may look at. Superusers show to each other only."""
    sites = readable_sites(user)
    held = Membership.objects.filter(site__in=sites).values("user")
    found = get_user_model().objects.filter(Q(pk__in=held) | Q(account__site__in=sites))
    if user.is_superuser and user.is_active:
        return get_user_model().objects.all()
    return found.filter(is_superuser=False)


def may_control(user: Any, person: Any) -> bool:
    """Whether the account is this person's to stop, unlock and give a new password."""
    if person.pk == user.pk or person.is_superuser:
        return False
    if _county_wide(user, Power.ROLES):
        return True
    managed = set(managed_sites(user, Power.ROLES).values_list("pk", flat=True))
    held = Membership.objects.filter(user=person).values_list("site_id", "role")
    account = getattr(person, "account", None)
    home = account.site_id if account else None
    if not managed or (home is not None and home not in managed) or not (held or home):
        return False
    return all(site in managed and role in UNIT_ROLES for site, role in held)


def may_amend(user: Any, person: Any) -> bool:
    """Whether name, telephone and e-mail are this person's to change.

    A new password can be had by e-mail: so this is control, but of accounts without any role.
    """
    if may_control(user, person):
        return True
    if person.pk == user.pk or person.is_superuser or person.memberships.exists():
        return False
    account = getattr(person, "account", None)
    if account is None or account.site_id is None:
        return _county_wide(user, Power.ACCOUNTS)
    return managed_sites(user, Power.ACCOUNTS).filter(pk=account.site_id).exists()


def conflict(held: set[str], role: str) -> bool:
    """Whether separation forbids the role beside those that a person holds."""
    if not separated():
        return False
    return bool(held - {role}) and bool((held | {role}) & set(SEPARATED_ROLES))


def superuser_refused(user: Any) -> bool:
    """三员分立: a superuser only sets up, and is shut out once three people hold the roles.

    Whoever needs one again turns the setting off on the server, which leaves its own trace.
    """
    if not (separated() and user.is_superuser):
        return False
    held = Membership.objects.filter(role__in=SEPARATED_ROLES, user__is_active=True)
    return set(held.values_list("role", flat=True)) == set(SEPARATED_ROLES)
