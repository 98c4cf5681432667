"""A statement in a list, and the words that every face of it shares."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.expenses.addresses import statement_url
from cms.expenses.models import ExpenseStatement
from cms.expenses.representation.amounts import money
from cms.expenses.representation.statement import StatementBrief, Timeliness

DEADLINE = 20


def title_of(statement: ExpenseStatement) -> str:
    """云溪县教育局2025年度“三公”经费决算."""
    return str(statement)


def brief_of(statement: ExpenseStatement, *, channel: str = "") -> StatementBrief:
    """A statement for a list; `channel` is the address of its column where it is known."""
    return StatementBrief(
        id=statement.pk,
        title=title_of(statement),
        url=statement_url(statement, channel),
        site=statement.site.code,
        unit=statement.site.short_name,
        year=statement.year,
        stage=statement.stage,
        stage_label=str(statement.get_stage_display()),
        scope=statement.scope,
        scope_label=str(statement.get_scope_display()),
        approved_on=statement.approved_on,
        published_on=public_day(statement),
        published_at=statement.first_published_at,
        published_text=published_text(statement),
        total=money(statement.total),
    )


def public_day(statement: ExpenseStatement) -> date | None:
    """The day it became public: elsewhere before, else by its first release here."""
    if statement.published_on:
        return statement.published_on
    first = statement.first_published_at
    return timezone.localdate(first) if first else None


def published_text(statement: ExpenseStatement) -> str:
    """YYYY-MM-DD HH:MM of the release, or the day it was public elsewhere."""
    if statement.published_on:
        return statement.published_on.isoformat()
    first = statement.first_published_at
    return timezone.localtime(first).strftime("%Y-%m-%d %H:%M") if first else ""


def timeliness_of(statement: ExpenseStatement) -> Timeliness | None:
    """Within 20 days of approval (预算法 Art. 14), natural days."""
    public, approved = public_day(statement), statement.approved_on
    if public is None or approved is None or public < approved:
        return None
    days = (public - approved) // timedelta(days=1)
    when = _("批复后第%d日公开") % days if days else _("批复当日公开")
    on_time = days <= DEADLINE
    limit = _("未超过%d日") if on_time else _("超过%d日")
    return Timeliness(f"{when}，{limit % DEADLINE}", on_time)
