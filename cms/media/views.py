"""Hand out files and pictures: only those that something public shows."""

import mimetypes
from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from cms.media.models import Attachment, Rendition
from sitegroup.models import PublicFile

# What a browser may show by itself; everything else is downloaded.
INLINE = ("application/pdf", "image/webp", "image/jpeg", "image/png")


def is_public(kind: str, file_id: int) -> bool:
    """Whether something public refers to this file."""
    return PublicFile.objects.filter(file_kind=kind, file_id=str(file_id)).exists()


def _answer(name: str, filename: str) -> FileResponse:
    media_type = mimetypes.guess_type(filename)[0] or "application/octet-stream"
    response = FileResponse(default_storage.open(name, "rb"), content_type=media_type)
    disposition = content_disposition_header(media_type not in INLINE, filename)
    response.headers["Content-Disposition"] = disposition or "attachment"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


@require_safe
def document(request: HttpRequest, document_id: int, filename: str) -> HttpResponseBase:
    """/files/<id>/<filename>: an attachment of something public, else 404."""
    found = get_object_or_404(Attachment, pk=document_id)
    if found.filename != filename or not is_public("document", document_id):
        raise Http404
    return _answer(found.file.name, filename)


@require_safe
def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """/media/images/<file>: a size of a picture that something public shows, else 404."""
    name = f"images/{PurePosixPath(path).name}"
    found = get_object_or_404(Rendition, file=name)
    if not is_public("image", found.image_id):
        raise Http404
    return _answer(name, PurePosixPath(path).name)
