"""What the first page of the admin says of unread notices."""

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component

from sitegroup.notices.models import Notice
from sitegroup.notices.words import sentence

SHOWN = 5


class NoticesPanel(Component):
    """通知."""

    name = "notices"
    order = 130
    template_name = "sitegroup/notices/panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """The newest that this person has not read."""
        mine = Notice.objects.desk_of(parent_context["request"].user).filter(read_at=None)
        return {"lines": [(notice, sentence(notice)) for notice in mine[:SHOWN]]}
