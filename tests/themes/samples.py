"""Sample pages as plain data: what the templates are drawn from in these tests."""

from dataclasses import replace
from datetime import UTC, date, datetime

from cms.pages.representation import (
    ArticleBrief,
    ArticleView,
    BodyPart,
    ChannelBrief,
    ChannelView,
    FileView,
    Pager,
    PictureView,
    pager,
    phrases,
)
from sitegroup.delivery.frame import Fact, Feed, Frame, Link, Meta, NavGroup, NavItem, Shell

PORTAL = "http://portal.test/"
UNIT = "http://jyj.portal.test/"
PUBLISHED = datetime(2026, 11, 18, 1, 30, tzinfo=UTC)
TITLE = "云溪县人民政府办公室关于印发《云溪县农村公路养护管理办法》的通知"
SITE_METAS = (
    Meta("SiteName", "云溪县人民政府"),
    Meta("SiteDomain", "www.yunxi.example"),
    Meta("SiteIDCode", "9902310001"),
)
COLUMN_METAS = (
    Meta("ColumnName", "县政府文件"),
    Meta("ColumnDescription", "公布县政府和县政府办公室的文件。"),
    Meta("ColumnKeywords", "县政府文件,规范性文件"),
    Meta("ColumnType", "政策文件"),
)
CONTENT_METAS = (
    Meta("ArticleTitle", TITLE),
    Meta("PubDate", "2026-11-18 09:30"),
    Meta("ContentSource", "县政府办公室"),
)


def links(*titles: str) -> tuple[Link, ...]:
    """Links with these words."""
    return tuple(Link(title, f"{PORTAL}zfxxgk/{n}/") for n, title in enumerate(titles))


def _nav() -> tuple[NavItem, ...]:
    groups = (
        NavGroup(
            "栏目", f"{PORTAL}zfxxgk/", links("公开指南", "公开制度", "公开年报", "依申请公开")
        ),
        NavGroup("法定主动公开内容", f"{PORTAL}zfxxgk/fdzdgk/", links("县政府文件", "法律法规")),
        NavGroup("重点领域", f"{PORTAL}zfxxgk/zdly/", links("义务教育", "医疗卫生", "社会救助")),
    )
    flat = ("政务服务", "互动交流", "数据开放", "专题专栏")
    return (
        NavItem("走进云溪", f"{PORTAL}gaikuang/", current=False, groups=()),
        NavItem("政府信息公开", f"{PORTAL}zfxxgk/", current=True, groups=groups),
        *(
            NavItem(title, f"{PORTAL}{n}/", current=False, groups=())
            for n, title in enumerate(flat)
        ),
    )


def _footer_links() -> tuple[Link, ...]:
    slugs = {"网站地图": "ditu", "关于本站": "guanyu", "隐私说明": "yinsi", "订阅更新": "dingyue"}
    return tuple(Link(title, f"{PORTAL}{slug}/") for title, slug in slugs.items())


FOOTER_FACTS = (
    Fact("主办单位", "云溪县人民政府"),
    Fact("承办单位", "云溪县人民政府办公室"),
    Fact("联系电话", "（0000）622 1000"),
    Fact("地址", "云溪县城关镇人民路1号"),
    Fact("网站标识码", "9902310001"),
    Fact("ICP备案", "示例ICP备00000000号"),
    Fact("公安备案", "示例公网安备99023100000001号"),
)


def portal_shell(*, emblem_url: str = "") -> Shell:
    """The portal's shell."""
    terms = ("医保缴费", "低保申请", "公务员招考", "不动产登记")
    return Shell(
        code="portal", name="云溪县人民政府", short_name="县政府", tagline="",
        english_name="People's Government of Yunxi County", kind="portal", theme="county",
        is_portal=True, home_url=PORTAL, portal_name="云溪县人民政府", portal_url=PORTAL,
        domain="www.yunxi.example", site_id_code="9902310001", nav=_nav(),
        footer_links=_footer_links(), footer_facts=FOOTER_FACTS, emblem_url=emblem_url,
        search_url=f"{PORTAL}search/", search_scope="",
        hot_terms=tuple(Link(term, f"{PORTAL}search/?q={n}") for n, term in enumerate(terms)),
        phone="（0000）622 1000",
    )  # fmt: skip


def unit_shell(*, theme: str = "department") -> Shell:
    """A department's shell; `theme` may make it a township's."""
    return Shell(
        code="jyj", name="云溪县教育局", short_name="县教育局",
        tagline="云溪县人民政府网站 · 部门频道", english_name="", kind="department", theme=theme,
        is_portal=False, home_url=UNIT, portal_name="云溪县人民政府", portal_url=PORTAL,
        domain="", site_id_code="9902310001", nav=_nav(), footer_links=_footer_links(),
        footer_facts=FOOTER_FACTS, emblem_url="", search_url=f"{UNIT}search/", search_scope="jyj",
        hot_terms=(), phone="（0000）622 1000",
    )  # fmt: skip


def frame(title: str, *, is_home: bool = False, metas: tuple[Meta, ...] = ()) -> Frame:
    """A page's frame; a home page has no way above it."""
    way = () if is_home else (Link("首页", PORTAL), Link("政府信息公开", f"{PORTAL}zfxxgk/"))
    feeds = (Feed("县政府 县政府文件", f"{PORTAL}zfxxgk/feed.atom", "application/atom+xml"),)
    return Frame(
        title=title,
        document_title=f"{title} - 云溪县人民政府",
        canonical_url=f"{PORTAL}zfxxgk/",
        breadcrumb=way,
        metas=(*SITE_METAS, *metas),
        feeds=() if is_home else feeds,
        is_home=is_home,
    )


def picture(alt: str = "示意图：山脚下的梯田和村落") -> PictureView:
    """A picture at one size."""
    return PictureView("/media/picture.webp", alt, 480, 270)


def brief(
    number: int = 1, *, doc_no: str = "", validity: str = "", label: str = ""
) -> ArticleBrief:
    """An article in a list."""
    titles = (
        "县政府常务会议研究困难群众温暖过冬和安全生产工作",
        "云溪至江口快速通道双河特大桥顺利合龙",
        "秋粮收购有序推进，全县累计收购4.6万吨",
        "农村客运补贴范围扩大到38条线路",
    )
    return ArticleBrief(
        id=number, title=titles[number % len(titles)], url=f"{PORTAL}a/{number}/", unit="县政府办",
        site="portal", published_at=PUBLISHED, doc_no=doc_no, validity=validity,
        validity_label=label, summary="今冬明春计划投入8,640万元，整治山坪塘126口。",
        picture=picture(),
    )  # fmt: skip


def column(title: str, count: int) -> ChannelBrief:
    """A column with some articles."""
    return ChannelBrief(
        title, f"{PORTAL}zfxxgk/", f"公布{title}。", tuple(brief(n) for n in range(count))
    )


def documents() -> ChannelBrief:
    """A column of documents: valid, changed and repealed."""
    states = (("有效", "现行有效"), ("已修改", "已修改"), ("废止", "已废止"))
    articles = tuple(
        brief(n, doc_no=f"云溪府办发〔2026〕{n + 30}号", validity=value, label=label)
        for n, (value, label) in enumerate(states)
    )
    return ChannelBrief("政策文件", f"{PORTAL}zfxxgk/", "", articles)


def article(*, validity: str = "有效", label: str = "现行有效") -> ArticleView:
    """信息: a document with a table, a picture and two attachments."""
    table = (
        "<table><caption>养护标准</caption><thead><tr><th scope='col'>类别</th>"
        "<th scope='col'>每年每公里</th></tr></thead>"
        "<tbody><tr><th scope='row'>县道</th><td>10,000元</td></tr></tbody></table>"
    )
    text = (
        '<p class="to">各乡镇人民政府、街道办事处，县政府各部门：</p>'
        "<p>《云溪县农村公路养护管理办法》已经2026年11月6日县政府第21次常务会议审议通过，"
        "现印发给你们，请认真遵照执行。</p>"
        '<p class="sign">云溪县人民政府办公室<br>2026年11月12日</p>'
        "<h2>云溪县农村公路养护管理办法</h2>"
        "<p><b>第一条</b>　为加强农村公路养护管理，保障农村公路安全畅通，"
        "根据《中华人民共和国公路法》等规定，结合本县实际，制定本办法。</p>"
    )
    return ArticleView(
        id=1, title=TITLE, phrases=phrases(TITLE), url=f"{PORTAL}a/1/", site="portal",
        unit="县政府办", channel="县政府文件", channel_url=f"{PORTAL}zfxxgk/",
        published_at=PUBLISHED, modified_at=PUBLISHED, source="县政府办公室", author="",
        doc_no="云溪府办发〔2026〕31号", issuer="云溪县人民政府办公室",
        signed_on=date(2026, 11, 12), theme="工业、交通 / 公路", validity=validity,
        validity_label=label, disclosure_mode="主动公开", keywords=("农村公路", "养护"),
        summary="明确县道、乡道、村道的养护主体、资金来源、巡查频次和考核办法。", picture=picture(),
        body=(
            BodyPart("text", text),
            BodyPart("table", table),
            BodyPart("picture", "", picture("县道养护现场"), "县道养护现场"),
        ),
        files=(
            FileView("农村公路养护质量检查评分表", "/files/1/a.pdf", "PDF", 190_464),
            FileView("县乡村道名录（2026年）", "/files/2/b.xlsx", "XLSX", 59_392),
        ),
        is_document=True,
        previous=Link("关于做好2026年度节约用水工作的通知", f"{PORTAL}a/2/"),
        following=Link("关于调整农村客运补贴范围的通知", f"{PORTAL}a/3/"),
    )  # fmt: skip


def news() -> ArticleView:
    """信息: a piece of news with a picture above its text."""
    return replace(
        article(validity="", label=""),
        is_document=False,
        body=(BodyPart("text", "<p>今冬明春计划整治山坪塘126口。</p>"),),
    )


def law() -> ArticleView:
    """法律: its chapters are plain paragraphs, in two parts of the text."""
    first = (
        "<p>第一章 总 则</p><p>第一条 为了保证食品安全，制定本法。</p>"
        "<p>第二章　食品检验</p><p>第一节 一般规定</p><p>第二条 食品应当检验。</p>"
    )
    last = "<p>第二章的规定，同样适用。</p><p>第三章 附 则</p><p>第三条 本法自公布之日起施行。</p>"
    return replace(
        article(validity="", label=""),
        body=(BodyPart("text", first), BodyPart("text", last)),
    )


SIBLINGS = (
    Link("公开指南", f"{PORTAL}zfxxgk/zhinan/"),
    Link("县政府文件", f"{PORTAL}zfxxgk/fdzdgk/", current=True),
    Link("公开年报", f"{PORTAL}zfxxgk/nianbao/"),
)


def channel(
    *,
    articles: tuple[ArticleBrief, ...] = (),
    channels: tuple[ChannelBrief, ...] = (),
    text: ArticleView | None = None,
    pages: Pager | None = None,
) -> ChannelView:
    """栏目 in one of its forms; with nothing given, an empty one."""
    return ChannelView(
        title="县政府文件", url=f"{PORTAL}zfxxgk/", description="公布县政府和县政府办公室的文件。",
        column_type="政策文件", channels=channels, siblings=SIBLINGS, articles=articles,
        text=text, pager=pages, empty_hint=Link("首页", PORTAL),
    )  # fmt: skip


def long_list() -> ChannelView:
    """A list of many pages, on the fifth."""
    return channel(articles=documents().articles * 6, pages=pager(5, 390, 20))
