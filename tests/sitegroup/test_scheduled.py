"""What is approved for an hour: not before it, once, item by item, and in sight when late."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cms.pages.models import Article
from sitegroup.models import CaseState, Release, ReviewCase
from sitegroup.review.exceptions import ReviewRefused
from sitegroup.review.scheduling import overdue, release_due
from sitegroup.review.services import recall, submit
from tests.factories import agree
from tests.sitegroup.conftest import County


def approved(county: County, **fields: Any) -> ReviewCase:
    """An article whose release three have approved for tomorrow."""
    tomorrow = timezone.now() + timedelta(days=1)
    page = county.draft(**fields)
    case = submit(subject=page, by=county.author, publish_at=tomorrow)
    for person in county.deciders:
        agree(case, person)
    case.refresh_from_db()
    return case


def due(case: ReviewCase, late: timedelta = timedelta(seconds=1)) -> None:
    """Its hour comes."""
    ReviewCase.objects.filter(pk=case.pk).update(publish_at=timezone.now() - late)


def test_nothing_is_public_before_its_hour_and_everything_after(county: County) -> None:
    case = approved(county)
    assert (case.state, release_due(), case.subject.live) == (CaseState.APPROVED, 0, False)
    due(case)
    assert (release_due(), release_due()) == (1, 0)
    page = Article.objects.get(pk=case.object_id)
    release = Release.objects.get(case=case)
    assert (page.live, page.live_revision_id) == (True, case.revision_id)
    assert (len(release.approvals), release.released_by) == (3, county.deciders[2])


def test_an_hour_that_has_passed_is_refused(county: County) -> None:
    page = county.draft()
    with pytest.raises(ReviewRefused, match="已经过了"):
        submit(subject=page, by=county.author, publish_at=timezone.now())


def test_an_edit_before_the_hour_voids_it(county: County) -> None:
    case = approved(county)
    draft = Article.objects.get(pk=case.object_id).get_latest_revision_as_object()
    draft.title = "没审过"
    draft.save_revision(user=county.author)
    due(case)
    case.refresh_from_db()
    assert (case.state, release_due()) == (CaseState.VOIDED, 0)
    assert not Article.objects.get(pk=case.object_id).live


def test_the_author_may_still_take_it_back(county: County) -> None:
    case = approved(county)
    recall(case_id=case.pk, by=county.author)
    due(case)
    assert (release_due(), case.subject.live) == (0, False)


def test_an_approval_does_not_outlive_its_reviewers_account(county: County) -> None:
    case = approved(county)
    county.deciders[1].is_active = False
    county.deciders[1].save()
    due(case)
    assert release_due() == 0
    case.refresh_from_db()
    assert (case.state, "账号已停用" in case.problem) == (CaseState.VOIDED, True)


def test_one_that_cannot_be_released_keeps_no_other_back(county: County) -> None:
    bad, good = approved(county, slug="tong-yi-ge"), approved(county, title="另一条")
    taken = Article.objects.get(pk=county.draft(title="占了网址").pk)
    taken.slug = "tong-yi-ge"
    Article.objects.filter(pk=bad.object_id).update(slug="ling-yi-ge")
    taken.save()
    due(bad, timedelta(minutes=5))
    due(good)
    assert release_due() == 1
    bad.refresh_from_db()
    assert (bad.state, "现在不能发布" in bad.problem) == (CaseState.APPROVED, True)
    assert [case.pk for case in overdue()] == [bad.pk]
