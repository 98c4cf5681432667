"""Every page that the themes draw, in each of its states: (template, shell, frame, context)."""

from typing import Any

from bs4 import BeautifulSoup
from django.template.loader import render_to_string

from sitegroup.delivery.frame import Frame, Link, Shell
from tests.themes import samples as s
from tests.themes import samples_data as d
from tests.themes import samples_home as h

Sample = tuple[str, Shell, Frame, dict[str, Any]]
PORTAL, UNIT, TOWN = s.portal_shell(), s.unit_shell(), s.unit_shell(theme="township")
HOME = s.frame("云溪县人民政府", is_home=True, metas=s.COLUMN_METAS)
COLUMN = s.frame("县政府文件", metas=s.COLUMN_METAS)
CONTENT = s.frame(s.TITLE, metas=(*s.COLUMN_METAS, *s.CONTENT_METAS))
SUB_COLUMNS = (s.column("县政府文件", 5), s.column("公开年报", 0), s.documents())
NO_STATEMENT = {
    "statement": None,
    "channel": Link("三公经费", d.EXPENSES),
    "empty": "县教育局还没有公开三公经费。",
}
SERVICES = tuple(Link(door.title, door.url) for door in h.doors(8))
WITHDRAWN = {"what": s.TITLE, "day": "2026-11-18", "reason": "数字有误，更正后重新公开。"}
ELDER = {"services": SERVICES, "mailbox": Link("县长信箱", s.PORTAL), "hotline": "12345"}


def _page(title: str) -> Frame:
    return s.frame(title)


PAGES: dict[str, Sample] = {
    "portal_home": ("portal_home.html", PORTAL, HOME, {"home": h.portal_home()}),
    "portal_home_emblem": (
        "portal_home.html",
        s.portal_shell(emblem_url="/emblem.svg"),
        HOME,
        {"home": h.portal_home()},
    ),
    "unit_home": ("unit_home.html", UNIT, HOME, {"home": h.unit_home()}),
    "township_home": ("unit_home.html", TOWN, HOME, {"home": h.unit_home()}),
    "article": ("article.html", PORTAL, CONTENT, {"article": s.article()}),
    "article_repealed": (
        "article.html",
        UNIT,
        CONTENT,
        {"article": s.article(validity="废止", label="已废止")},
    ),
    "article_law": ("article.html", PORTAL, CONTENT, {"article": s.law()}),
    "article_news": ("article.html", PORTAL, CONTENT, {"article": s.news()}),
    "channel_list": ("channel.html", PORTAL, COLUMN, {"channel": s.long_list()}),
    "channel_columns": (
        "channel.html",
        PORTAL,
        COLUMN,
        {"channel": s.channel(channels=SUB_COLUMNS)},
    ),
    "channel_text": ("channel.html", TOWN, COLUMN, {"channel": s.channel(text=s.article())}),
    "channel_empty": ("channel.html", UNIT, COLUMN, {"channel": s.channel()}),
    "topic": ("topic.html", PORTAL, COLUMN, {"channel": s.channel(channels=SUB_COLUMNS)}),
    "search": ("search.html", PORTAL, _page("搜索"), {"results": d.results(), "q": "公路"}),
    "search_nothing": (
        "search.html",
        UNIT,
        _page("搜索"),
        {"results": d.results(found=False), "q": "公路"},
    ),
    "search_broken": ("search.html", UNIT, _page("搜索"), {"results": None, "q": "公路"}),
    "expenses": ("expenses.html", UNIT, COLUMN, {"statement": d.statement()}),
    "expenses_budget": (
        "expenses.html",
        TOWN,
        COLUMN,
        {"statement": d.statement(is_final=False, on_time=False)},
    ),
    "expenses_none": ("expenses.html", UNIT, COLUMN, NO_STATEMENT),
    "rollup": ("expenses_rollup.html", PORTAL, COLUMN, {"rollup": d.rollup()}),
    "rollup_empty": (
        "expenses_rollup.html",
        PORTAL,
        COLUMN,
        {"rollup": d.rollup(empty="还没有单位公开2025年的决算。")},
    ),
    "catalogue": ("catalogue.html", PORTAL, COLUMN, {"catalogue": d.catalogue()}),
    "catalogue_nothing": ("catalogue.html", UNIT, COLUMN, {"catalogue": d.catalogue(found=False)}),
    "dataset": ("dataset.html", PORTAL, COLUMN, {"dataset": d.dataset()}),
    "sitemap_page": ("sitemap_page.html", PORTAL, _page("网站地图"), {"groups": PORTAL.nav}),
    "units": ("units.html", PORTAL, _page("单位导航"), {"directory": h.directory()}),
    "plain": ("plain.html", PORTAL, _page("隐私说明"), {"text": "<p>浏览本站不需要登录。</p>"}),
    "elder": ("elder.html", PORTAL, _page("关怀版"), ELDER),
    "lost": ("404.html", UNIT, _page("没有找到这个页面"), {}),
    "withdrawn": ("410.html", UNIT, _page("这条信息已经撤下"), WITHDRAWN),
}


def markup(name: str) -> str:
    """The HTML of a sample page."""
    template, shell, frame, context = PAGES[name]
    return render_to_string(
        f"base/templates/{template}", {"shell": shell, "frame": frame, **context}
    )


def page(name: str) -> Any:
    """A sample page, parsed."""
    return BeautifulSoup(markup(name), "html.parser")
