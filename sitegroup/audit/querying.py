"""Whose entries a person may read, and which of them were asked for."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from sitegroup.audit.models import AuditEntry
from sitegroup.guard.addresses.reach import Reach, reach_of
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


def sees_everything(request: HttpRequest) -> bool:
    """审计员 for the whole county. Nobody else, not even who runs the installation."""
    return audited(request).everywhere


def audited(request: HttpRequest) -> Reach:
    """The units whose entries this person may read: all, their own, or none."""
    return reach_of(request, (Role.AUDITOR, Role.SITE_ADMINISTRATOR), superuser=False)


def visible_entries(request: HttpRequest) -> QuerySet[AuditEntry]:
    """The entries that this person may read, newest first."""
    found = AuditEntry.objects.order_by("-sequence")
    reach = audited(request)
    return found if reach.everywhere else found.filter(site__in=reach.sites)


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
