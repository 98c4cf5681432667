"""Whose entries a person may read, and which of them were asked for."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from sitegroup.audit.models import AuditEntry
from sitegroup.guard.roles import holds
from sitegroup.models.membership import Role
from sitegroup.models.site import Site


@dataclass(frozen=True, slots=True)
class Wish:
    """筛选: what of the record is asked for; empty fields ask for everything."""

    person: str = ""
    action: str = ""
    site: Site | None = None
    result: str = ""
    first: date | None = None
    last: date | None = None


def sees_everything(user: Any) -> bool:
    """审计员 for the whole county. Nobody else, not even who runs the installation."""
    return holds(user, roles=(Role.AUDITOR,))


def audited_sites(user: Any) -> QuerySet[Site]:
    """The units whose entries this person may read: all, their own, or none."""
    sites = Site.objects.select_related("organisation").order_by("pk")
    if not user.is_active:
        return sites.none()
    if sees_everything(user):
        return sites
    mine = sites.filter(memberships__user=user, memberships__role=Role.SITE_ADMINISTRATOR)
    return mine.distinct()


def may_audit(user: Any) -> bool:
    """Whether this person may read any of the record."""
    return sees_everything(user) or audited_sites(user).exists()


def visible_entries(user: Any) -> QuerySet[AuditEntry]:
    """The entries that this person may read, newest first."""
    found = AuditEntry.objects.order_by("-sequence")
    if sees_everything(user):
        return found
    return found.filter(site__in=[site.pk for site in audited_sites(user)])


def asked_for(entries: QuerySet[AuditEntry], wish: Wish) -> QuerySet[AuditEntry]:
    """Only what the wish names; days are those of the county, both included."""
    if wish.person:
        entries = entries.filter(actor_name=wish.person)
    if wish.action:
        entries = entries.filter(action=wish.action)
    if wish.site:
        entries = entries.filter(site=wish.site.pk)
    if wish.result:
        entries = entries.filter(result=wish.result)
    if wish.first:
        entries = entries.filter(at__gte=_midnight(wish.first))
    if wish.last:
        entries = entries.filter(at__lt=_midnight(wish.last + timedelta(days=1)))
    return entries


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
