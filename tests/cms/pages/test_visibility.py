"""Drafts and withdrawn articles: nowhere. Public ones: everywhere they belong, at their time."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from cms.pages.models import Article
from sitegroup.models import Release
from sitegroup.review.bulk import release_imported
from sitegroup.review.withdrawal import withdraw
from tests.cms.pages.conftest import County, approved, get
from tests.factories import article

pytestmark = pytest.mark.django_db

LISTS = (
    "/bm/slj/", "/bm/slj/gzdt/", "/bm/slj/gzdt/feed.atom", "/bm/slj/gzdt/feed.rss", "/sitemap.xml",
    "/", "/ditu/",
)  # fmt: skip


def traces(page: Article) -> list[str]:
    """Where a reader meets the title or the address of an article."""
    marks = (page.title, f"/gzdt/{page.slug}/")
    texts = {path: get(path).content.decode() for path in LISTS}
    return [path for path, text in texts.items() if any(mark in text for mark in marks)]


def test_a_draft_is_nowhere(county: County) -> None:
    page = article(county.path_unit, "还没有审核的题目", by=county.office)
    assert get(page.full_url).status_code == 404
    assert traces(page) == []


def test_a_public_article_is_where_it_belongs(county: County) -> None:
    page = approved(county.path_unit, county.office, title="已经公开的题目")
    assert get(page.full_url).status_code == 200
    assert traces(page) == list(LISTS[:5])


def test_a_withdrawn_article_is_nowhere_again(county: County) -> None:
    page = approved(county.path_unit, county.office, title="要撤下的题目")
    withdraw(subject=page, by=county.office, reason="内容有误")
    assert get(page.full_url).status_code == 410
    assert traces(page) == []


def test_neighbours_pass_over_what_is_not_public(county: County) -> None:
    first = approved(county.path_unit, county.office, title="第一篇")
    gone = approved(county.path_unit, county.office, title="撤下的一篇")
    article(county.path_unit, "起草的一篇", by=county.office)
    last = approved(county.path_unit, county.office, title="最后一篇")
    withdraw(subject=gone, by=county.office, reason="内容有误")
    text = get(first.full_url).content.decode()
    assert "上一篇：最后一篇" in text
    assert "下一篇" not in text
    assert "下一篇：第一篇" in get(last.full_url).content.decode()


def test_a_new_draft_of_a_public_article_is_not_shown(county: County) -> None:
    page = approved(county.path_unit, county.office, title="公开的题目")
    draft = page.get_latest_revision_as_object()
    draft.title, draft.slug = "改了还没审的题目", "new-address"
    draft.save_revision(user=county.office)
    assert "公开的题目" in get(page.full_url).content.decode()
    assert "改了还没审" not in "".join(get(path).content.decode() for path in LISTS)


class TestTime:
    """When it was first public is said once."""

    @pytest.fixture
    def page(self, county: County) -> Article:
        """A public article."""
        return approved(county.path_unit, county.office)

    @pytest.fixture
    def release(self, county: County, page: Article) -> Callable[[], Article]:
        """Release the latest revision; the article after it."""

        def again() -> Article:
            subject = Article.objects.get(pk=page.pk)
            release_imported(subject=subject, by=county.office)
            return Article.objects.get(pk=page.pk)

        return again

    def test_a_new_version_keeps_it(
        self, county: County, page: Article, release: Callable[[], Article]
    ) -> None:
        first = page.published_at
        assert first is not None
        draft = page.get_latest_revision_as_object()
        draft.title = "第二版"
        draft.save_revision(user=county.office)
        again = release()
        assert (again.title, again.published_at, again.first_published_at) == (
            "第二版", first, first,
        )  # fmt: skip

    def test_a_revision_that_claims_another_time_is_not_believed(
        self, county: County, page: Article, release: Callable[[], Article]
    ) -> None:
        first, claim = page.published_at, "2001-01-01T00:00:00Z"
        revision = page.save_revision(user=county.office)
        claims = dict.fromkeys(("first_published_at", "published_at"), claim)
        revision.content = {**revision.content, **claims, "last_published_at": claim}
        revision.save()
        again = release()
        assert again.published_at == again.first_published_at == first
        assert "2001-01-01" not in get(again.full_url).content.decode()

    def test_a_first_release_happens_now_whatever_the_draft_claims(self, county: County) -> None:
        page = article(county.path_unit, by=county.office)
        revision = page.save_revision(user=county.office)
        revision.content = {**revision.content, "first_published_at": "2001-01-01T00:00:00Z"}
        revision.save()
        before = timezone.now()
        release_imported(subject=Article.objects.get(pk=page.pk), by=county.office)
        first: Any = Article.objects.get(pk=page.pk).published_at
        assert before <= first <= timezone.now()

    def test_withdrawn_and_released_again_keeps_it(
        self, county: County, page: Article, release: Callable[[], Article]
    ) -> None:
        first = page.published_at
        withdraw(subject=page, by=county.office, reason="核对数据")
        again = release()
        assert (again.live, again.published_at) == (True, first)
        kinds = Release.objects.filter(object_id=str(page.pk), object_type="article")
        assert list(kinds.order_by("pk").values_list("kind", flat=True)) == [
            "release", "withdrawal", "release",
        ]  # fmt: skip
