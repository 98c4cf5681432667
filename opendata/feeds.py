"""Feeds of the catalogue: the datasets whose rows changed last."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from opendata.addresses import catalogue_url, dataset_url
from opendata.models import Dataset
from sitegroup.delivery.conditional import public_page
from sitegroup.delivery.feeds import FEEDS

MOST = 50


@require_safe
@public_page
def catalogue_feed(request: HttpRequest, kind: str) -> HttpResponse:
    """The newest versions, newest first."""
    newest = Dataset.objects.public().complete().order_by("-current__created_at", "name")[:MOST]
    feed = FEEDS[kind](
        title=_("开放数据目录"),
        link=catalogue_url(),
        description=_("新发布和新更新的数据集"),
        feed_url=f"{catalogue_url()}feed.{kind}",
        language="zh-CN",
    )
    for dataset in newest:
        feed.add_item(
            title=_("%(title)s（第%(number)d版）")
            % {"title": dataset.title, "number": dataset.version.number},
            link=dataset_url(dataset.name),
            description=dataset.notes,
            unique_id=f"urn:uuid:{dataset.uuid}:{dataset.version.number}",
            author_name=dataset.site.name,
            pubdate=dataset.metadata_created,
            updateddate=dataset.version.created_at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
