"""Every change of people and roles: open an account, give and take a role, stop, unlock.

Accounts, roles and passwords are recorded by what listens to them (`sitegroup.audit`); here only
what sends no signal.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from axes.utils import reset as reset_attempts
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sitegroup.audit.models import Action
from sitegroup.audit.services import record, refusals_recorded
from sitegroup.models import Account, Membership, Role, Site
from sitegroup.people.exceptions import LastAdministrator, PeopleRefused
from sitegroup.people.passwords import temporary_password
from sitegroup.people.permissions import (
    Power,
    conflict,
    grantable,
    managed_sites,
    may_amend,
    may_control,
    roles_of,
    separated,
)


@dataclass(frozen=True, slots=True)
class Issued:
    """临时密码: what is shown once to whoever opened the account."""

    person: Any
    password: str


@refusals_recorded(Action.USER_CREATED)
@transaction.atomic
def create_person(
    *, by: Any, site: Site, username: str, name: str, email: str = "", phone: str = ""
) -> Issued:
    """Open an account for a unit, with a password for the first sign-in and no role.

    Raises PeopleRefused: not one's unit, or a username that is taken or not possible.
    """
    if not managed_sites(by, Power.ACCOUNTS).filter(pk=site.pk).exists():
        raise PeopleRefused(_("您不能给这个单位开账号。"))
    person = get_user_model()(username=username, first_name=name, email=email)
    password = temporary_password()
    person.set_password(password)
    try:
        person.full_clean()
    except ValidationError as error:
        raise PeopleRefused("；".join(error.messages)) from error
    person.save()
    account = person.account  # made when the password was set
    account.site, account.phone, account.must_change_password = site, phone, True
    account.save()
    return Issued(person, password)


@refusals_recorded(Action.USER_CHANGED)
@transaction.atomic
def amend_person(*, by: Any, person: Any, name: str, email: str = "", phone: str = "") -> None:
    """Correct name, e-mail and telephone. Raises PeopleRefused."""
    person = _locked(person)
    if not may_amend(by, person):
        raise PeopleRefused(_not_yours())
    person.first_name, person.email = name, email
    try:
        person.full_clean(exclude=["password"])
    except ValidationError as error:
        raise PeopleRefused("；".join(error.messages)) from error
    person.save(update_fields=["first_name", "email"])
    account, _made = Account.objects.get_or_create(user=person)
    if account.phone != phone:
        said = {"phone": [account.phone, phone]}
        account.phone = phone
        account.save(update_fields=["phone"])
        record(action=Action.USER_CHANGED, by=by, subject=person, detail=said)


@refusals_recorded(Action.ROLE_GIVEN)
@transaction.atomic
def grant(*, by: Any, person: Any, site: Site, role: str) -> Membership:
    """Give a role in a unit; given already, nothing changes.

    Raises PeopleRefused: one's own roles, a role that is not one's to give, a superuser, a
    stopped account, or what three-admin separation forbids.
    """
    person = _locked(person)
    _check_grant(by, person, site, role)
    membership, _made = Membership.objects.get_or_create(
        user=person,
        site=site,
        role=role,
        defaults={"granted_by": by, "granted_at": timezone.now()},
    )
    return membership


def _check_grant(by: Any, person: Any, site: Site, role: str) -> None:
    if person.pk == by.pk:
        raise PeopleRefused(_("自己的岗位不能自己改，请另一位管理员来办。"))
    if role not in grantable(by, site):
        raise PeopleRefused(_("这个岗位不由您授予。县级岗位由县里授予。"))
    if person.is_superuser:
        raise PeopleRefused(_("超级用户不担任岗位。"))
    if not person.is_active:
        raise PeopleRefused(_("这个账号已停用，请先启用再授予岗位。"))
    if conflict(roles_of(person), role):
        raise PeopleRefused(
            _("三员分立：系统管理员、安全管理员、审计员由三个人担任，并且不兼任其他岗位。")
        )
    if separated() and Account.objects.filter(user=person, must_change_password=True).exists():
        raise PeopleRefused(_("开账号的人还知道这个账号的密码。请本人先登录并改密码，再授予岗位。"))


@refusals_recorded(Action.ROLE_TAKEN)
@transaction.atomic
def revoke(*, by: Any, membership: Membership, confirmed: bool = False) -> None:
    """Take a role away.

    Raises PeopleRefused, and LastAdministrator unless `confirmed` where a unit would have none.
    """
    _hold_sites([membership.site_id])
    person = _locked(membership.user)
    if person.pk == by.pk:
        raise PeopleRefused(_("自己的岗位不能自己改，请另一位管理员来办。"))
    if membership.role not in grantable(by, membership.site):
        raise PeopleRefused(_("这个岗位不由您收回。县级岗位由县里收回。"))
    _keep_an_administrator([membership], confirmed)
    membership.delete()
    _keep_listed(person, membership.site)


@refusals_recorded(Action.USER_CHANGED)
@transaction.atomic
def deactivate(*, by: Any, person: Any, confirmed: bool = False) -> None:
    """Stop an account: it is signed out everywhere, its records and roles stay as they are.

    Raises PeopleRefused, and LastAdministrator unless `confirmed` where a unit would have none.
    """
    _hold_sites(Membership.objects.filter(user=person).values_list("site_id", flat=True))
    person = _controlled(by, person)
    held = Membership.objects.filter(user=person).select_related("site__organisation")
    _keep_an_administrator(list(held), confirmed)
    person.is_active = False
    # the sessions hang on the password: were it kept, they would live again with the account
    person.set_unusable_password()
    person.save(update_fields=["is_active", "password"])


@refusals_recorded(Action.USER_CHANGED)
@transaction.atomic
def activate(*, by: Any, person: Any) -> Issued:
    """Open a stopped account again, with a new password. Raises PeopleRefused."""
    person = _controlled(by, person)
    person.is_active = True
    return _issue(person)


@refusals_recorded(Action.PASSWORD_CHANGED)
@transaction.atomic
def reset_password(*, by: Any, person: Any) -> Issued:
    """A new password for the next sign-in; all sessions end. Raises PeopleRefused."""
    person = _controlled(by, person)
    if not person.is_active:
        raise PeopleRefused(_("这个账号已停用。启用时会给出新密码。"))
    return _issue(person)


@refusals_recorded(Action.UNLOCKED)
@transaction.atomic
def unlock(*, by: Any, person: Any) -> None:
    """Let somebody try again who mistyped the password too often. Raises PeopleRefused."""
    person = _controlled(by, person)
    reset_attempts(username=person.get_username())
    record(action=Action.UNLOCKED, by=by, subject=person)


@transaction.atomic
def choose_password(*, person: Any, password: str) -> None:
    """One's own new password, checked before; all other sessions end."""
    person.set_password(password)
    person.save(update_fields=["password"])


def _issue(person: Any) -> Issued:
    password = temporary_password()
    person.set_password(password)
    person.save(update_fields=["is_active", "password"])
    Account.objects.filter(user=person).update(must_change_password=True)
    reset_attempts(username=person.get_username())
    return Issued(person, password)


def _locked(person: Any) -> Any:
    """The person as they are now, kept still until the transaction ends."""
    return get_user_model().objects.select_for_update().get(pk=person.pk)


def _hold_sites(pks: Iterable[int]) -> None:
    """Two who take each other's role at the same moment must not both succeed."""
    list(Site.objects.select_for_update().filter(pk__in=list(pks)).order_by("pk").only("pk"))


def _controlled(by: Any, person: Any) -> Any:
    person = _locked(person)
    if not may_control(by, person):
        raise PeopleRefused(_not_yours())
    return person


def _not_yours() -> str:
    return _("这个账号不只由您管理：本人的账号、县级岗位、在别处也有岗位的账号，请找县里的管理员。")


def _keep_listed(person: Any, site: Site) -> None:
    """Somebody without any role left stays in the list of the unit that took the last one."""
    if person.memberships.exists():
        return
    account, _made = Account.objects.get_or_create(user=person)
    if account.site_id is None:
        account.site = site
        account.save(update_fields=["site"])


def _keep_an_administrator(leaving: list[Membership], confirmed: bool) -> None:
    """Raises LastAdministrator where a unit would be left without one."""
    for membership in leaving:
        if confirmed or membership.role != Role.SITE_ADMINISTRATOR:
            continue
        others = Membership.objects.filter(
            site=membership.site, role=Role.SITE_ADMINISTRATOR, user__is_active=True
        ).exclude(user=membership.user_id)
        if not others.exists():
            raise LastAdministrator(
                _("这是“%(site)s”最后一名单位管理员。收回后本单位没有人能管人员和岗位。")
                % {"site": membership.site.short_name}
            )
