"""Pages as plain data: what the API answers and what the themes draw. Version 1."""

from dataclasses import dataclass
from datetime import date, datetime

from sitegroup.delivery.frame import Link
from sitegroup.delivery.pager import Pager


@dataclass(frozen=True)
class PictureView:
    """A picture at one size: absolute address, words, pixels."""

    url: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True)
class ArticleBrief:
    """An article in a list. Times are aware; the theme prints them as YYYY-MM-DD."""

    id: int
    title: str
    url: str
    unit: str
    site: str
    published_at: datetime | None
    doc_no: str
    validity: str
    validity_label: str
    summary: str
    picture: PictureView | None


@dataclass(frozen=True)
class FileView:
    """An attachment: format in capitals, size in bytes."""

    title: str
    url: str
    format: str
    size: int


@dataclass(frozen=True)
class BodyPart:
    """A piece of a body: kind is text, table or picture; `html` is clean HTML."""

    kind: str
    html: str
    picture: PictureView | None = None
    caption: str = ""


@dataclass(frozen=True)
class ArticleView:
    """信息: the whole of an article."""

    id: int
    title: str
    phrases: tuple[str, ...]
    url: str
    site: str
    unit: str
    channel: str
    channel_url: str
    published_at: datetime | None
    modified_at: datetime | None
    source: str
    author: str
    doc_no: str
    issuer: str
    signed_on: date | None
    theme: str
    validity: str
    validity_label: str
    disclosure_mode: str
    keywords: tuple[str, ...]
    summary: str
    picture: PictureView | None
    body: tuple[BodyPart, ...]
    files: tuple[FileView, ...]
    is_document: bool
    previous: Link | None
    following: Link | None


@dataclass(frozen=True)
class ChannelBrief:
    """A column below another, with its newest articles."""

    title: str
    url: str
    description: str
    articles: tuple[ArticleBrief, ...] = ()


@dataclass(frozen=True)
class ChannelView:
    """栏目: its columns below, and its articles newest first or its one text."""

    title: str
    url: str
    description: str
    column_type: str
    channels: tuple[ChannelBrief, ...]
    siblings: tuple[Link, ...]
    articles: tuple[ArticleBrief, ...]
    text: ArticleView | None
    pager: Pager | None
    empty_hint: Link | None


@dataclass(frozen=True)
class LeaderView:
    """A leader of a unit."""

    name: str
    title: str
    duties: str


@dataclass(frozen=True)
class UnitCard:
    """机构卡: who a unit is and how to reach it."""

    name: str
    short_name: str
    url: str
    duties: str
    address: str
    phone: str
    office_hours: str
    leaders: tuple[LeaderView, ...]


@dataclass(frozen=True)
class UnitGroup:
    """The units of one kind."""

    label: str
    units: tuple[Link, ...]


@dataclass(frozen=True)
class UnitEntry:
    """A unit in the directory: how to find it and how to reach it."""

    title: str
    url: str
    phone: str
    address: str
    initial: str


@dataclass(frozen=True)
class UnitSection:
    """The units of one kind, in the order in which they were entered."""

    label: str
    units: tuple[UnitEntry, ...]


@dataclass(frozen=True)
class UnitLetter:
    """The units whose names begin with one letter of pinyin; none is a letter without a link."""

    letter: str
    units: tuple[Link, ...]


@dataclass(frozen=True)
class UnitDirectory:
    """单位导航: every unit by kind, and again by the first letter of its pinyin."""

    total: int
    sections: tuple[UnitSection, ...]
    letters: tuple[UnitLetter, ...]


@dataclass(frozen=True)
class Door:
    """An entry with an icon of the sprite."""

    title: str
    url: str
    icon: str


@dataclass(frozen=True)
class Figure:
    """A number with its unit of measure, its year and what it is compared with."""

    label: str
    value: str
    unit: str
    comparison: str
    url: str


@dataclass(frozen=True)
class TopicCard:
    """A topic with its picture."""

    title: str
    url: str
    picture: PictureView | None


@dataclass(frozen=True)
class PortalHomeView:
    """门户首页."""

    lead: ArticleBrief | None
    news: ChannelBrief
    services: tuple[Door, ...]
    services_url: str
    documents: ChannelBrief
    notices: ChannelBrief
    doors: tuple[Door, ...]
    disclosure_url: str
    figures: tuple[Figure, ...]
    data_url: str
    letters_text: ChannelBrief
    consultations: ChannelBrief
    topics: tuple[TopicCard, ...]
    topics_url: str
    unit_groups: tuple[UnitGroup, ...]


@dataclass(frozen=True)
class UnitHomeView:
    """单位首页."""

    card: UnitCard
    news: ChannelBrief
    notices: ChannelBrief
    documents: ChannelBrief
    doors: tuple[Door, ...]
    services: tuple[Door, ...]
