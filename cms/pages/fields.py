"""Fields whose migrations stay small."""

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.functional import cached_property
from wagtail.fields import StreamField
from wagtail.rich_text import RichText


class PlainJSONEncoder(DjangoJSONEncoder):
    """JSON with Chinese characters as they are: half the size of escapes, and half the time."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "ensure_ascii": False})


class ContentField(StreamField):
    """正文. A StreamField that writes no block definitions into migrations.

    The blocks are code; a migration that repeats them grows with every change and tells the
    database nothing.
    """

    def __init__(self, block_types: Any = (), **kwargs: Any) -> None:
        super().__init__(block_types or [], **kwargs)

    @cached_property
    def json_field(self) -> "models.JSONField[Any, Any]":
        """How blocks become the column's text, and a revision's."""
        return models.JSONField(encoder=PlainJSONEncoder)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """The same whatever the blocks are."""
        name, _path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        kwargs.pop("block_types", None)
        return name, "cms.pages.fields.ContentField", [], kwargs


def one_text_block() -> list[tuple[str, Any]]:
    """A new body: one empty text, so that an editor can begin to write at once."""
    return [("text", RichText(""))]
