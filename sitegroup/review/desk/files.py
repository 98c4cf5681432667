"""The submitted version as readers would see it, and its files; private, never stored."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from sitegroup.review.desk import access, reading


def _private(response: Any) -> Any:
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def shown(request: HttpRequest, candidate: Any) -> HttpResponse:
    """The page of one version; its files may then be opened in this session."""
    access.remember_files(request, candidate.referenced_files())
    if isinstance(candidate, Page):
        return _private(candidate.serve_preview(request, ""))
    return _private(
        render(request, "sitegroup/desk/preview.html", {"html": candidate.review_html()})
    )


def sent(candidate: Any, *, kind: str, file_id: str) -> FileResponse:
    """One file of a version, and no other. Raises Http404."""
    names = {(f.kind, f.file_id) for f in candidate.referenced_files()}
    if (kind, file_id) not in names:
        raise Http404
    model = get_image_model() if kind == "image" else get_document_model()
    found = get_object_or_404(model, pk=file_id)
    try:
        opened = found.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return _private(FileResponse(opened, as_attachment=True, filename=found.filename))


@require_safe
def preview(request: HttpRequest, case_id: int) -> HttpResponse:
    """看成稿: the page of the submitted version."""
    return shown(request, reading.candidate_of(access.visible_case(request.user, case_id)))


@require_safe
def download(request: HttpRequest, case_id: int, kind: str, file_id: str) -> FileResponse:
    """One file of the case, and no other."""
    case = access.visible_case(request.user, case_id)
    return sent(reading.candidate_of(case), kind=kind, file_id=file_id)
