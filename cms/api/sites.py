"""Sites: /sites/, /sites/{code}/ and the data of its home page."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.api.answering import ItemView, ListView, origin, public_site
from cms.api.paging import Slice, SortKey, keyset_page, number
from cms.api.representation import SiteBrief, SiteView
from cms.pages.home import portal_home_view, unit_home_view
from cms.pages.representation import PortalHomeView, UnitHomeView, unit_card
from sitegroup.delivery.shell import shell_for
from sitegroup.models import OrganisationKind, Site

AS_ENTERED = (SortKey("pk", number),)


def site_brief(site: Site, base: str) -> SiteBrief:
    """A site in a list; `base` is the address of the host that answers."""
    organisation = site.organisation
    above = organisation.parent
    return SiteBrief(
        code=site.code,
        name=site.name,
        short_name=site.short_name,
        kind=organisation.kind,
        kind_label=str(OrganisationKind(organisation.kind).label),
        parent=above.site.code if above and hasattr(above, "site") else "",
        uscc=organisation.uscc,
        site_id_code=site.site_id_code,
        mode=site.mode,
        theme=site.theme,
        url=f"{site.base_url}/",
        api_url=f"{base}/api/v1/sites/{site.code}/",
    )


class Sites(ListView):
    """站点列表, in the order in which they were entered."""

    kinds = (SiteBrief,)
    operation = "sites"
    tag = "站点"
    summary = _("站点列表")
    description = _("县政府门户和各部门、乡镇的频道。`code`就是别的网址里的站点代码。")

    def page(self, asked: dict[str, Any]) -> Slice[SiteBrief]:
        """One page of the sites whose home page is public."""
        above = "organisation__parent__site"
        found = Site.objects.filter(home_page__live=True).select_related(above)
        rows = keyset_page(found, AS_ENTERED, cursor=asked.get("cursor"), size=asked["page_size"])
        base = origin(self.request)
        briefs = [site_brief(site, base) for site in rows.items]
        return Slice(briefs, rows.following, rows.previous)


class OneSite(ItemView):
    """站点."""

    kinds = (SiteView,)
    operation = "view"
    tag = "站点"
    summary = _("一个站点")
    description = _("单位的职责、地址、电话、领导，以及它的网页都有的导航、搜索和页脚。")

    def item(self) -> SiteView:
        """The unit and the shell of its pages."""
        site = public_site(self.kwargs["code"])
        return SiteView(
            **vars(site_brief(site, origin(self.request))),
            card=unit_card(site.organisation, f"{site.base_url}/"),
            shell=shell_for(site),
        )


class SiteHome(ItemView):
    """首页."""

    kinds = (PortalHomeView, UnitHomeView)
    operation = "home"
    tag = "站点"
    summary = _("首页的内容")
    description = _("首页上的全部内容：门户和单位频道各有一种格式。")

    def item(self) -> PortalHomeView | UnitHomeView:
        """What the home page shows."""
        site = public_site(self.kwargs["code"])
        page: Any = site.home_page and site.home_page.specific
        return portal_home_view(page) if site.is_portal else unit_home_view(page)
