"""Hand out files and pictures: to everybody what something public shows, else to colleagues."""

import mimetypes
from pathlib import PurePosixPath
from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag
from django.views.decorators.http import require_safe

from cms.media.models import Attachment, Rendition
from sitegroup.models import PublicFile
from sitegroup.review.desk.access import may_open_file

# What a browser may show by itself; everything else is downloaded.
INLINE = ("application/pdf", "image/webp", "image/jpeg", "image/png")
PUBLIC = "public, max-age=300"
PRIVATE = "private, no-store"


def is_public(kind: str, file_id: int) -> bool:
    """Whether something public refers to this file."""
    return PublicFile.objects.filter(file_kind=kind, file_id=str(file_id)).exists()


def _answer(
    request: HttpRequest, name: str, filename: str, etag: str, *, public: bool
) -> HttpResponseBase:
    """The file; 304 where the reader already has it; 404 where the store has lost it."""
    try:
        content = default_storage.open(name, "rb")
    except FileNotFoundError as error:
        raise Http404 from error
    media_type = mimetypes.guess_type(filename)[0] or "application/octet-stream"
    response = FileResponse(content, content_type=media_type)
    disposition = content_disposition_header(media_type not in INLINE, filename)
    response.headers["Content-Disposition"] = disposition or "attachment"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = PUBLIC if public else PRIVATE
    if not public:
        return response
    response.headers["ETag"] = quote_etag(etag)
    stock: Any = get_conditional_response  # typed for answers held in memory only
    answer: HttpResponseBase = stock(request, etag=response.headers["ETag"], response=response)
    if answer is not response:
        content.close()
    return answer


@require_safe
def document(request: HttpRequest, document_id: int, filename: str) -> HttpResponseBase:
    """/files/<id>/<filename>: an attachment that this reader may have, else 404."""
    found = get_object_or_404(Attachment, pk=document_id)
    public = is_public("document", document_id)
    if found.filename != filename or not _may_have(request, "document", found, public):
        raise Http404
    return _answer(request, found.file.name, filename, found.digest, public=public)


@require_safe
def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """/media/images/<file>: a size of a picture that this reader may see, else 404."""
    filename = PurePosixPath(path).name
    name = f"images/{filename}"
    if path != name or "\x00" in path:
        raise Http404
    found = get_object_or_404(Rendition.objects.select_related("image"), file=name)
    public = is_public("image", found.image_id)
    if not _may_have(request, "image", found.image, public):
        raise Http404
    etag = f"{found.image.digest}-{found.filter_spec}-{found.focal_point_key}"
    return _answer(request, name, filename, etag, public=public)


def _may_have(request: HttpRequest, kind: str, file: Any, public: bool) -> bool:
    return public or may_open_file(request, kind=kind, file=file)
