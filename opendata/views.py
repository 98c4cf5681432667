"""The catalogue's pages and files."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
)
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from opendata.addresses import dataset_url
from opendata.framing import catalogue_frame, channel_frame, dataset_frame
from opendata.models import Dataset, DatasetVersion
from opendata.older import VersionClosed, older_version
from opendata.paging import chosen_by
from opendata.presenting import catalogue_page, dataset_page
from sitegroup.delivery.conditional import PUBLIC, public_page
from sitegroup.delivery.middleware import place_of
from sitegroup.delivery.render import render_page

# A version never changes, but it can be withdrawn: a copy may be an hour behind.
OLD_VERSION = "public, max-age=3600"
View = Callable[..., HttpResponseBase]


def on_portal(view: View) -> View:
    """The catalogue has one address: a unit's host leads to the portal's."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        site = place_of(request).site
        if site.is_portal:
            return view(request, *args, **kwargs)
        return HttpResponsePermanentRedirect(f"{settings.SITE_BASE_URL}{request.get_full_path()}")

    return wrapped


@require_safe
@on_portal
@public_page
def catalogue(request: HttpRequest) -> HttpResponse:
    """开放数据目录: every public dataset."""
    site = place_of(request).site
    view = catalogue_page(
        _newest(),
        chosen_by(request, f"{site.base_url}/data/"),
        title=_("开放数据目录"),
        description=_("%s各单位向社会开放的数据集，可以免费下载和通过接口使用。") % site.name,
    )
    frame = catalogue_frame(site, view)
    return render_page(request, "catalogue.html", site=site, frame=frame, catalogue=view)


@require_safe
@on_portal
@public_page
def dataset(request: HttpRequest, name: str) -> HttpResponse:
    """数据集页."""
    site = place_of(request).site
    found = _public(name)
    view = dataset_page(found)
    frame = dataset_frame(site, view, _("开放数据目录"), published=found.metadata_created)
    return render_page(request, "dataset.html", site=site, frame=frame, dataset=view)


def channel(request: HttpRequest, page: Any) -> HttpResponse:
    """A column with the feature "datasets": a unit's datasets, on the portal all of them."""
    site = page.site
    view = catalogue_page(
        [d for d in _newest() if site.is_portal or d.site_id == site.pk],
        chosen_by(request, str(page.full_url)),
        title=page.title,
        description=page.description,
    )
    frame = channel_frame(page, view)
    return render_page(request, "catalogue.html", site=site, frame=frame, catalogue=view)


@require_safe
@on_portal
def download(
    request: HttpRequest, name: str, file_format: str, number: str | None = None
) -> HttpResponseBase:
    """A file: of the current version, or of the one with this number."""
    found = _public(name)
    try:
        version = found.version if number is None else _version(found, int(number))
    except VersionClosed:
        return _closed(found)
    file = version.file(file_format)
    if file is None:
        raise Http404
    etag, modified = quote_etag(file.sha256), int(version.created_at.timestamp())
    answer: HttpResponseBase | None = get_conditional_response(
        request, etag=etag, last_modified=modified
    )
    if answer is None:
        answer = FileResponse(
            file.file_path.open("rb"),
            as_attachment=True,
            filename=f"{found.title}-{version.number}.{file_format}",
            content_type=file.media_type,
        )
    answer.headers["ETag"] = etag
    answer.headers["Last-Modified"] = http_date(modified)
    answer.headers["Cache-Control"] = PUBLIC if number is None else OLD_VERSION
    return answer


def _newest() -> list[Dataset]:
    return list(Dataset.objects.public().complete().order_by("-current__created_at", "name"))


def _public(name: str) -> Dataset:
    found = Dataset.objects.public().complete().filter(name=name).first()
    if found is None:
        raise Http404
    return found


def _version(found: Dataset, number: int) -> DatasetVersion:
    version = older_version(found, number)
    if version is None:
        raise Http404
    return version


def _closed(found: Dataset) -> HttpResponse:
    """410: a version that would give back what was withdrawn."""
    said = _("这一版里有后来撤下的信息，不再提供。现在的版本见%(address)s")
    return HttpResponse(
        said % {"address": dataset_url(found.name)},
        status=HTTPStatus.GONE,
        content_type="text/plain; charset=utf-8",
        headers={"Cache-Control": "no-cache"},
    )
