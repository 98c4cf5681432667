"""The record's pages: a list by cursor, one entry, the export."""

from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sitegroup.audit.desk.forms import LONGEST_NUMBER, FilterForm
from sitegroup.audit.exporting import MEDIA_TYPES, export_bytes
from sitegroup.audit.models import AuditEntry
from sitegroup.audit.querying import asked_for, audited, sees_everything, visible_entries
from sitegroup.audit.wording import details_in_words, roles_in_words

ROWS = 50
# What one file of the admin holds; export_audit knows no limit.
MOST_EXPORTED = 50_000
FILES = ("xlsx", "csv")


def _asked(request: HttpRequest) -> tuple[FilterForm, QuerySet[AuditEntry]]:
    """The form and what it asks for; nothing where it is not valid. Raises Http404 for others."""
    if not audited(request):
        raise Http404
    form = FilterForm(request.GET, sites=audited(request).units())
    mine = visible_entries(request)
    return form, asked_for(mine, form.wish()) if form.is_valid() else mine.none()


@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """The newest, or those before or after a number: no page costs more than the first."""
    form, found = _asked(request)
    before, after = _number(request, "before"), _number(request, "after")
    if after is not None:
        upwards = found.filter(sequence__gt=after).order_by("sequence")
        rows = list(reversed(upwards[: ROWS + 1]))
        newer, older = len(rows) > ROWS, True
        rows = rows[-ROWS:]
    else:
        downwards = found if before is None else found.filter(sequence__lt=before)
        rows = list(downwards[: ROWS + 1])
        newer, older = before is not None, len(rows) > ROWS
        rows = rows[:ROWS]
    context = {
        "form": form,
        "rows": [(row, roles_in_words(row.role)) for row in rows],
        "newer": rows[0].sequence if rows and newer else None,
        "older": rows[-1].sequence if rows and older else None,
        "query": _query(request),
        "is_filtered": any(form.data.get(name) for name in form.fields),
        "whole_county": sees_everything(request),
    }
    status = HTTPStatus.OK if form.is_valid() else HTTPStatus.BAD_REQUEST
    return render(request, "sitegroup/audit/list.html", context, status=status)


def _number(request: HttpRequest, name: str) -> int | None:
    given = request.GET.get(name, "")
    fits = given.isascii() and given.isdigit() and len(given) <= LONGEST_NUMBER
    return int(given) if fits else None


def _query(request: HttpRequest) -> str:
    """The filters without the place in the list."""
    kept = request.GET.copy()
    for name in ("before", "after"):
        kept.pop(name, None)
    return kept.urlencode()


@require_safe
def entry(request: HttpRequest, sequence: int) -> HttpResponse:
    """One entry. Raises Http404 for what this person may not read, existing or not."""
    found = None
    if audited(request) and len(str(sequence)) <= LONGEST_NUMBER:
        found = visible_entries(request).filter(sequence=sequence).first()
    if found is None:
        raise Http404
    context = {
        "entry": found,
        "roles": roles_in_words(found.role),
        "details": list(details_in_words(found)),
    }
    return render(request, "sitegroup/audit/entry.html", context)


@require_safe
def export(request: HttpRequest, name: str) -> HttpResponse:
    """What the filters show, as a file; the export is on record itself."""
    form, found = _asked(request)
    if name not in FILES or not form.is_valid():
        raise Http404
    if found[MOST_EXPORTED : MOST_EXPORTED + 1].exists():
        form.add_error(None, _("超过5万条，一次导不出来，请缩小日期范围。"))
        context: dict[str, Any] = {"form": form, "rows": [], "is_filtered": True}
        status = HTTPStatus.BAD_REQUEST
        return render(request, "sitegroup/audit/list.html", context, status=status)
    asked = {key: value for key, value in form.data.items() if value and key in form.fields}
    made = export_bytes(found, name, by=request.user, told={"asked": asked})
    answer = HttpResponse(made, content_type=MEDIA_TYPES[name])
    answer["Content-Disposition"] = f'attachment; filename="audit.{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
