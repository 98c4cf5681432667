"""Sitemaps for machines and for people; robots.txt. One a host."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from sitegroup.delivery.conditional import public_page
from sitegroup.delivery.middleware import place_of
from sitegroup.delivery.registry import registry
from sitegroup.delivery.render import render_page
from sitegroup.delivery.shell import address_in, plain_frame, shell_for
from sitegroup.models import Site, SiteMode

PAGES_A_FILE = 40_000  # the protocol allows 50,000
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def _sites_here(site: Site) -> list[Site]:
    """The sites that live on this host: the portal's include those in path mode."""
    if not site.is_portal:
        return [site]
    return [s for s in registry().by_code.values() if s.is_portal or s.mode == SiteMode.PATH]


def _entries(site: Site, number: int) -> Iterator[str]:
    mounted = _sites_here(site)
    homes = {s.home_page.path: s for s in mounted if s.home_page}
    start = (number - 1) * PAGES_A_FILE
    live = Page.objects.live().filter(depth__gte=2).order_by("pk")
    rows = live.values_list("path", "url_path", "last_published_at")[start : start + PAGES_A_FILE]
    for path, url_path, changed in rows.iterator(chunk_size=2000):
        owner = homes.get(path[: 2 * Page.steplen])
        if owner:
            address = escape(address_in(owner, url_path))
            day = f"<lastmod>{changed:%Y-%m-%d}</lastmod>" if changed else ""
            yield f"<url><loc>{address}</loc>{day}</url>"


def _xml(body: str) -> HttpResponse:
    return HttpResponse(HEAD + body, content_type="application/xml")


@require_safe
@public_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """/sitemap.xml: the addresses themselves, or an index where one file cannot hold them."""
    site = place_of(request).site
    pages = -(-Page.objects.live().count() // PAGES_A_FILE)
    if pages <= 1:
        return _xml(f"<urlset {NAMESPACE}>{''.join(_entries(site, 1))}</urlset>")
    files = "".join(
        f"<sitemap><loc>{site.base_url}/sitemap-{number}.xml</loc></sitemap>"
        for number in range(1, pages + 1)
    )
    return _xml(f"<sitemapindex {NAMESPACE}>{files}</sitemapindex>")


@require_safe
@public_page
def sitemap_part(request: HttpRequest, number: int) -> HttpResponse:
    """/sitemap-<n>.xml: a part of a large host's addresses."""
    if not 1 <= number <= -(-Page.objects.live().count() // PAGES_A_FILE):
        raise Http404
    entries = "".join(_entries(place_of(request).site, number))
    return _xml(f"<urlset {NAMESPACE}>{entries}</urlset>")


@require_safe
@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """/robots.txt."""
    site = place_of(request).site
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /search/", ""]
    lines.append(
        f"Sitemap: {site.base_url.split('/', 3)[0]}//{site.base_url.split('/', 3)[2]}/sitemap.xml"
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@public_page
def site_map(request: HttpRequest) -> HttpResponse:
    """/ditu/: every column of the site for people."""
    site = place_of(request).site
    frame = plain_frame(site, title=_("网站地图"), path="/ditu/")
    groups = shell_for(site).nav
    return render_page(request, "sitemap_page.html", site=site, frame=frame, groups=groups)
