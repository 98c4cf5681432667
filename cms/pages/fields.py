"""Fields whose migrations stay small."""

from typing import Any

from wagtail.fields import StreamField
from wagtail.rich_text import RichText


class ContentField(StreamField):
    """正文. A StreamField that writes no block definitions into migrations.

    The blocks are code; a migration that repeats them grows with every change and tells the
    database nothing.
    """

    def __init__(self, block_types: Any = (), **kwargs: Any) -> None:
        super().__init__(block_types or [], **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """The same whatever the blocks are."""
        name, _path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        kwargs.pop("block_types", None)
        return name, "cms.pages.fields.ContentField", [], kwargs


def one_text_block() -> list[tuple[str, Any]]:
    """A new body: one empty text, so that an editor can begin to write at once."""
    return [("text", RichText(""))]
