"""Sample home pages as plain data."""

from cms.pages.representation import (
    Door,
    Figure,
    LeaderView,
    PortalHomeView,
    TopicCard,
    UnitCard,
    UnitDirectory,
    UnitEntry,
    UnitGroup,
    UnitHomeView,
    UnitLetter,
    UnitSection,
)
from sitegroup.delivery.frame import Link
from tests.themes.samples import PORTAL, UNIT, brief, column, documents, links, picture


def doors(count: int) -> tuple[Door, ...]:
    """Entries with icons."""
    rows = (
        ("公开指南", "info-circle"), ("法定主动公开内容", "list-details"), ("公开年报", "report"),
        ("依申请公开", "file-search"), ("财政预决算", "coins"), ("三公经费", "chart-bar"),
        ("政府采购", "shopping-cart"), ("重点领域", "target"), ("法律法规", "scale"),
        ("县政府文件", "file-text"), ("政策解读", "message-2"), ("公开制度", "book"),
    )  # fmt: skip
    return tuple(Door(title, f"{PORTAL}{icon}/", icon) for title, icon in rows[:count])


def unit_groups() -> tuple[UnitGroup, ...]:
    """Units by kind."""
    departments = links("县政府办", "县发改委", "县教育局", "县规划自然资源局", "县农业农村委")
    townships = links("城关镇", "石门镇", "江口镇", "双河镇", "桐梓镇", "白果乡")
    return UnitGroup("县政府部门", departments), UnitGroup("乡镇街道", townships)


def directory() -> UnitDirectory:
    """单位导航, one unit of it without telephone and address."""
    first = UnitEntry("县教育局", UNIT, "（0000）622 3010", "云溪县城关镇文昌路16号", "J")
    bare = UnitEntry("江口镇", f"{PORTAL}xz/jiangkou/", "", "", "J")
    links = (Link(first.title, first.url), Link(bare.title, bare.url))
    letters = tuple(UnitLetter(letter, links if letter == "J" else ()) for letter in "IJK")
    sections = (UnitSection("县政府部门", (first,)), UnitSection("乡镇街道", (bare,)))
    return UnitDirectory(2, sections, letters)


def portal_home() -> PortalHomeView:
    """门户首页."""
    return PortalHomeView(
        lead=brief(0),
        news=column("要闻动态", 8),
        services=doors(8),
        services_url=f"{PORTAL}zwfw/",
        documents=documents(),
        notices=column("通知公告", 5),
        doors=doors(12),
        disclosure_url=f"{PORTAL}zfxxgk/",
        figures=tuple(
            Figure(label, value, unit, "全县各单位合计", f"{PORTAL}data/")
            for label, value, unit in (
                ("2025年县本级“三公”经费决算", "1,286.43", "万元"),
                ("主动公开信息", "3,214", "条"),
                ("公开信息的单位", "153", "个"),
                ("开放数据", "8,450", "条"),
            )
        ),
        data_url=f"{PORTAL}data/",
        letters_text=column("县长信箱", 1),
        consultations=column("意见征集", 3),
        topics=tuple(
            TopicCard(title, f"{PORTAL}zhuanti/{n}/", picture())
            for n, title in enumerate(("优化营商环境", "乡村全面振兴", "基层政务公开标准化"))
        ),
        topics_url=f"{PORTAL}zhuanti/",
        unit_groups=unit_groups(),
    )


def unit_home() -> UnitHomeView:
    """单位首页."""
    card = UnitCard(
        name="云溪县教育局", short_name="县教育局", url=UNIT,
        duties="贯彻执行教育工作的方针政策，管理全县各级各类教育。",
        address="云溪县城关镇文昌路8号", phone="（0000）622 3017",
        office_hours="工作日8:30-12:00，14:00-18:00",
        leaders=(LeaderView("周明远", "局长", "主持全面工作"),),
    )  # fmt: skip
    return UnitHomeView(
        card=card,
        news=column("工作动态", 8),
        notices=column("通知公告", 0),
        documents=documents(),
        doors=doors(6),
        services=doors(8),
    )
