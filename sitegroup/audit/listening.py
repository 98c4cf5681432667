"""What is recorded because a signal says so: logins, people, roles."""

from collections.abc import Iterable
from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save

from sitegroup.audit.models import Action, Result
from sitegroup.audit.origin import acting_user
from sitegroup.audit.services import record, record_apart
from sitegroup.models.membership import Membership

# What of a person decides about their rights, or how the record names them.
WATCHED = ("username", "first_name", "last_name", "email", "is_active", "is_staff", "is_superuser")
SHOWN_OF_A_STRANGER = 3
# The groups that follow from roles: the role itself is on record.
OF_ROLES = ("·起草", "·审核")


def _logged_in(sender: Any, user: Any, **kwargs: Any) -> None:
    record(action=Action.LOGIN, by=user)


def _logged_out(sender: Any, user: Any, **kwargs: Any) -> None:
    if user is not None:
        record(action=Action.LOGOUT, by=user)


def _failed(sender: Any, credentials: dict[str, Any], **kwargs: Any) -> None:
    _stranger(Action.LOGIN_FAILED, credentials.get("username"), Result.FAILED)


def _locked(sender: Any, username: str | None = None, **kwargs: Any) -> None:
    _stranger(Action.LOCKED_OUT, username, Result.REFUSED)


def _stranger(action: str, username: Any, result: str) -> None:
    """A known name in full; of any other only its beginning, for it may be a password."""
    typed = str(username or "")
    known = get_user_model().objects.filter(username=typed.replace("\0", "")).first()
    name = typed if known else f"{typed[:SHOWN_OF_A_STRANGER]}***"
    record_apart(action=action, by=known, name=name, result=result)


def _before_user(sender: Any, instance: Any, update_fields: Any = None, **kwargs: Any) -> None:
    instance._audit_before = None
    if instance.pk and (update_fields is None or set(WATCHED) & set(update_fields)):
        instance._audit_before = sender.objects.filter(pk=instance.pk).values(*WATCHED).first()


def _after_user(
    sender: Any, instance: Any, created: bool = False, raw: bool = False, **kwargs: Any
) -> None:
    if raw:
        return
    if created:
        rights = {"is_superuser": instance.is_superuser}
        record(action=Action.USER_CREATED, by=acting_user(), subject=instance, detail=rights)
        return
    before = instance._audit_before
    if before is None:
        return
    changed = {
        name: [before[name], getattr(instance, name)]
        for name in WATCHED
        if before[name] != getattr(instance, name)
    }
    if changed:
        record(action=Action.USER_CHANGED, by=acting_user(), subject=instance, detail=changed)


def _user_gone(sender: Any, instance: Any, **kwargs: Any) -> None:
    record(action=Action.USER_DELETED, by=acting_user(), subject=instance)


def _groups(
    sender: Any, instance: Any, action: str, pk_set: Iterable[int] | None = None, **kwargs: Any
) -> None:
    if action not in ("post_add", "post_remove", "pre_clear") or isinstance(instance, Group):
        return
    groups = instance.groups.all() if pk_set is None else Group.objects.filter(pk__in=pk_set)
    names = [group.name for group in groups if not group.name.endswith(OF_ROLES)]
    if names:
        done = "added" if action == "post_add" else "removed"
        detail = {done: sorted(names)}
        record(action=Action.GROUPS_CHANGED, by=acting_user(), subject=instance, detail=detail)


def _role_saved(
    sender: Any, instance: Membership, created: bool = False, raw: bool = False, **kwargs: Any
) -> None:
    if not raw:
        _role(Action.ROLE_GIVEN if created else Action.ROLE_CHANGED, instance)


def _role_gone(sender: Any, instance: Membership, **kwargs: Any) -> None:
    _role(Action.ROLE_TAKEN, instance)


def _role(action: str, membership: Membership) -> None:
    record(
        action=action,
        by=acting_user(),
        subject=membership.user,
        site=membership.site,
        detail={"role": membership.role},
    )


def install() -> None:
    """Listen."""
    user = get_user_model()
    user_logged_in.connect(_logged_in, dispatch_uid="sitegroup.audit.login")
    user_logged_out.connect(_logged_out, dispatch_uid="sitegroup.audit.logout")
    user_login_failed.connect(_failed, dispatch_uid="sitegroup.audit.failed")
    user_locked_out.connect(_locked, dispatch_uid="sitegroup.audit.locked")
    pre_save.connect(_before_user, sender=user, dispatch_uid="sitegroup.audit.before")
    post_save.connect(_after_user, sender=user, dispatch_uid="sitegroup.audit.user")
    post_delete.connect(_user_gone, sender=user, dispatch_uid="sitegroup.audit.user_gone")
    m2m_changed.connect(_groups, sender=user.groups.through, dispatch_uid="sitegroup.audit.groups")
    post_save.connect(_role_saved, sender=Membership, dispatch_uid="sitegroup.audit.role")
    post_delete.connect(_role_gone, sender=Membership, dispatch_uid="sitegroup.audit.role_gone")
