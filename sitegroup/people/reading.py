"""People in rows: who they are, what they hold, how their account stands."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet, Sum
from django.utils import timezone

from sitegroup.models import Membership, Site
from sitegroup.names import name_of
from sitegroup.people.permissions import people_of, readable_sites


@dataclass(slots=True)
class Row:
    """一名人员: `memberships` only those in units that the reader may look at."""

    person: Any
    phone: str
    memberships: list[Membership] = field(default_factory=list)
    locked: bool = False
    must_change: bool = False

    @property
    def name(self) -> str:
        """The name, or the username of somebody who has none."""
        return name_of(self.person)


def listed(user: Any, filters: dict[str, Any]) -> QuerySet[Any]:
    """The people whom `user` may look at, as the filters say, in a stable order."""
    sites = readable_sites(user)
    people = people_of(user)
    if text := filters.get("q"):
        people = people.filter(Q(username__icontains=text) | Q(first_name__icontains=text))
    if state := filters.get("state"):
        people = people.filter(is_active=state == "active")
    if site := filters.get("site"):
        held = Membership.objects.filter(site=site).values("user")
        people = people.filter(Q(pk__in=held) | Q(account__site=site))
    if role := filters.get("role"):
        people = people.filter(pk__in=with_role(sites, role))
    return people.order_by("-is_active", "username")


def with_role(sites: QuerySet[Site], role: str) -> QuerySet[Any]:
    """The ids of those who hold a role in one of the units."""
    return Membership.objects.filter(site__in=sites, role=role).values("user")


def rows(user: Any, people: Any) -> list[Row]:
    """Rows for a list, in four queries however many they are."""
    shown = Membership.objects.filter(site__in=readable_sites(user))
    shown = shown.select_related("site__organisation", "granted_by").order_by("site__code", "pk")
    found = people.select_related("account").prefetch_related(
        Prefetch("memberships", queryset=shown, to_attr="shown_memberships")
    )
    made = [_row(person) for person in found]
    locked = locked_names(row.person.get_username() for row in made)
    for row in made:
        row.locked = row.person.get_username() in locked
    return made


def _row(person: Any) -> Row:
    account = getattr(person, "account", None)
    return Row(
        person,
        account.phone if account else "",
        person.shown_memberships,
        must_change=bool(account and account.must_change_password),
    )


def locked_names(names: Iterable[str]) -> set[str]:
    """Those of the usernames that failed too often and cannot try again yet."""
    since = timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    failures = (
        AccessAttempt.objects.filter(username__in=list(names), attempt_time__gte=since)
        .values("username")
        .annotate(failures=Sum("failures_since_start"))
        .filter(failures__gte=settings.AXES_FAILURE_LIMIT)
    )
    return {entry["username"] for entry in failures}
