"""Write the rows of many new pages at once, exactly as one by one would have left them."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Page, Revision

from cms.pages.fields import PlainJSONEncoder
from sitegroup.guard.inserting import insert_rows


def insert_page_rows(pages: Sequence[Any]) -> None:
    """Their rows among all pages; they have their keys afterwards."""
    insert_rows(pages, table=Page)
    for page in pages:
        page.pk = page.page_ptr_id = page.id


def insert_own_rows(pages: Sequence[Any]) -> None:
    """The rows of their own classes."""
    for _name, found in groupby(sorted(pages, key=_class_name), _class_name):
        insert_rows(list(found))


def _class_name(page: Any) -> str:
    return str(page._meta.label)


def insert_revisions(
    pages: Sequence[Any], *, user: Any, live: bool
) -> Iterator[tuple[Any, int, dict[str, Any]]]:
    """One revision of each page, set as its latest and its live one: (page, revision, content)."""
    now = timezone.now()
    page_type = ContentType.objects.get_for_model(Page)
    contents = [page.serializable_data() for page in pages]
    revisions = [
        Revision(
            content_type=page.content_type,
            base_content_type=page_type,
            object_id=str(page.pk),
            object_str=page.title,
            created_at=now,
            user=user,
            # Wagtail's own encoder would write every Chinese character as six
            content=Value(content, output_field=models.JSONField(encoder=PlainJSONEncoder)),
        )
        for page, content in zip(pages, contents, strict=True)
    ]
    insert_rows(revisions)
    own = Revision.objects.filter(
        base_content_type=page_type, object_id=Cast(OuterRef("pk"), CharField())
    ).values("pk")[:1]
    found = Page.objects.filter(pk__in=[page.pk for page in pages])
    if live:
        found.update(latest_revision_id=Subquery(own), live_revision_id=Subquery(own))
    else:
        found.update(latest_revision_id=Subquery(own))
    keys = [revision.pk for revision in revisions]
    return zip(pages, keys, contents, strict=True)
