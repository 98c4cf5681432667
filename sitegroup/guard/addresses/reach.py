"""What a person may reach in one capacity: the units, their pages, their collections."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from sitegroup.models import COUNTY_ROLES, Membership, Site

HELD = "_memberships_held"


@dataclass(frozen=True, slots=True)
class Reach:
    """可及范围: `sites` by their keys, `codes` name their collections, `homes` are tree paths.

    `everywhere` holds for roles of the whole county; the view still decides what they may do.
    """

    user_id: int
    everywhere: bool = False
    sites: tuple[int, ...] = ()
    codes: tuple[str, ...] = ()
    homes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.sites)

    def units(self) -> QuerySet[Site]:
        """The units in reach, in a fixed order."""
        found = Site.objects.select_related("organisation").order_by("pk")
        return found.filter(self.within("pk"))

    def within(self, field: str) -> Q:
        """The condition that an object's site is in reach."""
        return Q() if self.everywhere else Q(**{f"{field}__in": self.sites})

    def below_homes(self, field: str = "path") -> Q:
        """The condition that a page stands in the tree of a unit in reach."""
        if self.everywhere:
            return Q()
        found = Q(pk__in=[])
        for home in self.homes:
            found |= Q(**{f"{field}__startswith": home})
        return found


def _held(request: HttpRequest) -> list[tuple[str, int, str, str | None]]:
    """(role, site, code, path of its home page) of the person; read once a request."""
    known: list[tuple[str, int, str, str | None]] | None = getattr(request, HELD, None)
    if known is None:
        rows = Membership.objects.filter(user=request.user.pk).order_by("site")
        known = list(rows.values_list("role", "site", "site__code", "site__home_page__path"))
        setattr(request, HELD, known)
    return known


def roles_held(request: HttpRequest) -> set[str]:
    """Every role that the person of this request holds anywhere; none if they were stopped."""
    return {role for role, *_rest in _held(request)} if request.user.is_active else set()


def reach_of(request: HttpRequest, roles: Iterable[str], *, superuser: bool = True) -> Reach:
    """Where the person of this request holds one of the roles.

    Everywhere for a superuser, unless being one is to count for nothing here.
    """
    user: Any = request.user
    if not user.is_active:
        return Reach(user_id=0)
    if user.is_superuser and superuser:
        return Reach(user_id=user.pk, everywhere=True)
    wanted = frozenset(roles)
    held = [row for row in _held(request) if row[0] in wanted]
    return Reach(
        user_id=user.pk,
        everywhere=any(role in COUNTY_ROLES for role, *_rest in held),
        sites=tuple(dict.fromkeys(site for _role, site, _code, _path in held)),
        codes=tuple(dict.fromkeys(code for _role, _site, code, _path in held)),
        homes=tuple(dict.fromkeys(path for _role, _site, _code, path in held if path)),
    )
