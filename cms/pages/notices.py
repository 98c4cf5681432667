"""The texts that every government website owes its readers: about, privacy, accessibility ..."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.pages.directory import unit_directory
from cms.pages.reading import addresses_at, channel_at
from sitegroup.delivery.conditional import public_page
from sitegroup.delivery.frame import Link
from sitegroup.delivery.middleware import place_of
from sitegroup.delivery.render import render_page
from sitegroup.delivery.shell import plain_frame
from sitegroup.models import Site
from themes.templatetags.looks import telephone


@dataclass(frozen=True)
class Notice:
    """固定说明: a title and its paragraphs; {name} is the portal, {phone} its telephone."""

    title: str
    paragraphs: tuple[str, ...]


def _notices() -> dict[str, Notice]:
    return {
        "guanyu": Notice(
            _("关于本站"),
            (
                _("本站是{name}门户网站，由{organizer}承办，各部门、各乡镇在本站设有频道，"
                  "统一发布政府信息、办事服务和公共数据。"),
                _("本站发布的每一条信息都经过部门审核、保密审查和政府办公室审定，"
                  "发布时间和来源写在标题下面。内容有错漏，请拨打{phone}告诉我们。"),
            ),
        ),
        "yinsi": Notice(
            _("隐私说明"),
            (
                _("浏览本站不需要登录，本站不向读者写入浏览器标记，也不向其他网站请求内容。"),
                _("为保障网站安全，服务器记录访问时间、网址和来源地址，保存不少于六个月，"
                  "只用于安全和统计，不用于识别个人。"),
                _("字号和关怀版的选择只保存在您自己的设备上。"),
            ),
        ),
        "wuzhangai": Notice(
            _("无障碍声明"),
            (
                _("本站按照《中华人民共和国无障碍环境建设法》和"
                  "网页内容可访问性指南（WCAG 2.2）AA级建设，"
                  "全站可以用键盘操作，可以用读屏软件朗读，可以放大到400%而不丢失内容。"),
                _("页面顶部的“关怀版”提供大字、大按钮的页面。遇到使用困难，请拨打{phone}或者12345，"
                  "我们会用其他方式提供信息。"),
            ),
        ),
        "dingyue": Notice(
            _("订阅更新"),
            (
                _("每个栏目都可以订阅：在栏目网址后面加上feed.atom或者feed.rss，"
                  "放进阅读软件，有新内容时会自动收到。"),
                _("例如订阅本站要闻：{feed}"),
            ),
        ),
    }  # fmt: skip


def _phone_link(phone: str) -> str:
    return format_html('<a class="nw" href="tel:{}">{}</a>', telephone(phone), phone)


@require_safe
@public_page
def notice(request: HttpRequest, name: str) -> HttpResponse:
    """One of the texts, on the portal only: the units' pages link there."""
    site = place_of(request).site
    found = _notices().get(name)
    if found is None or not site.is_portal:
        raise Http404
    words = {
        "name": site.name,
        "organizer": site.organizer or site.name,
        "phone": _phone_link(site.organisation.phone or site.hotline),
        "feed": format_html('<a href="{0}">{0}</a>', f"{site.base_url}/gaikuang/yaowen/feed.atom"),
    }
    text = "".join(format_html(f"<p>{p}</p>", **words) for p in found.paragraphs)
    frame = plain_frame(site, title=found.title, path=f"/{name}/")
    return render_page(request, "plain.html", site=site, frame=frame, text=text)


def _services(site: Site) -> tuple[Link, ...]:
    rows = [(row["name"], row["channel"]) for row in site.common_services]
    known = addresses_at(site, [slugs for _name, slugs in rows])
    return tuple(Link(name, known[slugs]) for name, slugs in rows if slugs in known)


@require_safe
@public_page
def elder(request: HttpRequest) -> HttpResponse:
    """/guanhuai/: the page with large letters that needs no script."""
    site = place_of(request).site
    frame = plain_frame(site, title=_("关怀版"), path="/guanhuai/")
    mailbox = channel_at(site, "hdjl/xzxx")
    return render_page(
        request,
        "elder.html",
        site=site,
        frame=frame,
        services=_services(site),
        mailbox=Link(mailbox.title, mailbox.full_url or "") if mailbox else None,
        hotline=site.hotline,
    )


@require_safe
@public_page
def units(request: HttpRequest) -> HttpResponse:
    """/danwei/: every unit of the county."""
    site = place_of(request).site
    frame = plain_frame(site, title=_("单位导航"), path="/danwei/")
    return render_page(request, "units.html", site=site, frame=frame, directory=unit_directory())
