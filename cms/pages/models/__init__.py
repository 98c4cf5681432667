"""The pages of every site."""

from cms.pages.models.article import Article, ArticleAttachment, Validity
from cms.pages.models.base import SitePage
from cms.pages.models.channel import COLUMN_TYPES, Channel, Topic
from cms.pages.models.home import PortalHome, UnitHome

__all__ = [
    "COLUMN_TYPES",
    "Article",
    "ArticleAttachment",
    "Channel",
    "PortalHome",
    "SitePage",
    "Topic",
    "UnitHome",
    "Validity",
]
