"""Write the rows of many new pages at once, exactly as one by one would have left them."""

from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Page, Revision

from cms.pages.fields import PlainJSONEncoder


def insert_page_rows(pages: Sequence[Any]) -> None:
    """Their rows among all pages; they have their keys afterwards."""
    key = Page._meta.pk
    fields = [field for field in Page._meta.local_concrete_fields if field is not key]
    made = _insert(Page, pages, fields, [key])
    for page, (page_id,) in zip(pages, made, strict=True):
        page.pk = page.id = page.page_ptr_id = page_id


def insert_own_rows(pages: Sequence[Any]) -> None:
    """The rows of their own classes."""
    for _name, found in groupby(sorted(pages, key=_class_name), _class_name):
        same = list(found)
        _insert(type(same[0]), same, same[0]._meta.local_concrete_fields)
    for page in pages:
        page._state.adding, page._state.db = False, connection.alias


def _class_name(page: Any) -> str:
    return str(page._meta.label)


def _insert(
    model: type[Page], pages: Sequence[Any], fields: Sequence[Any], returned: Any = None
) -> list[tuple[Any, ...]]:
    """One table's rows of all pages; bulk_create does not insert children of a parent row."""
    room = connection.ops.bulk_batch_size(fields, pages)
    rows: Any = models.QuerySet(model)
    remaining = iter(pages)
    made: list[tuple[Any, ...]] = []
    while chunk := list(islice(remaining, room)):
        made += (
            rows._insert(
                chunk, fields=fields, returning_fields=returned, using=connection.alias, raw=False
            )
            or ()
        )
    return made


def insert_revisions(
    pages: Sequence[Any], *, user: Any, live: bool
) -> Iterator[tuple[Any, int, dict[str, Any]]]:
    """One revision of each page, set as its latest and its live one: (page, revision, content)."""
    now = timezone.now()
    page_type = ContentType.objects.get_for_model(Page)
    contents = [page.serializable_data() for page in pages]
    revisions = Revision.objects.bulk_create(
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
    )
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
