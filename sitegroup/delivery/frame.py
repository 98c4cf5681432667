"""What surrounds every public page, as plain data: the site's shell and the page's frame.

The API answers it and the themes draw it; neither asks the database.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Link:
    """A link with its words."""

    title: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class NavGroup:
    """A group of the menu: its heading and its links."""

    title: str
    url: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class NavItem:
    """A first-level column of the menu; `groups` is empty where it has no columns below."""

    title: str
    url: str
    current: bool
    groups: tuple[NavGroup, ...]


@dataclass(frozen=True)
class Fact:
    """A label and its value."""

    label: str
    value: str


@dataclass(frozen=True)
class Shell:
    """站点外框: everything around the page that depends on the site only."""

    code: str
    name: str
    short_name: str
    tagline: str
    english_name: str
    kind: str
    theme: str
    is_portal: bool
    home_url: str
    portal_name: str
    portal_url: str
    domain: str
    site_id_code: str
    nav: tuple[NavItem, ...]
    footer_links: tuple[Link, ...]
    footer_facts: tuple[Fact, ...]
    emblem_url: str
    search_url: str
    search_scope: str
    hot_terms: tuple[Link, ...]
    hotline: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Meta:
    """A META tag of 国办发〔2017〕47号."""

    name: str
    content: str


@dataclass(frozen=True)
class Feed:
    """A feed of what the page lists."""

    title: str
    url: str
    media_type: str


@dataclass(frozen=True)
class Frame:
    """页面外框: what surrounds one page: title, way here, META tags, canonical address, feeds."""

    title: str
    document_title: str
    canonical_url: str
    breadcrumb: tuple[Link, ...] = ()
    metas: tuple[Meta, ...] = ()
    feeds: tuple[Feed, ...] = ()
    is_home: bool = False
    noindex: bool = False
    section_url: str = field(default="")
