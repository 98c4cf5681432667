"""All sites by host and by path, read once an epoch."""

from dataclasses import dataclass
from threading import Lock
from urllib.parse import urlsplit

from django.conf import settings

from sitegroup.delivery import epoch
from sitegroup.models import FormerAddress, Site, SiteMode


@dataclass(frozen=True)
class Registry:
    """Where every site is and was found: hosts without port, paths as /xz/code/."""

    portal: Site | None
    by_host: dict[str, Site]
    by_path: dict[str, Site]
    by_code: dict[str, Site]


@dataclass(frozen=True)
class Place:
    """What an address leads to: the site and the path inside it, or where it has moved to."""

    site: Site
    rest: str
    moved_to: str = ""


_lock = Lock()
_held: tuple[str, Registry] | None = None


def registry() -> Registry:
    """The present registry."""
    global _held  # noqa: PLW0603 - one per process, replaced whole
    now = epoch.current()
    held = _held
    if held and held[0] == now and now:
        return held[1]
    with _lock:
        fresh = _read()
        _held = (now, fresh)
    return fresh


def _read() -> Registry:
    sites = list(Site.objects.select_related("organisation__parent", "home_page").order_by("pk"))
    by_host = {site.host: site for site in sites if site.host}
    by_path = {site.portal_path: site for site in sites if not site.is_portal}
    for former in FormerAddress.objects.select_related("site__organisation", "site__home_page"):
        if former.host:
            by_host.setdefault(former.host, former.site)
        if former.path:
            by_path.setdefault(former.path, former.site)
    portal = next((site for site in sites if site.is_portal), None)
    if portal:
        by_host.setdefault(urlsplit(settings.SITE_BASE_URL).hostname or "localhost", portal)
        for host in settings.EXTRA_HOSTS:
            by_host.setdefault(host, portal)
    return Registry(portal, by_host, by_path, {site.code: site for site in sites})


def locate(host: str, path: str) -> Place | None:
    """What a host (without port) and path lead to; None for a host that no site claims."""
    known = registry()
    site = known.by_host.get(host)
    if site is None:
        return None
    if not site.is_portal:
        here = site.mode == SiteMode.HOST and site.host == host
        return Place(site, path, "" if here else f"{site.base_url}{path}")
    mounted, prefix = _mounted(known, path)
    if mounted is None:
        return Place(site, path)
    rest = path[len(prefix) - 1 :] or "/"
    here = mounted.mode == SiteMode.PATH and mounted.path == prefix and path.startswith(prefix)
    return Place(mounted, rest, "" if here else f"{mounted.base_url}{rest}")


def _mounted(known: Registry, path: str) -> tuple[Site | None, str]:
    parts = path.split("/", 3)
    if len(parts) < 3:  # noqa: PLR2004 - /prefix/code
        return None, ""
    prefix = f"/{parts[1]}/{parts[2]}/"
    return known.by_path.get(prefix), prefix
