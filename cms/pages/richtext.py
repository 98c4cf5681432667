"""Two kinds of paragraph that official letters have: whom it is to, and who signs."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.rich_text.converters.html_to_contentstate import BlockElementHandler
from wagtail.admin.rich_text.editors.draftail.features import BlockFeature
from wagtail.rich_text.feature_registry import FeatureRegistry

# feature: (class of the paragraph, label on the button, what it is)
PARAGRAPHS: dict[str, tuple[str, str, Any]] = {
    "salutation": ("to", "称谓", _("称谓：顶格写主送单位")),
    "signature": ("sign", "落款", _("落款：靠右写单位和日期")),
}


def register_paragraphs(features: FeatureRegistry) -> None:
    """Teach the editor `<p class="to">` and `<p class="sign">`."""
    for name, (css_class, label, description) in PARAGRAPHS.items():
        control = {"type": name, "label": label, "description": description, "element": "p"}
        features.register_editor_plugin("draftail", name, BlockFeature(control))
        features.register_converter_rule("contentstate", name, _rule(name, css_class))


def _rule(name: str, css_class: str) -> dict[str, Any]:
    return {
        "from_database_format": {f'p[class="{css_class}"]': BlockElementHandler(name)},
        "to_database_format": {
            "block_map": {name: {"element": "p", "props": {"class": css_class}}}
        },
    }
