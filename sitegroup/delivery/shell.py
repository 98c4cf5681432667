"""Build the shell of a site: menu, search box, footer."""

from collections import defaultdict
from dataclasses import replace
from functools import lru_cache
from urllib.parse import quote, urlsplit

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.models import Page

from sitegroup.delivery import epoch
from sitegroup.delivery.frame import Fact, Frame, Link, Meta, NavGroup, NavItem, Shell
from sitegroup.delivery.registry import registry
from sitegroup.models import OrganisationKind, Site

MENU_DEPTH = 3
TAGLINES = {
    OrganisationKind.DEPARTMENT: gettext_lazy("部门频道"),
    OrganisationKind.TOWNSHIP: gettext_lazy("乡镇频道"),
}


def address_in(site: Site, url_path: str) -> str:
    """The absolute address of a page from its path in the tree."""
    home = site.home_page
    rest = url_path[len(home.url_path) :] if home else ""
    return f"{site.base_url}/{rest}"


def shell_for(site: Site, *, section_url: str = "") -> Shell:
    """The shell of a site; `section_url` marks the menu item that the page belongs to."""
    shell = _shell(site.code, get_language() or "", epoch.current())
    if not section_url:
        return shell
    nav = tuple(replace(item, current=item.url == section_url) for item in shell.nav)
    return replace(shell, nav=nav)


@lru_cache(maxsize=1024)
def _shell(code: str, language: str, mark: str) -> Shell:
    known = registry()
    site, portal = known.by_code[code], known.portal or known.by_code[code]
    kind = OrganisationKind(site.organisation.kind)
    search_url = f"{(site if site.mode == 'host' or site.is_portal else portal).base_url}/search/"
    whose = _("%s网站") % portal.name
    tagline = "" if site.is_portal else f"{whose} · {TAGLINES.get(kind, kind.label)}"
    return Shell(
        code=code,
        name=site.name,
        short_name=site.short_name,
        tagline=tagline,
        english_name=site.english_name,
        kind=kind,
        theme=site.theme,
        is_portal=site.is_portal,
        home_url=f"{site.base_url}/",
        portal_name=portal.name,
        portal_url=f"{portal.base_url}/",
        domain=site.domain,
        site_id_code=site.site_id_code or portal.site_id_code,
        nav=_menu(site),
        footer_links=_footer_links(portal),
        footer_facts=_footer_facts(site, portal),
        emblem_url=f"{portal.base_url}/emblem/" if site.is_portal and site.emblem else "",
        search_url=search_url,
        search_scope="" if site.is_portal else code,
        hot_terms=tuple(Link(term, f"{search_url}?q={quote(term)}") for term in site.hot_terms),
        hotline=site.hotline or portal.hotline,
        phone=site.organisation.phone,
    )


def _menu(site: Site) -> tuple[NavItem, ...]:
    home = site.home_page
    if home is None:
        return ()
    pages = (
        Page.objects.descendant_of(home)
        .live()
        .in_menu()
        .filter(depth__lte=home.depth + MENU_DEPTH)
        .order_by("path")
        .values_list("path", "title", "url_path")
    )
    below: dict[str, list[tuple[str, Link]]] = defaultdict(list)
    for path, title, url_path in pages:
        link = Link(title, address_in(site, url_path))
        below[path[: -Page.steplen]].append((path, link))
    return tuple(
        NavItem(link.title, link.url, False, _groups(link, below[path], below))
        for path, link in below[home.path]
    )


def _groups(
    parent: Link, children: list[tuple[str, Link]], below: dict[str, list[tuple[str, Link]]]
) -> tuple[NavGroup, ...]:
    """Columns without columns of their own come first, together; then one group for each other."""
    alone = tuple(link for path, link in children if not below.get(path))
    first = (NavGroup(_("栏目"), parent.url, alone),) if alone else ()
    rest = (
        NavGroup(link.title, link.url, tuple(sub for _path, sub in below[path]))
        for path, link in children
        if below.get(path)
    )
    return (*first, *rest)


def _footer_links(portal: Site) -> tuple[Link, ...]:
    base = portal.base_url
    return (
        Link(_("网站地图"), f"{base}/ditu/"),
        Link(_("关于本站"), f"{base}/guanyu/"),
        Link(_("隐私说明"), f"{base}/yinsi/"),
        Link(_("无障碍声明"), f"{base}/wuzhangai/"),
        Link(_("关怀版"), f"{base}/guanhuai/"),
        Link(_("订阅更新"), f"{base}/dingyue/"),
        Link(_("开放接口"), f"{base}/api/v1/docs/"),
    )


def _footer_facts(site: Site, portal: Site) -> tuple[Fact, ...]:
    """The items that 国办发〔2017〕47号 asks for; a value that nobody gave leaves no gap."""
    organisation = site.organisation
    facts = (
        (_("主办单位"), site.sponsor or portal.sponsor or portal.name),
        (_("承办单位"), site.organizer or site.name),
        (_("联系电话"), organisation.phone),
        (_("地址"), organisation.address),
        (_("邮编"), organisation.postcode),
        (_("政务服务便民热线"), site.hotline or portal.hotline),
        (_("网站标识码"), site.site_id_code or portal.site_id_code),
        (_("ICP备案"), site.icp or portal.icp),
        (_("公安备案"), site.police_record or portal.police_record),
    )
    return tuple(Fact(label, value) for label, value in facts if value)


def site_metas(site: Site) -> tuple[Meta, ...]:
    """SiteName, SiteDomain, SiteIDCode: on every page (国办发〔2017〕47号, 网页标签)."""
    portal = registry().portal or site
    return (
        Meta("SiteName", portal.name),
        Meta("SiteDomain", site.domain or portal.domain or urlsplit(portal.base_url).netloc),
        Meta("SiteIDCode", site.site_id_code or portal.site_id_code),
    )


def plain_frame(
    site: Site, *, title: str, path: str, way: tuple[Link, ...] = (), noindex: bool = False
) -> Frame:
    """The frame of a page that is no page of the tree (search, catalogue, map ...).

    `path` is the address inside the site, with its first slash; `way` stands between the home
    page and this one.
    """
    return Frame(
        title=title,
        document_title=f"{title} - {site.name}",
        canonical_url=f"{site.base_url}{path}",
        breadcrumb=(*home_way(site), *way),
        metas=site_metas(site),
        noindex=noindex,
    )


def home_way(site: Site) -> tuple[Link, ...]:
    """The first links of a breadcrumb: the portal, then the unit."""
    portal = registry().portal
    if site.is_portal or portal is None:
        return (Link(_("首页"), f"{site.base_url}/"),)
    return (
        Link(portal.name, f"{portal.base_url}/"),
        Link(site.short_name, f"{site.base_url}/"),
    )
