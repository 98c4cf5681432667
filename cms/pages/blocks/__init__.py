"""Blocks, one idea a file."""

from cms.pages.blocks.picture import PictureBlock
from cms.pages.blocks.table import DataTableBlock
from cms.pages.blocks.text import TextBlock

BODY_BLOCKS = [
    ("text", TextBlock()),
    ("picture", PictureBlock()),
    ("table", DataTableBlock()),
]

__all__ = ["BODY_BLOCKS", "DataTableBlock", "PictureBlock", "TextBlock"]
