"""Bulk import leaves exactly what saving and releasing one by one would have left."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from wagtail.models import Page, ReferenceIndex

from cms.pages.models import Article, ArticleAttachment, Channel
from sitegroup.models import Change, Delivery, PublicFile, Release
from sitegroup.review.bulk import release_imported
from sitegroup.review.hashing import latest_hash
from tests.cms.pages.conftest import County, Outcome, entry, get

pytestmark = pytest.mark.django_db

Importer = Callable[..., Outcome]
# What no two articles share.
OWN = {
    "id", "page_ptr", "path", "slug", "url_path", "translation_key", "external_id",
    "latest_revision", "live_revision", "latest_revision_created_at", "last_published_at",
    "parent_channel",
}  # fmt: skip
BODY = "<p>一</p><table><tr><td colspan=2>二</td></tr><tr><td>3</td><td>4</td></tr></table>"


def facts(page: Article) -> dict[str, Any]:
    """Every field but those that are an article's own."""
    return {
        f.name: getattr(page, f.attname) for f in page._meta.concrete_fields if f.name not in OWN
    }


def records(page: Article) -> dict[str, Any]:
    """What became of it: releases, changes, deliveries, public files, references."""
    key = str(page.pk)
    releases = Release.objects.filter(object_id=key, object_type="article")
    changes = Change.objects.filter(object_key=key, object_type="article")
    deliveries = Delivery.objects.filter(change__in=changes).order_by("effect")
    files = PublicFile.objects.filter(object_id=key, content_type=page.content_type)
    references = ReferenceIndex.get_references_for_object(page)
    return {
        "releases": list(releases.values_list("kind", "basis", "site", "released_by", "case")),
        "changes": list(changes.values_list("version", "operation", "site")),
        "deliveries": list(deliveries.values_list("effect", "state")),
        "files": list(files.values_list("file_kind", "file_id")),
        "references": sorted(
            references.exclude(model_path="parent_channel").values_list(
                "to_object_id", "model_path"
            )
        ),
    }


def one_by_one(like: Article, county: County) -> Article:
    """The same content by Wagtail's own way, in a column of its own."""
    parent = Channel.objects.get(site=county.path_unit, slug="sjkf")
    page: Any = Article(title=like.title, site=like.site, owner=county.office, live=False)
    for field in ("body", "source", "imported_digest", "first_published_at", "summary"):
        setattr(page, field, getattr(like, field))
    page.attachments = [
        ArticleAttachment(document=item.document, title=item.title, sort_order=item.sort_order)
        for item in like.attachments.all()
    ]
    parent.add_child(instance=page)
    page.save_revision(user=county.office)
    release_imported(subject=page, by=county.office)
    return Article.objects.get(pk=page.pk)


@pytest.fixture
def imported(import_lines: Importer, tmp_path: Path) -> Article:
    """An article with a table and a file, imported as approved, beside two others."""
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
    lines = [entry(id="a0"), entry(body=BODY, attachments=["a.pdf"]), entry(id="a2")]
    assert import_lines(*lines, attachments=tmp_path, approved_by="office").code == 0
    return Article.objects.get(external_id="a1")


def test_fields_and_records_are_the_same(imported: Article, county: County) -> None:
    other = one_by_one(imported, county)
    assert facts(imported) == facts(other)
    assert records(imported) == records(other)
    assert get(imported.full_url).content.count(b"<td") == get(other.full_url).content.count(b"<td")


def test_the_tree_is_sound(imported: Article, county: County) -> None:
    assert [list(found) for found in Page.find_problems()] == [[]] * 5
    column = imported.get_parent()
    assert column.numchild == 3
    assert imported.url_path == f"{column.url_path}a1/"
    one_by_one(imported, county)
    assert [list(found) for found in Page.find_problems()] == [[]] * 5


def test_the_revision_is_the_article(imported: Article) -> None:
    revision = imported.get_latest_revision()
    assert imported.live_revision == imported.latest_revision == revision
    again = revision.as_object()
    assert facts(again) == facts(imported)
    assert [item.document for item in again.attachments.all()] == [
        item.document for item in imported.attachments.all()
    ]
    release = Release.objects.get(object_id=str(imported.pk), object_type="article")
    assert release.revision == revision
    assert release.content_hash == latest_hash(imported) == release.approvals[0]["hash"]


def test_two_names_of_one_column_are_one_column(import_lines: Importer) -> None:
    lines = [entry(), entry(id="a2", channel="zfxxgk/bmwj"), entry(id="a3", channel="bmwj")]
    assert import_lines(*lines, entry(id="a4", channel="bmwj")).counts["created"] == 4
    assert [list(found) for found in Page.find_problems()] == [[]] * 5
    assert Channel.objects.get(site__code="slj", slug="bmwj").numchild == 3


def test_new_articles_stand_after_old_ones(import_lines: Importer, county: County) -> None:
    import_lines(entry())
    import_lines(entry(id="a2"), entry(id="A1"))
    children = Channel.objects.get(site=county.path_unit, slug="gzdt").get_children()
    slugs = list(children.order_by("path").values_list("slug", flat=True))
    assert slugs[:2] == ["a1", "a2"]
    assert slugs[2].startswith("a1-")
