"""Public at once on one word, and flagged until another person stands by it."""

from typing import Any

import pytest
from django.utils import timezone

from sitegroup.models import CaseState, EmergencyReview, Release, Role
from sitegroup.review.emergency import approve_after, late, pending, release_urgently
from sitegroup.review.exceptions import ContentChanged, NotReady, PlatformError, ReviewRefused
from sitegroup.review.services import submit
from sitegroup.review.withdrawal import withdraw
from tests.factories import user
from tests.sitegroup.conftest import County


@pytest.fixture
def officer(county: County) -> Any:
    """Who may release in an emergency."""
    return user("duty", county.site, Role.EMERGENCY_RELEASER)


def test_public_at_once_and_open_until_another_approves(county: County, officer: Any) -> None:
    page = county.draft(title="暴雨红色预警")
    release = release_urgently(subject=page, by=officer, reason="预警要在十分钟内发布")
    page.refresh_from_db()
    assert (page.live, release.basis, release.reason) == (True, "emergency", "预警要在十分钟内发布")
    review = pending().get()
    approve_after(
        review_id=review.pk, by=county.deciders[2], opinion="属实。", seen_hash=release.content_hash
    )
    assert (pending().exists(), EmergencyReview.objects.get().approved) == (False, True)


@pytest.mark.parametrize("who", ["author", "reviewer"])
def test_it_takes_a_right_of_its_own(county: County, who: str) -> None:
    person = county.author if who == "author" else county.deciders[0]
    with pytest.raises(ReviewRefused, match="应急发布"):
        release_urgently(subject=county.draft(), by=person, reason="急")
    assert not Release.objects.filter(object_type="article").exists()


def test_it_takes_a_reason_and_a_good_draft(county: County, officer: Any) -> None:
    with pytest.raises(ReviewRefused, match="原因"):
        release_urgently(subject=county.draft(), by=officer, reason=" ")
    with pytest.raises(NotReady):
        release_urgently(subject=county.draft(text=""), by=officer, reason="急")
    withheld = county.draft(disclosure_mode="withheld", disclosure_ground="14-secret")
    with pytest.raises(ReviewRefused, match="不是主动公开"):
        release_urgently(subject=withheld, by=officer, reason="急")


def test_nobody_approves_their_own_emergency(county: County, officer: Any) -> None:
    for person in (officer, county.author):
        person.memberships.create(site=county.portal, role=Role.OFFICE_REVIEWER)
    release = release_urgently(subject=county.draft(), by=officer, reason="急")
    for person in (officer, county.author, county.deciders[0]):
        with pytest.raises(ReviewRefused):
            approve_after(
                review_id=pending().get().pk, by=person, opinion="好",
                seen_hash=release.content_hash,
            )  # fmt: skip
    with pytest.raises(ContentChanged):
        approve_after(
            review_id=pending().get().pk, by=county.deciders[2], opinion="好", seen_hash="0"
        )
    assert pending().exists()


def test_a_review_under_way_ends(county: County, officer: Any) -> None:
    page = county.draft()
    case = submit(subject=page, by=county.author)
    release_urgently(subject=page, by=officer, reason="急")
    case.refresh_from_db()
    assert (case.state, "事后补审" in case.problem) == (CaseState.CANCELLED, True)


def test_late_is_a_red_light_and_a_withdrawal_settles_it(county: County, officer: Any) -> None:
    page = county.draft()
    release_urgently(subject=page, by=officer, reason="急")
    assert not late().exists()
    EmergencyReview.objects.update(due_at=timezone.now())
    assert late().exists()
    withdraw(subject=page, by=county.deciders[2], reason="信息有误。")
    assert (pending().exists(), EmergencyReview.objects.get().approved) == (False, False)
    with pytest.raises(PlatformError):
        approve_after(
            review_id=EmergencyReview.objects.get().pk, by=county.deciders[2], opinion="好",
            seen_hash="",
        )  # fmt: skip
