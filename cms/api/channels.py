"""Columns and topics: /channels/, /sites/{code}/channels/ and each of them."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.api.answering import ItemView, ListView, origin
from cms.api.paging import Slice, SortKey, keyset_page, text
from cms.api.parameters import LARGEST_ID
from cms.api.representation import ChannelItem
from cms.pages.models import Channel, Topic
from cms.pages.reading import channel_view
from cms.pages.representation import ChannelView
from sitegroup.delivery.registry import registry
from sitegroup.delivery.shell import address_in
from sitegroup.models import Site

AS_IN_THE_TREE = (SortKey("path", text),)


def public_columns(site: Site | None) -> Any:
    """The live columns and topics of one site or of all."""
    found = Page.objects.type(Channel, Topic).live()
    return found.descendant_of(site.home_page) if site and site.home_page else found


def channel_item(page: Any, site: Site, base: str) -> ChannelItem:
    """A column in a list; `base` is the address of the host that answers."""
    home = site.home_page
    path = page.url_path[len(home.url_path) :].strip("/") if home else ""
    return ChannelItem(
        id=page.pk,
        site=site.code,
        path=path,
        parent=path.rpartition("/")[0],
        title=page.title,
        url=address_in(site, page.url_path),
        description=page.description,
        column_type=getattr(page, "column_type", ""),
        feature=getattr(page, "feature", ""),
        api_url=f"{base}/api/v1/channels/{page.pk}/",
    )


class Channels(ListView):
    """栏目列表, in the order of the tree."""

    kinds = (ChannelItem,)
    operation = "channels"
    tag = "栏目"
    summary = _("栏目列表")
    description = _("按网站上的顺序排列，上级栏目在前；`parent`是上级栏目的路径。")

    def page(self, asked: dict[str, Any]) -> Slice[ChannelItem]:
        """One page of the columns."""
        site = self.site()
        self.modified = self.changed_at(Channel.object_type, site)
        rows = keyset_page(
            public_columns(site).specific(),
            AS_IN_THE_TREE,
            cursor=asked.get("cursor"),
            size=asked["page_size"],
        )
        sites = {known.pk: known for known in registry().by_code.values()}
        base = origin(self.request)
        items = [channel_item(page, sites[page.site_id], base) for page in rows.items]
        return Slice(items, rows.following, rows.previous)


class OneChannel(ItemView):
    """栏目."""

    kinds = (ChannelView,)
    operation = "channel"
    tag = "栏目"
    summary = _("一个栏目")
    description = _(
        "栏目页第一页的全部内容：下级栏目、同级栏目、最新的信息。更多的信息用`articles/?channel=`取。"
    )

    def item(self) -> ChannelView:
        """The column's first page."""
        key = self.kwargs["id"]
        if key > LARGEST_ID:
            raise Http404
        page = public_columns(self.site()).filter(pk=key).first()
        if page is None:
            raise Http404
        return channel_view(page.specific)
