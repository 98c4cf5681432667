"""Statements of the three public expenses: /expenses/, /sites/{code}/expenses/ and each."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from cms.api.answering import ItemView, ListView
from cms.api.paging import Slice, SortKey, keyset_page, number, text
from cms.api.parameters import LARGEST_ID, ListQuery, lookups_of, year_field
from cms.expenses.addresses import channel_urls, portal_channel_url
from cms.expenses.models import ExpenseStatement, Stage
from cms.expenses.representation import Statement, StatementBrief
from cms.expenses.representation.brief import brief_of
from cms.expenses.representation.building import statement_view

# As StatementQuerySet.newest(), and no two alike: a unit has one statement a year and stage.
NEWEST_FIRST = (
    SortKey("year", number, descending=True),
    SortKey("stage", text, descending=True),
    SortKey("site_id", number),
)


class ExpensesQuery(ListQuery):
    """Which statements."""

    year = year_field(_("年度。"))
    stage = serializers.ChoiceField(
        choices=Stage.values, required=False, help_text=_("`budget`预算，`final`决算。")
    )


class Expenses(ListView):
    """三公经费表列表, newest year first."""

    query_class = ExpensesQuery
    kinds = (StatementBrief,)
    operation = "expenses"
    tag = "三公经费"
    summary = _("三公经费表列表")
    description = _("各单位公开的“三公”经费预算和决算，年度新的在前。金额单位为万元。")

    def page(self, asked: dict[str, Any]) -> Slice[StatementBrief]:
        """One page of what matches."""
        site = self.site()
        self.modified = self.changed_at(ExpenseStatement.object_type, site)
        found = ExpenseStatement.objects.public().with_units()
        found = found.for_site(site) if site else found
        found = found.filter(**lookups_of(asked, {"year": "year", "stage": "stage"}))
        rows: Slice[ExpenseStatement] = keyset_page(
            found, NEWEST_FIRST, cursor=asked.get("cursor"), size=asked["page_size"]
        )
        urls = channel_urls([row.site for row in rows.items])
        other = portal_channel_url()
        briefs = [brief_of(row, channel=urls.get(row.site_id, other)) for row in rows.items]
        return Slice(briefs, rows.following, rows.previous)


class OneStatement(ItemView):
    """三公经费公开表."""

    kinds = (Statement,)
    operation = "expenses_statement"
    tag = "三公经费"
    summary = _("一张三公经费表")
    description = _("一张表的全部：各项预算和决算、同上年比较、增减原因、历年数。")

    def item(self) -> Statement:
        """The whole of it."""
        site, key = self.site(), self.kwargs["id"]
        found = ExpenseStatement.objects.public().with_units().filter(pk=min(key, LARGEST_ID))
        statement = (found.for_site(site) if site else found).first()
        if statement is None:
            raise Http404
        self.modified = statement.last_published_at
        return statement_view(statement)
