"""红灯: what is late and cannot wait, above the lists of the desk."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from sitegroup.guard.roles import holds
from sitegroup.models import COUNTY_ROLES, EmergencyReview, Membership, ReviewCase, Role
from sitegroup.review import emergency, scheduling
from sitegroup.review.desk import access
from sitegroup.review.desk.limits import limit_of
from sitegroup.review.desk.words import late_words

NAMED_MOST = 5
# Who looks after emergency releases of every unit: they approve them, or see that it is done.
WIDE = (Role.OFFICE_REVIEWER, Role.COUNTY_ADMINISTRATOR, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class Named:
    """One thing that a lamp names, and where it is looked at."""

    title: str
    address: str
    detail: str


@dataclass(frozen=True, slots=True)
class Lamp:
    """One sentence, and the first few of what it counts."""

    words: str
    named: tuple[Named, ...] = ()


def lamps_of(user: Any, tasks: list[ReviewCase]) -> list[Lamp]:
    """Every lamp that is lit for this person; `tasks` are what waits for them."""
    lit = (_late_tasks(tasks), _late_releases(user), _late_emergencies(user))
    return [lamp for lamp in lit if lamp]


def _late_tasks(tasks: list[ReviewCase]) -> Lamp | None:
    late = sum(limit_of(case).state == "bad" for case in tasks)
    return Lamp(_("您的待办有%(count)d件已超时，请先办。") % {"count": late}) if late else None


def _late_releases(user: Any) -> Lamp | None:
    late = list(access.approved_seen_by(user, scheduling.overdue()).order_by("publish_at", "pk"))
    if not late:
        return None
    named = tuple(
        Named(case.title, reverse("review:item", args=[case.pk]), late_words(case))
        for case in late[:NAMED_MOST]
    )
    return Lamp(_("定时发布有%(count)d件到时间没有发出。") % {"count": len(late)}, named)


def _late_emergencies(user: Any) -> Lamp | None:
    late = _emergencies_seen_by(user).count()
    if not late:
        return None
    where = Named(_("补审"), reverse("review:emergencies"), "")
    return Lamp(_("应急发布有%(count)d件超过时限没有补审。") % {"count": late}, (where,))


def _emergencies_seen_by(user: Any) -> QuerySet[EmergencyReview]:
    late = emergency.late()
    if user.is_superuser or holds(user, roles=WIDE):
        return late
    at_unit = Membership.objects.filter(user=user).exclude(role__in=COUNTY_ROLES)
    return late.filter(release__site__in=at_unit.values("site"))
