"""Substitutions and places as the desk shows them: to those whose unit it is, nobody else."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from sitegroup.guard.roles import in_force
from sitegroup.models import Membership, Site, Substitution
from sitegroup.names import name_of
from sitegroup.people.permissions import Power, grantable, managed_sites, readable_sites
from sitegroup.review.chains import DECIDERS


@dataclass(frozen=True, slots=True)
class Row:
    """一项代办: `state` is now, coming, idle (a person has left the place) or ended."""

    made: Substitution
    absent: str
    substitute: str
    by: str
    state: str
    state_words: str
    may_end: bool


@dataclass(frozen=True, slots=True)
class Lending:
    """Whose places this person may have taken: their own, and all in `sites` of these roles."""

    user: Any
    sites: frozenset[int]
    roles: tuple[str, ...]

    def allows(self, *, absent_id: int, site_id: int, role: str) -> bool:
        """Whether this place is one of them."""
        return absent_id == self.user.pk or (site_id in self.sites and role in self.roles)

    def places(self) -> QuerySet[Membership]:
        """The review posts, held by active people, for which this person may appoint."""
        theirs = Q(site__in=self.sites, role__in=self.roles) | Q(user=self.user)
        held = Membership.objects.filter(theirs, role__in=DECIDERS, user__is_active=True)
        return held.select_related("user", "site__organisation").order_by(
            "site__code", "role", "pk"
        )


def lending_of(user: Any) -> Lending:
    """What `may_lend` of the services says, for many rows at once."""
    sites = managed_sites(user, Power.ROLES)
    first = sites.first()
    roles = grantable(user, first) if first else ()
    return Lending(user, frozenset(sites.values_list("pk", flat=True)), tuple(roles))


def sites_to_choose(lending: Lending) -> QuerySet[Site]:
    """The units in which one appoints for others."""
    return Site.objects.filter(pk__in=lending.sites)


def visible(user: Any) -> QuerySet[Substitution]:
    """One's own, on either side, where one works; and those of the units one looks after."""
    here = Membership.objects.filter(user=user).values("site")
    own = Q(absent=user) | Q(substitute=user)
    found = Substitution.objects.filter(own & Q(site__in=here) | Q(site__in=readable_sites(user)))
    return found.select_related("absent", "substitute", "appointed_by", "site__organisation")


def listed(user: Any, *, ended: bool) -> QuerySet[Substitution]:
    """Now and coming, soonest first; or what has ended, latest first."""
    today = timezone.localdate()
    if ended:
        return visible(user).filter(ends_on__lt=today).order_by("-ends_on", "-pk")
    return visible(user).filter(ends_on__gte=today).order_by("starts_on", "pk")


def visible_substitution(user: Any, pk: int) -> Substitution:
    """One of them. Raises Http404."""
    found = visible(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def rows(user: Any, page: Iterable[Substitution]) -> list[Row]:
    """Lines for the list."""
    lending, shown = lending_of(user), list(page)
    holding = set(in_force().filter(pk__in=[m.pk for m in shown]).values_list("pk", flat=True))
    return [_row(made, lending, made.pk in holding) for made in shown]


def _row(made: Substitution, lending: Lending, holds_today: bool) -> Row:
    state, words = _state(made, holds_today)
    allowed = lending.allows(absent_id=made.absent_id, site_id=made.site_id, role=made.role)
    return Row(
        made=made,
        absent=name_of(made.absent),
        substitute=name_of(made.substitute),
        by=name_of(made.appointed_by) if made.appointed_by else "",
        state=state,
        state_words=words,
        may_end=allowed and state != "ended",
    )


def _state(made: Substitution, holds_today: bool) -> tuple[str, str]:
    today = timezone.localdate()
    if made.ends_on < today:
        return "ended", _("已结束")
    if made.starts_on > today:
        return "coming", _("还没开始")
    if holds_today:
        return "now", _("正在代办")
    return "idle", _("不起作用：有人已离开岗位")


def place_of(user: Any, pk: str) -> Membership:
    """The post that is to be taken, if this person may say by whom. Raises Http404."""
    found = (
        lending_of(user).places().filter(pk=pk).first() if pk.isascii() and pk.isdigit() else None
    )
    if found is None:
        raise Http404
    return found
