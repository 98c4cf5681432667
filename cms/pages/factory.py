"""The site factory: a unit's organisation, site, home page and columns, in one step.

Run again it changes only what differs, and never removes a column: columns hold content.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction
from wagtail.models import Page
from wagtail.models import Site as WagtailSite

from cms.pages.models import Channel, SitePage, Topic
from cms.pages.structure import build, new_column
from sitegroup.guard.groups import SharedRights, sync_groups
from sitegroup.models import (
    PATH_PREFIXES,
    FormerAddress,
    Organisation,
    OrganisationKind,
    Site,
    SiteMode,
)
from sitegroup.review.chains import ensure_default_chain
from sitegroup.review.engine import release_structure

DEFAULT_THEMES = {
    OrganisationKind.PORTAL: "county",
    OrganisationKind.TOWNSHIP: "township",
    OrganisationKind.VILLAGE: "township",
}


@dataclass(frozen=True)
class UnitSpec:
    """What the site factory needs to know of a unit; blank fields are derived."""

    code: str
    name: str
    kind: str
    parent: str = ""
    mode: str = ""
    path: str = ""
    host: str = ""
    theme: str = ""


@dataclass
class Common:
    """What the units of one import share: asked for once, kept while it runs."""

    rights: SharedRights = field(default_factory=SharedRights)
    organisations: dict[str, int] = field(default_factory=dict)
    chain_is_there: bool = False

    def ensure_chain(self) -> None:
        """A unit without any chain of review could never publish."""
        if not self.chain_is_there:
            ensure_default_chain()
            self.chain_is_there = True

    def parent_id(self, spec: UnitSpec) -> int | None:
        """The key of the organisation above a unit: the one named, or else the county itself."""
        if spec.kind == OrganisationKind.PORTAL:
            return None
        if spec.parent not in self.organisations:
            found = Organisation.objects.order_by("pk").values_list("pk", flat=True)
            if spec.parent:
                self.organisations[spec.parent] = found.get(site__code=spec.parent)
            elif portal := found.filter(kind=OrganisationKind.PORTAL).first():
                self.organisations[""] = portal
        return self.organisations.get(spec.parent)


def default_path(kind: str, code: str) -> str:
    """Where the portal mounts a unit of this kind: /bm/code/, /xz/code/ ..."""
    return f"/{PATH_PREFIXES[OrganisationKind(kind)]}/{code}/"


def default_theme(kind: str) -> str:
    """The theme drawn for this kind of unit."""
    return DEFAULT_THEMES.get(OrganisationKind(kind), "department")


@transaction.atomic
def make_site(
    spec: UnitSpec,
    *,
    columns: list[dict[str, Any]],
    by: Any = None,
    common: Common | None = None,
) -> tuple[Site, str]:
    """Create or update a unit's site: (site, "created" | "changed" | "unchanged").

    The columns of the unit's kind are added where they are missing. The parent must exist.
    Whoever makes many hands the same `common` to each.
    """
    common = common or Common()
    common.ensure_chain()
    known = Site.objects.select_related("organisation", "home_page", "wagtail_site")
    site = known.filter(code=spec.code.lower()).first()
    if site is None:
        return _create(spec, columns, by, common), "created"
    changed = _update(site, spec, common)
    changed = _grow(site, columns, by) or changed
    return site, "changed" if changed else "unchanged"


def _wanted(spec: UnitSpec) -> dict[str, str]:
    is_portal = spec.kind == OrganisationKind.PORTAL
    mode = SiteMode.HOST if is_portal else spec.mode or (SiteMode.HOST if spec.host else "path")
    in_path = mode == SiteMode.PATH
    return {
        "mode": mode,
        "path": (spec.path or default_path(spec.kind, spec.code)) if in_path else "",
        "host": "" if in_path else spec.host.lower(),
        "theme": spec.theme or default_theme(spec.kind),
    }


def _create(spec: UnitSpec, columns: list[dict[str, Any]], by: Any, common: Common) -> Site:
    organisation = Organisation.objects.create(
        kind=spec.kind, name=spec.name, parent_id=common.parent_id(spec)
    )
    site = Site.objects.create(organisation=organisation, code=spec.code.lower(), **_wanted(spec))
    site.home_page_id = build(site, columns, by=by).pk
    site.save(update_fields=["home_page"])
    _wagtail_site(site)
    sync_groups(site, shared=common.rights)
    return site


def _update(site: Site, spec: UnitSpec, common: Common) -> bool:
    organisation = site.organisation
    changed = False
    old_path = site.portal_path
    fields = {"name": spec.name, "kind": spec.kind, "parent_id": common.parent_id(spec)}
    for name, value in fields.items():
        if getattr(organisation, name) != value:
            setattr(organisation, name, value)
            changed = True
    if changed:
        organisation.save()
        _wagtail_site(site)
    wanted = _wanted(spec)
    if any(getattr(site, name) != value for name, value in wanted.items()):
        move_site(site, **wanted)
        changed = True
    if not site.is_portal and site.portal_path != old_path:
        _remember(site, path=old_path)
    return changed


@transaction.atomic
def move_site(site: Site, *, mode: str, path: str, host: str, theme: str) -> None:
    """Give a site its new address; the old one leads to it from now on.

    So does the portal's path of a site that has a host of its own, for that is an address, too.
    """
    old_host, old_path = site.host, "" if site.is_portal else site.portal_path
    site.mode, site.path, site.host, site.theme = mode, path, host, theme
    site.save()
    if old_host not in ("", host):
        _remember(site, host=old_host)
    if old_path and old_path != site.portal_path:
        _remember(site, path=old_path)
    here = FormerAddress.objects.filter(site=site)
    here.filter(host=host).exclude(host="").delete()
    here.filter(path=site.portal_path).delete()
    _wagtail_site(site)


def _remember(site: Site, *, host: str = "", path: str = "") -> None:
    FormerAddress.objects.get_or_create(host=host, path=path, defaults={"site": site})


def _wagtail_site(site: Site) -> None:
    """A Wagtail Site for the portal and for each site in host mode; none in path mode."""
    if site.mode != SiteMode.HOST:
        if site.wagtail_site:
            site.wagtail_site.delete()
            site.wagtail_site = None
            site.save(update_fields=["wagtail_site"])
        return
    base, _slash, port = site.base_url.split("//", 1)[1].partition(":")
    values = {
        "hostname": base,
        "port": int(port) if port else 443 if settings.SITE_BASE_URL.startswith("https") else 80,
        "site_name": site.name[:255],
        "root_page": site.home_page,
    }
    if site.wagtail_site:
        for name, value in values.items():
            setattr(site.wagtail_site, name, value)
        site.wagtail_site.save()
        return
    if site.is_portal:
        # Wagtail's own first site points at its welcome page
        WagtailSite.objects.filter(is_default_site=True).delete()
    site.wagtail_site = WagtailSite.objects.create(**values, is_default_site=site.is_portal)
    site.save(update_fields=["wagtail_site"])


def _grow(site: Site, columns: Iterable[dict[str, Any]], by: Any) -> bool:
    """Add the columns that are missing; whether any was."""
    home: Any = site.home_page
    below = Page.objects.descendant_of(home, inclusive=True)
    present = dict(below.values_list("url_path", "pk"))
    known = len(present)
    _add_missing(home.url_path, columns, present, site, by)
    return len(present) > known


def _add_missing(
    above: str, columns: Iterable[dict[str, Any]], present: dict[str, int], site: Site, by: Any
) -> None:
    for column in columns:
        url_path = f"{above}{column['slug']}/"
        if url_path not in present:
            parent = Page.objects.get(pk=present[above]).specific
            present[url_path] = _add_channel(parent, column, site, by).pk
        _add_missing(url_path, column.get("children", ()), present, site, by)


def _add_channel(parent: SitePage, column: dict[str, Any], site: Site, by: Any) -> Channel | Topic:
    page = new_column(column, site)
    parent.refresh_from_db()
    parent.add_child(instance=page)
    release_structure(subject=page, by=by)
    return page
