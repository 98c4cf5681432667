"""The overview as a table for a spreadsheet; no text becomes a formula."""

import csv
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook

from cms.pages.overview.reading import ContentState, columns_above
from opendata.writing.xlsx import cell
from sitegroup.escaping import escaped
from sitegroup.models import Site
from sitegroup.names import name_of

MOST_ROWS = 20_000
BATCH = 500
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def heads() -> list[str]:
    """The columns of the table."""
    return [
        _("编号"), _("标题"), _("种类"), _("栏目"), _("状态"), _("起草人"), _("最后修改"),
        _("首次发布"),
    ]  # fmt: skip


def rows(pages: QuerySet[Any]) -> Iterator[list[str]]:
    """At most MOST_ROWS rows of text, read in batches."""
    for start in range(0, MOST_ROWS, BATCH):
        batch = list(pages[start : start + BATCH])
        above = columns_above(batch)
        for page in batch:
            yield _row(page, above)
        if len(batch) < BATCH:
            return


def _row(page: Any, above: dict[str, str]) -> list[str]:
    owner = page.owner
    return [
        str(page.pk),
        page.draft_title or page.title,
        str(page.content_type.name),
        above.get(page.path[: -page.steplen], ""),
        str(ContentState(page.state).label),
        name_of(owner) if owner else "",
        _clock(page.latest_revision_created_at),
        _clock(page.first_published_at),
    ]


def _clock(moment: Any) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""


def as_csv(site: Site, pages: QuerySet[Any]) -> HttpResponse:
    """CSV that Excel opens as UTF-8."""
    answer = _file(site, "csv", "text/csv; charset=utf-8")
    answer.write("\ufeff")
    writer = csv.writer(answer)
    writer.writerow(heads())
    writer.writerows([escaped(text) for text in row] for row in rows(pages))
    return answer


def as_xlsx(site: Site, pages: QuerySet[Any]) -> HttpResponse:
    """XLSX; every cell is text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("信息一览"))
    for row in (heads(), *rows(pages)):
        sheet.append([cell(sheet, text) for text in row])
    answer = _file(site, "xlsx", XLSX)
    book.save(answer)
    return answer


def _file(site: Site, ending: str, kind: str) -> HttpResponse:
    name = f"{site.code}-{timezone.localdate():%Y%m%d}.{ending}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content_type=kind, headers=headers)
