"""Hand out files and pictures: to everybody what something public shows, else to colleagues.

A unit's own host hands out what that unit shows. The portal shows what any unit shows, and is
where colleagues work: everything else leads there.
"""

import mimetypes
from pathlib import PurePosixPath
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag
from django.views.decorators.http import require_safe

from cms.media.models import Attachment, Rendition
from sitegroup.delivery.middleware import place_of
from sitegroup.delivery.registry import registry
from sitegroup.models import PublicFile, Release, Site
from sitegroup.review.desk.access import may_open_file

# What a browser may show by itself; everything else is downloaded.
INLINE = ("application/pdf", "image/webp", "image/jpeg", "image/png")
PUBLIC = "public, max-age=300"
PRIVATE = "private, no-store"


def is_public(kind: str, file_id: int) -> bool:
    """Whether something public refers to this file."""
    return PublicFile.objects.filter(file_kind=kind, file_id=str(file_id)).exists()


def is_shown_by(site: Site, kind: str, file_id: int) -> bool:
    """Whether something that this unit has made public refers to the file."""
    of_the_unit = Release.objects.filter(
        site=site, content_type=OuterRef("content_type"), object_id=OuterRef("object_id")
    )
    shown = PublicFile.objects.filter(file_kind=kind, file_id=str(file_id))
    return shown.filter(Exists(of_the_unit)).exists()


def _portal_has_it(request: HttpRequest, kind: str, file_id: int) -> HttpResponseBase | None:
    """None where the request is at the right host; raises Http404 for what is not public."""
    site, portal = place_of(request).site, registry().portal
    if site.is_portal or is_shown_by(site, kind, file_id):
        return None
    if portal is None or not is_public(kind, file_id):
        raise Http404
    response = HttpResponseRedirect(f"{portal.base_url}{request.get_full_path()}")
    response.headers["Cache-Control"] = PUBLIC
    return response


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
    if found.filename != filename:
        raise Http404
    if elsewhere := _portal_has_it(request, "document", document_id):
        return elsewhere
    public = is_public("document", document_id)
    if not _may_have(request, "document", found, public):
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
    if elsewhere := _portal_has_it(request, "image", found.image_id):
        return elsewhere
    public = is_public("image", found.image_id)
    if not _may_have(request, "image", found.image, public):
        raise Http404
    etag = f"{found.image.digest}-{found.filter_spec}-{found.focal_point_key}"
    return _answer(request, name, filename, etag, public=public)


def _may_have(request: HttpRequest, kind: str, file: Any, public: bool) -> bool:
    return public or may_open_file(request, kind=kind, file=file)
