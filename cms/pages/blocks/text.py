"""Running text."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import RichTextBlock

FEATURES = ["h2", "h3", "bold", "ol", "ul", "link", "document-link", "salutation", "signature"]


class TextBlock(RichTextBlock):
    """正文段落: rich text; stored as HTML that is cleaned again whenever it is shown."""

    def __init__(self) -> None:
        super().__init__(required=False, features=FEATURES, label=_("文字"), icon="pilcrow")
