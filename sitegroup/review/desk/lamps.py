"""红灯: what is late and cannot wait, above the lists of the desk."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from sitegroup.guard.addresses.reach import reach_of
from sitegroup.models import ReviewCase
from sitegroup.review import emergency, scheduling
from sitegroup.review.desk import access
from sitegroup.review.desk.after import VIEWERS
from sitegroup.review.desk.limits import limit_of
from sitegroup.review.desk.words import late_words

NAMED_MOST = 5


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


def lamps_of(request: HttpRequest, tasks: list[ReviewCase]) -> list[Lamp]:
    """Every lamp that is lit for this person; `tasks` are what waits for them."""
    lit = (_late_tasks(tasks), _late_releases(request.user), _late_emergencies(request))
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


def _late_emergencies(request: HttpRequest) -> Lamp | None:
    seen = reach_of(request, VIEWERS).within("release__site")
    late = emergency.late().filter(seen).count()
    if not late:
        return None
    where = Named(_("补审"), reverse("review:emergencies"), "")
    return Lamp(_("应急发布有%(count)d件超过时限没有补审。") % {"count": late}, (where,))
