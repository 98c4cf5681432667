"""What the home pages show, put together from their columns."""

from collections import defaultdict
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from cms.pages.models import PortalHome, Topic, UnitHome
from cms.pages.reading import addresses_at, brief_at, channel_at, lead_brief
from cms.pages.representation import (
    CARD_SIZE,
    Door,
    Figure,
    PortalHomeView,
    TopicCard,
    UnitGroup,
    UnitHomeView,
    picture_view,
    unit_card,
)
from sitegroup.delivery.frame import Link
from sitegroup.delivery.registry import registry
from sitegroup.models import OrganisationKind, Site

# (title, column, icon): only those whose column exists are shown.
PORTAL_DOORS = (
    ("公开指南", "zfxxgk/zhinan", "info-circle"),
    ("公开制度", "zfxxgk/zhidu", "book"),
    ("法定主动公开内容", "zfxxgk/fdzdgk", "list-details"),
    ("公开年报", "zfxxgk/nianbao", "report"),
    ("依申请公开", "zfxxgk/ysqgk", "file-search"),
    ("县政府文件", "zfxxgk/fdzdgk/xzfwj", "file-text"),
    ("政策解读", "zfxxgk/zcjd", "message-2"),
    ("财政预决算", "zfxxgk/czyjs", "coins"),
    ("三公经费", "zfxxgk/sangong", "chart-bar"),
    ("政府采购", "zfxxgk/zfcg", "shopping-cart"),
    ("重点领域", "zfxxgk/zdly", "target"),
    ("法律法规", "zfxxgk/fdzdgk/flfg", "scale"),
)
UNIT_DOORS = (
    ("公开指南", "zfxxgk/zhinan", "info-circle"),
    ("部门文件", "zfxxgk/bmwj", "file-text"),
    ("乡镇文件", "zfxxgk/xzwj", "file-text"),
    ("政策解读", "zfxxgk/zcjd", "message-2"),
    ("公开年报", "zfxxgk/nianbao", "report"),
    ("部门预决算", "zfxxgk/czyjs", "coins"),
    ("三公经费", "zfxxgk/sangong", "chart-bar"),
    ("依申请公开", "zfxxgk/ysqgk", "file-search"),
)
GROUPS = (
    (OrganisationKind.DEPARTMENT, "县政府部门"),
    (OrganisationKind.TOWNSHIP, "乡镇街道"),
    (OrganisationKind.INSTITUTION, "事业单位"),
    (OrganisationKind.ENTERPRISE, "国有企业"),
)


def _doors(site: Site, doors: tuple[tuple[str, str, str], ...]) -> tuple[Door, ...]:
    known = addresses_at(site, [slugs for _title, slugs, _icon in doors])
    return tuple(Door(title, known[slugs], icon) for title, slugs, icon in doors if slugs in known)


def _services(site: Site) -> tuple[Door, ...]:
    rows: list[dict[str, Any]] = site.common_services
    return _doors(site, tuple((row["name"], row["channel"], row["icon"]) for row in rows))


def _address(site: Site, slugs: str) -> str:
    return addresses_at(site, [slugs]).get(slugs, "")


def portal_home_view(page: PortalHome) -> PortalHomeView:
    """门户首页, read from the columns that a county's portal has."""
    site = page.site
    lead = lead_brief(site, ["gaikuang/yaowen"])
    return PortalHomeView(
        lead=lead,
        news=brief_at(site, "gaikuang/yaowen", 8, without=lead),
        services=_services(site),
        services_url=_address(site, "zwfw"),
        documents=brief_at(site, "zfxxgk/fdzdgk/xzfwj", 4),
        notices=brief_at(site, "gaikuang/tzgg", 5),
        doors=_doors(site, PORTAL_DOORS),
        disclosure_url=_address(site, "zfxxgk"),
        figures=_figures(site),
        data_url=f"{site.base_url}/data/",
        letters_text=brief_at(site, "hdjl/xzxx", 1),
        consultations=brief_at(site, "hdjl/yjzj", 3),
        topics=_topics(site),
        topics_url=_address(site, "zhuanti"),
        unit_groups=unit_groups(),
    )


def _figures(site: Site) -> tuple[Figure, ...]:
    """Numbers with what they are compared with; each room that has some is in the wiring."""
    makers = (import_string(path) for path in settings.HOME_FIGURES.values())
    return tuple(figure for make in makers for figure in make(site))


def _topics(site: Site) -> tuple[TopicCard, ...]:
    parent = channel_at(site, "zhuanti")
    if parent is None:
        return ()
    cards = []
    for child in parent.get_children().live().specific()[:3]:
        picture = picture_view(child.picture, CARD_SIZE) if isinstance(child, Topic) else None
        cards.append(TopicCard(child.title, child.full_url or "", picture))
    return tuple(cards)


def unit_groups() -> tuple[UnitGroup, ...]:
    """Every unit by kind, in the order in which they were entered."""
    by_kind: dict[str, list[Link]] = defaultdict(list)
    for site in registry().by_code.values():
        by_kind[site.organisation.kind].append(Link(site.short_name, f"{site.base_url}/"))
    return tuple(
        UnitGroup(_(label), tuple(by_kind[kind])) for kind, label in GROUPS if by_kind[kind]
    )


def unit_home_view(page: UnitHome) -> UnitHomeView:
    """单位首页."""
    site = page.site
    own = "zfxxgk/xzwj" if site.organisation.kind == OrganisationKind.TOWNSHIP else "zfxxgk/bmwj"
    return UnitHomeView(
        card=unit_card(site.organisation, f"{site.base_url}/"),
        news=brief_at(site, "gzdt", 8),
        notices=brief_at(site, "tzgg", 5),
        documents=brief_at(site, own, 5),
        doors=_doors(site, UNIT_DOORS),
        services=_services(site),
    )
