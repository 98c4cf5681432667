"""The column of statements: a unit's own, or the county's roll-up."""

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cms.expenses.addresses import FEATURE, query_of
from cms.expenses.downloads import FORMATS, MEDIA_TYPES, statement_file
from cms.expenses.models import ExpenseStatement, Scope, Stage
from cms.expenses.representation.brief import published_text
from cms.expenses.representation.building import statement_view
from cms.expenses.representation.county import roll_up
from cms.pages.framing import channel_frame
from cms.pages.models import Channel
from sitegroup.delivery.frame import Frame, Link, Meta
from sitegroup.delivery.render import render_page
from sitegroup.delivery.shell import home_way, site_metas

YEAR_DIGITS = 4


def channel(request: HttpRequest, page: Channel) -> HttpResponse:
    """三公经费栏目. Answers 404 for a year, stage or format that is not public."""
    year, stage = _asked(request)
    if page.site.is_portal and request.GET.get("scope") != Scope.COUNTY:
        return _rolled_up(request, page, year, stage)
    found = ExpenseStatement.objects.public().for_site(page.site).with_units()
    if year is not None:
        found = found.filter(year=year)
    if stage:
        found = found.filter(stage=stage)
    statement = found.newest().first()
    if statement is None and (year is not None or stage or page.site.is_portal):
        raise Http404
    name = request.GET.get("format", "")
    if name and statement:
        return _download(statement, name)
    return statement_page(request, statement, page)


def _asked(request: HttpRequest) -> tuple[int | None, str]:
    year, stage = request.GET.get("year", ""), request.GET.get("stage", "")
    if stage not in ("", *Stage.values):
        raise Http404
    if year and not (year.isascii() and year.isdigit() and len(year) == YEAR_DIGITS):
        raise Http404
    return (int(year) if year else None), stage


def _rolled_up(request: HttpRequest, page: Channel, year: int | None, stage: str) -> HttpResponse:
    view = roll_up(page, year=year, stage=stage)
    if view is None or request.GET.get("format"):
        raise Http404
    query = f"?year={view.year}&stage={view.stage}" if view.year else ""
    frame = channel_frame(page, query=query, title=view.title)
    return render_page(request, "expenses_rollup.html", site=page.site, frame=frame, rollup=view)


def statement_page(
    request: HttpRequest | None, statement: ExpenseStatement | None, page: Channel | None = None
) -> HttpResponse:
    """The page of one statement, public or only previewed; of none, the words that say so."""
    page = page or _channel_of(statement)
    if page is None and statement is not None:
        frame = _lone_frame(statement)
    else:
        frame = _frame(cast("Channel", page), statement)
    site = statement.site if statement else cast("Channel", page).site
    return render_page(
        request,
        "expenses.html",
        site=site,
        frame=frame,
        statement=statement_view(statement) if statement else None,
        channel=Link(page.title, page.full_url or "") if page else Link(frame.title, ""),
        empty="" if statement else _("本单位还没有公开“三公”经费。批复后20日内在这里公开。"),
    )


def _channel_of(statement: ExpenseStatement | None) -> Channel | None:
    if statement is None:
        return None
    found: Channel | None = (
        Channel.objects.live().filter(site=statement.site, feature=FEATURE).order_by("path").first()
    )
    return found


def _frame(page: Channel, statement: ExpenseStatement | None) -> Frame:
    if statement is None:
        return channel_frame(page)
    plain = channel_frame(page, query=query_of(statement), title=str(statement))
    way = Link(page.title, page.full_url or "")
    return Frame(
        title=plain.title,
        document_title=plain.document_title,
        canonical_url=plain.canonical_url,
        breadcrumb=(*plain.breadcrumb, way),
        metas=(*plain.metas, *_metas(statement, plain.canonical_url)),
        section_url=plain.section_url,
    )


def _metas(statement: ExpenseStatement, url: str) -> tuple[Meta, ...]:
    """The content tags of 国办发〔2017〕47号, as on any other piece of content."""
    return (
        Meta("ArticleTitle", str(statement)),
        Meta("PubDate", published_text(statement)),
        Meta("ContentSource", statement.site.short_name),
        Meta("Url", url),
        Meta("Keywords", f"三公经费,{statement.year},{statement.get_stage_display()}"),
    )


def _lone_frame(statement: ExpenseStatement) -> Frame:
    """A preview for a unit whose column is not public yet."""
    title = str(statement)
    return Frame(
        title=title,
        document_title=f"{title} - {statement.site.name}",
        canonical_url=f"{statement.site.base_url}/",
        breadcrumb=home_way(statement.site),
        metas=site_metas(statement.site),
        noindex=True,
    )


def _download(statement: ExpenseStatement, name: str) -> HttpResponse:
    if name not in FORMATS:
        raise Http404
    response = HttpResponse(statement_file(statement, name), content_type=MEDIA_TYPES[name])
    filename = f"sangong-{statement.site.code}-{statement.year}-{statement.stage}.{name}"
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
