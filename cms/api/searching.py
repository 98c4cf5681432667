"""Full-text search, and what to type: /search/, /suggest/."""

from dataclasses import fields
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from cms.api.answering import REVALIDATE, ItemView, ListView, asked_site
from cms.api.paging import Slice, decode, encode, number
from cms.api.parameters import ItemQuery, ListQuery, year_field
from cms.api.serializing import as_json, serializer_class
from cms.api.throttling import SearchThrottle, SuggestThrottle
from search.completion import CompletionRequest
from search.query import DEEPEST_RESULT, LONGEST_QUERY, SearchRequest
from search.representation import KIND_LABELS, SearchItem, SearchPage, Suggestions
from search.views import complete, find

# How long it took differs from time to time: it would make every answer a new one.
LEFT_OUT = ("results", "took_ms")


class SearchQuery(ListQuery):
    """What to look for."""

    q = serializers.CharField(
        required=False,
        max_length=LONGEST_QUERY,
        help_text=_("要找的词；不写就按日期列出全部。"),
    )
    site = serializers.SlugField(required=False, max_length=100, help_text=_("只在这个站点里找。"))
    kind = serializers.ListField(
        child=serializers.ChoiceField(choices=list(KIND_LABELS)),
        required=False,
        max_length=len(KIND_LABELS),
        help_text=_("只找这几类，可以写几个。"),
    )
    year = year_field(_("只找这一年的。"))
    validity = serializers.CharField(
        required=False, max_length=8, help_text=_("只找这种有效性的文件，如`有效`。")
    )
    sort = serializers.ChoiceField(
        choices=["relevance", "date"],
        required=False,
        default="relevance",
        help_text=_("`relevance`按相关程度，`date`按日期。"),
    )


class Search(ListView):
    """检索."""

    query_class = SearchQuery
    kinds = (SearchItem,)
    cache_control = REVALIDATE
    throttle_classes = (SearchThrottle,)
    operation = "search"
    tag = "检索"
    summary = _("检索")
    description = _(
        "检索全部公开内容。`facets`是各类、各单位、各年的条数。"
        "`title_html`、`passage_html`是转义过的文字，只有`<mark>`一种标记。"
        "每个IP地址每分钟最多60次，超过的得到429，请按`Retry-After`等待；只能翻到前一万条。"
    )
    found: SearchPage

    @staticmethod
    def beside_fields() -> dict[str, Any]:
        """The whole of a page of results."""
        known = serializer_class(SearchPage)().fields
        return {name: field for name, field in known.items() if name not in LEFT_OUT}

    def beside(self) -> dict[str, Any]:
        """As described."""
        names = tuple(field.name for field in fields(SearchPage) if field.name not in LEFT_OUT)
        return as_json(self.found, names)

    def page(self, asked: dict[str, Any]) -> Slice[SearchItem]:
        """One page of results. Raises SearchError while the index cannot answer."""
        page, size = 1, asked["page_size"]
        if "cursor" in asked:
            page = max(1, *decode(asked["cursor"], number))
        self.found = find(
            SearchRequest(
                q=asked.get("q", ""),
                site=asked.get("site"),
                kinds=tuple(asked.get("kind", ())),
                year=asked.get("year"),
                validity=asked.get("validity"),
                sort=asked["sort"],
                page=page,
                per_page=size,
            )
        )
        here = self.found.page
        more = here * size < self.found.total and (here + 1) * size <= DEEPEST_RESULT
        return Slice(
            self.found.results,
            following=encode(here + 1) if more else None,
            previous=encode(here - 1) if here > 1 else None,
        )


class SuggestQuery(ItemQuery):
    """What has been typed."""

    q = serializers.CharField(
        required=False,
        default="",
        allow_blank=True,
        max_length=LONGEST_QUERY,
        help_text=_("已经输入的字；没有字就没有提示。"),
    )
    site = serializers.SlugField(required=False, max_length=100, help_text=_("只在这个站点里找。"))


class Suggest(ItemView):
    """输入提示."""

    query_class = SuggestQuery
    kinds = (Suggestions,)
    cache_control = REVALIDATE
    throttle_classes = (SuggestThrottle,)
    operation = "suggest"
    tag = "检索"
    summary = _("输入提示")
    description = _(
        "边输入边提示：标题、单位名称以这些字开头或者含有这些字，最多十条，开头相同的在前。"
        "拼音、拼音首字母和繁体字也可以。每个IP地址每分钟最多300次，超过的得到429，"
        "请按`Retry-After`等待。"
    )

    def item(self) -> Suggestions:
        """At most ten. Raises SearchError while the index cannot answer."""
        asked = self.asked()
        site = asked_site(asked["site"]).code if "site" in asked else None
        return complete(CompletionRequest(asked["q"], site))
