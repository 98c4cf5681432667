"""The pages that give a new site its shape: its home page and its columns, all at once."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.utils import timezone
from wagtail.models import Locale, Page

from cms.pages.models import Channel, PortalHome, SitePage, Topic, UnitHome
from cms.pages.rows import insert_own_rows, insert_page_rows, insert_revisions
from sitegroup.models import Site
from sitegroup.review.bulk import building, record_built
from sitegroup.review.hashing import content_hash

COLUMN_TYPE: str = Channel._meta.get_field("column_type").get_default()


def new_column(column: dict[str, Any], site: Site) -> Channel | Topic:
    """A column or topic as the county's configuration describes it, not saved yet."""
    same = {
        "title": column["name"],
        "slug": column["slug"],
        "site": site,
        "live": False,
        "show_in_menus": True,
        "description": column.get("description", ""),
    }
    if column.get("topic"):
        return Topic(**same)
    return Channel(
        **same,
        keywords=column.get("keywords", []),
        column_type=column.get("type") or COLUMN_TYPE,
        feature=column.get("feature", ""),
        cadence_days=column.get("cadence_days"),
    )


def build(site: Site, columns: Iterable[dict[str, Any]], *, by: Any) -> SitePage:
    """Insert a new site's home page and columns, released as structure; the home page.

    Its words come from the county's own configuration, not from an editor. Call it in the
    transaction that makes the site.
    """
    home = _place_home(site)
    pages: list[Any] = [home, *_place_columns(home, columns, site)]
    _finish(pages)
    with building():
        insert_page_rows(pages)
        insert_own_rows(pages)
        made = list(insert_revisions(pages, user=by, live=True))
        items = [(page, revision, content_hash(content, [])) for page, revision, content in made]
        record_built(site=site, by=by, items=items)
    return home


def _place_home(site: Site) -> Any:
    """The home page in its place below the root of the tree."""
    # Its row is locked until all is written: two units would take the same place
    rows = Page.objects.select_for_update().only("path", "depth", "url_path")
    root = rows.filter(depth=1).first() or Page.add_root(title="Root", slug="root")
    beside = Page.objects.filter(depth=2)
    last = beside.order_by("path").values_list("path", flat=True).last()
    # Wagtail's own first page is called "home"
    taken = beside.filter(slug=site.code).exists()
    model: Any = PortalHome if site.is_portal else UnitHome
    home = model(title=site.name, slug=f"{site.code}-site" if taken else site.code, site=site)
    step = Page._str2int(last[-Page.steplen :]) if last else 0
    _place(home, root, step + 1)
    Page.objects.filter(pk=root.pk).update(numchild=F("numchild") + 1)
    return home


def _place_columns(
    parent: Any, columns: Iterable[dict[str, Any]], site: Site
) -> Iterable[Channel | Topic]:
    number = 0
    for number, column in enumerate(columns, 1):
        channel = new_column(column, site)
        _place(channel, parent, number)
        yield channel
        yield from _place_columns(channel, column.get("children", ()), site)
    parent.numchild = number


def _place(page: Any, parent: Any, number: int) -> None:
    page.depth = parent.depth + 1
    page.path = Page._get_path(parent.path, page.depth, number)
    page.url_path = f"{parent.url_path}{page.slug}/"


def _finish(pages: list[Any]) -> None:
    """What saving and publishing would have set on each."""
    now, locale = timezone.now(), Locale.get_default()
    for page in pages:
        page.live, page.has_unpublished_changes = True, False
        page.first_published_at = page.last_published_at = page.latest_revision_created_at = now
        page.draft_title = page.title
        page.content_type = ContentType.objects.get_for_model(type(page))
        page.locale, page.translation_key = locale, uuid4()
        page.wagtail_admin_comments = []  # said outright, or it would ask the database
