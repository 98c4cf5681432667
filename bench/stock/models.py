"""A page with a title, a date and a text."""

from django.db import models
from wagtail.blocks import RichTextBlock
from wagtail.fields import StreamField
from wagtail.models import Page


class StockPage(Page):
    """What a tutorial's article is."""

    date = models.DateField()
    body = StreamField([("text", RichTextBlock())])
