"""What became public or was withdrawn, in order: /changes/."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from cms.api.answering import REVALIDATE, ListView, asked_site, origin
from cms.api.paging import Slice, SortKey, keyset_page, number
from cms.api.parameters import LARGEST_ID, ListQuery, lookups_of
from cms.api.representation import ChangeView
from sitegroup.models import Change, ChangeOperation

IN_ORDER = (SortKey("pk", number),)
ADDRESSES = {
    "article": "articles",
    "channel": "channels",
    "dataset": "datasets",
    "expenses": "expenses",
    "topic": "channels",
}


class ChangesQuery(ListQuery):
    """Which changes."""

    after = serializers.IntegerField(
        required=False,
        min_value=0,
        max_value=LARGEST_ID,
        help_text=_("从这个编号之后看起：把上次看到的最后一个`id`填在这里，就只得到新的变动。"),
    )
    object_type = serializers.RegexField(
        r"^[a-z_]{1,40}$",
        required=False,
        help_text=_(
            "哪一类：`article`信息，`expenses`三公经费表，`dataset`数据集，`channel`栏目等。"
        ),
    )
    operation = serializers.ChoiceField(
        choices=ChangeOperation.values,
        required=False,
        help_text=_("`upsert`公开或更新，`withdraw`撤下。"),
    )
    site = serializers.SlugField(required=False, max_length=100, help_text=_("哪个站点的。"))


def change_view(change: Change, base: str) -> ChangeView:
    """A line of the ledger as outsiders see it: nothing of who released it."""
    folder = ADDRESSES.get(change.object_type, "") if change.is_public else ""
    return ChangeView(
        id=change.pk,
        key=change.key,
        object_type=change.object_type,
        object_key=change.object_key,
        operation=change.operation,
        version=change.version,
        site=change.site.code,
        changed_at=change.changed_at,
        api_url=f"{base}/api/v1/{folder}/{change.object_key}/" if folder else "",
    )


class Changes(ListView):
    """变动, oldest first."""

    query_class = ChangesQuery
    kinds = (ChangeView,)
    cache_control = REVALIDATE
    operation = "changes"
    tag = "变动"
    summary = _("变动")
    description = _(
        "按先后顺序列出公开和撤下。要保存一份完整的副本：从头看到最后一页，"
        "记住最后一个`id`，以后定时用`after`取新的；撤下的，请在副本里也删除。"
    )

    def page(self, asked: dict[str, Any]) -> Slice[ChangeView]:
        """One page of the ledger."""
        lookups = {"after": "pk__gt", "object_type": "object_type", "operation": "operation"}
        found = Change.objects.select_related("site").filter(**lookups_of(asked, lookups))
        if "site" in asked:
            found = found.filter(site=asked_site(asked["site"]))
        rows = keyset_page(found, IN_ORDER, cursor=asked.get("cursor"), size=asked["page_size"])
        self.modified = max((change.changed_at for change in rows.items), default=None)
        base = origin(self.request)
        views = [change_view(change, base) for change in rows.items]
        return Slice(views, rows.following, rows.previous)
