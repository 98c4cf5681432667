"""Make the plain data of a page from its model."""

import re
from typing import Any

import rjieba
from django.utils.translation import gettext as _

from cms.pages.body import table_html, text_html
from cms.pages.models import Article, Channel, Topic, Validity
from cms.pages.representation.shapes import (
    ArticleBrief,
    ArticleView,
    BodyPart,
    ChannelBrief,
    FileView,
    LeaderView,
    PictureView,
    UnitCard,
)
from sitegroup.delivery.frame import Link
from sitegroup.delivery.shell import address_in
from sitegroup.models import Organisation

LEAD_SIZE = "fill-960x540|format-webp|webpquality-72"
CARD_SIZE = "fill-480x270|format-webp|webpquality-72"
# a title inside a title, and both inside quotation marks, stay whole
NAMED = "《(?:[^《》]|《[^《》]*》)*》"
QUOTED = re.compile(rf"({NAMED}|〔[^〕]*〕[0-9]*号?|“(?:[^”《]|{NAMED})*”)")
SHORTEST_PHRASE = 4
COUNTY_PREFIX = 3  # 云溪县


def picture_view(picture: Any, spec: str, alt: str = "") -> PictureView | None:
    """A picture at one size, made once and kept."""
    if picture is None:
        return None
    rendition = picture.get_rendition(spec)
    words = alt or picture.alt
    return PictureView(rendition.url, words, rendition.width, rendition.height)


def article_brief(article: Article, *, with_picture: bool = False) -> ArticleBrief:
    """An article for a list; `with_picture` also makes its small picture."""
    return ArticleBrief(
        id=article.pk,
        title=article.title,
        url=article.full_url or "",
        unit=article.source or article.site.short_name,
        site=article.site.code,
        published_at=article.published_at,
        doc_no=article.doc_no,
        validity=article.validity,
        validity_label=_validity_label(article),
        summary=article.summary if with_picture else "",
        picture=picture_view(article.lead_image, LEAD_SIZE) if with_picture else None,
    )


def _validity_label(article: Article) -> str:
    return str(Validity(article.validity).label) if article.validity else ""


def article_view(
    article: Article, *, previous: Link | None = None, following: Link | None = None
) -> ArticleView:
    """The whole article."""
    channel = article.get_parent()
    return ArticleView(
        id=article.pk,
        title=article.title,
        phrases=phrases(article.title),
        url=article.full_url or "",
        site=article.site.code,
        unit=article.site.short_name,
        channel=channel.title,
        channel_url=address_in(article.site, channel.url_path),
        published_at=article.published_at,
        modified_at=article.last_published_at,
        source=article.source or article.site.short_name,
        author=article.author,
        doc_no=article.doc_no,
        issuer=issuer_of(article),
        signed_on=article.signed_on,
        theme=article.theme,
        validity=article.validity,
        validity_label=_validity_label(article),
        disclosure_mode=article.get_disclosure_mode_display(),
        keywords=keywords_of(article),
        summary=article.summary,
        picture=picture_view(article.lead_image, LEAD_SIZE),
        body=body_parts(article.body),
        files=tuple(_file_view(item) for item in article.attachments.all()),
        is_document=bool(article.doc_no or article.validity),
        previous=previous,
        following=following,
    )


def keywords_of(article: Article) -> tuple[str, ...]:
    """The keywords one by one."""
    return tuple(word for word in re.split(r"[、,，;；\s]+", article.keywords) if word)


def _file_view(item: Any) -> FileView:
    reference = item.document.reference()
    return FileView(
        title=str(item),
        url=f"{item.article.site.base_url.split('//')[0]}//{_host(item)}{reference.url}",
        format=reference.filename.rpartition(".")[2].upper(),
        size=reference.size,
    )


def _host(item: Any) -> str:
    return str(item.article.site.base_url.split("//", 1)[1].split("/", 1)[0])


def body_parts(body: Any) -> tuple[BodyPart, ...]:
    """The blocks of a body as clean HTML and pictures."""
    parts = []
    for block in body:
        if block.block_type == "text":
            parts.append(BodyPart("text", text_html(block.value.source)))
        elif block.block_type == "table":
            parts.append(BodyPart("table", table_html(block.value)))
        elif block.block_type == "picture" and block.value.get("image"):
            image = block.value["image"]
            view = picture_view(image, "width-720|format-webp|webpquality-72", block.value["alt"])
            parts.append(BodyPart("picture", "", view, block.value.get("caption") or ""))
    return tuple(parts)


def phrases(title: str) -> tuple[str, ...]:
    """A title cut where a line may break: never inside a word or between《 and 》."""
    found: list[str] = []
    for piece in QUOTED.split(title):
        words = [piece] if QUOTED.fullmatch(piece) else rjieba.cut(piece)
        for word in words:
            if found and _belongs(found[-1], word):
                found[-1] += word
            elif word:
                found.append(word)
    return tuple(found)


def _belongs(before: str, word: str) -> bool:
    """Whether a word stays on the line of what stands before it."""
    if QUOTED.fullmatch(word):
        return False
    return len(before) < SHORTEST_PHRASE or len(word) == 1 or before.endswith("》的")


def issuer_of(article: Article) -> str:
    """发文机关: who the title says it is from, else the unit itself; empty without a number."""
    if not article.doc_no:
        return ""
    named, about, _rest = article.title.partition("关于")
    county = article.site.name[:COUNTY_PREFIX]
    return named if about and named.startswith(county) else article.site.name


def channel_brief(
    channel: Channel | Topic, articles: tuple[ArticleBrief, ...] = ()
) -> ChannelBrief:
    """A column with some of its articles."""
    return ChannelBrief(channel.title, channel.full_url or "", channel.description, articles)


def unit_card(organisation: Organisation, url: str) -> UnitCard:
    """Who a unit is."""
    return UnitCard(
        name=organisation.name,
        short_name=organisation.label,
        url=url,
        duties=organisation.duties,
        address=organisation.address,
        phone=organisation.phone,
        office_hours=organisation.office_hours,
        leaders=tuple(
            LeaderView(leader.name, leader.title, leader.duties)
            for leader in organisation.leaders.all()
        ),
    )


def empty_hint(home_url: str) -> Link:
    """Where to go from a column that holds nothing yet."""
    return Link(_("首页"), home_url)
