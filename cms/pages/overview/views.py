"""/admin/our-content/: one unit's content by state, with filters and a table to take along."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.pages.overview import export
from cms.pages.overview.forms import OverviewForm
from cms.pages.overview.reading import (
    ContentState,
    columns_above,
    counted,
    narrowed,
    pages_of,
)
from sitegroup.guard.roles import sites_of
from sitegroup.models import Site

ROWS = 30
FORMATS = {"csv": export.as_csv, "xlsx": export.as_xlsx}


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The list, or with ?export=csv or xlsx the same rows as a file."""
    sites = sites_of(request.user).select_related("organisation", "home_page").order_by("code")
    site = _chosen(request, sites)
    form = OverviewForm(request.GET, sites=sites, site=site)
    form.is_valid()
    pages = narrowed(pages_of(site), form.cleaned_data)
    state = form.cleaned_data.get("state", "")
    shown = pages.filter(state=state) if state else pages
    wanted = request.GET.get("export", "")
    if wanted:
        if wanted not in FORMATS:
            raise Http404
        return FORMATS[wanted](site, shown)
    return render(request, "pages/overview/list.html", _context(request, site, form, pages, shown))


def _chosen(request: HttpRequest, sites: Any) -> Site:
    """The unit asked for, or the first of one's own; one unit at a time bounds every query.

    Raises Http404 for a unit that is not one's own, PermissionDenied for somebody without any.
    """
    asked = request.GET.get("site", "")
    found = sites.filter(pk=asked).first() if asked.isdecimal() else sites.first()
    if found is not None:
        chosen: Site = found
        return chosen
    if asked:
        raise Http404
    raise PermissionDenied


def _context(
    request: HttpRequest, site: Site, form: OverviewForm, pages: Any, shown: Any
) -> dict[str, Any]:
    counts = counted(pages)
    page = Paginator(shown, ROWS).get_page(request.GET.get("page"))
    above = columns_above(list(page.object_list))
    rows = [
        {
            "page": entry,
            "state": ContentState(entry.state),
            "column": above.get(entry.path[: -entry.steplen], ""),
        }
        for entry in page.object_list
    ]
    return {
        "site": site,
        "form": form,
        "page": page,
        "rows": rows,
        "states": [(state, counts.get(state, 0)) for state in ContentState],
        "total": sum(counts.values()),
        "state": form.cleaned_data.get("state", ""),
        "query": _without(request, "page", "export"),
        "query_of_states": _without(request, "page", "export", "state"),
        "filtered": any(value for key, value in form.cleaned_data.items() if key != "site"),
        "most": export.MOST_ROWS,
    }


def _without(request: HttpRequest, *names: str) -> str:
    kept = request.GET.copy()
    for name in names:
        kept.pop(name, None)
    return kept.urlencode()
