"""Expense statements as search documents."""

from collections.abc import Iterator

from cms.expenses.addresses import channel_urls, query_of
from cms.expenses.items import ITEMS
from cms.expenses.models import ExpenseStatement
from cms.expenses.models.querysets import StatementQuerySet
from cms.expenses.representation.amounts import money
from cms.expenses.representation.brief import public_day
from cms.expenses.representation.words import sentence_of
from search.document import SearchDocument
from sitegroup.models import Change

OBJECT_TYPE = ExpenseStatement.object_type
CHANNEL = "三公经费"


class ExpensesSource:
    """三公经费表 -> search document; only what is public has one."""

    @staticmethod
    def _found() -> StatementQuerySet:
        return ExpenseStatement.objects.public().with_units()

    @classmethod
    def document(cls, key: str) -> SearchDocument | None:
        """The document of one statement; None when it is not public."""
        changes = Change.objects.filter(object_type=OBJECT_TYPE, object_key=key)
        last = changes.order_by("version").last()
        statement = cls._found().filter(pk=key).first() if key.isdigit() else None
        if statement is None:
            return None
        urls = channel_urls([statement.site])
        return _document(statement, urls, last.version if last else 1)

    @classmethod
    def all_documents(cls) -> Iterator[SearchDocument]:
        """Every public statement."""
        versions = dict(
            Change.objects.filter(object_type=OBJECT_TYPE)
            .order_by("version")
            .values_list("object_key", "version")
        )
        rows = list(cls._found().order_by("pk"))
        urls = channel_urls([row.site for row in rows])
        for row in rows:
            yield _document(row, urls, versions.get(row.object_key, 1))


def _document(statement: ExpenseStatement, urls: dict[int, str], version: int) -> SearchDocument:
    channel = urls.get(statement.site_id, "")
    return SearchDocument(
        key=f"{OBJECT_TYPE}:{statement.pk}",
        version=version,
        kind=OBJECT_TYPE,
        site=statement.site.code,
        site_name=statement.site.short_name,
        title=str(statement),
        summary=sentence_of(statement.figures)[0].text,
        body=_body(statement),
        url=f"{channel}{query_of(statement)}" if channel else f"{statement.site.base_url}/",
        date=public_day(statement),
        channel=CHANNEL,
        keywords=("三公经费", str(statement.get_stage_display()), str(statement.year)),
    )


def _body(statement: ExpenseStatement) -> str:
    figures = statement.figures
    lines = []
    for item in ITEMS:
        given = figures.item(item.code)
        amount = money(figures.amount(item.code, figures.current)).text
        lines.append(f"{item.label}{amount}万元。{given.prior_reason}{given.budget_reason}")
    return "\n".join([*lines, statement.note])
