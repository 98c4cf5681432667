"""Several become public at one instant, or none does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.pages.models import Article
from sitegroup.models import BundleState, CaseState, Release, ReleaseBundle, ReviewCase
from sitegroup.review.bundles import cancel_bundle, create_bundle
from sitegroup.review.exceptions import NotReady, ReviewRefused
from sitegroup.review.scheduling import release_due
from sitegroup.review.services import recall, submit
from sitegroup.review.together import submit_together
from tests.factories import agree, unit
from tests.sitegroup.conftest import County


@pytest.fixture
def bundle(county: County) -> ReleaseBundle:
    """An open bundle of the department."""
    return create_bundle(site=county.site, title="招生政策一组", by=county.author)


def joined(county: County, bundle: ReleaseBundle, title: str) -> ReviewCase:
    """One more member, before the first reviewer."""
    page = county.draft(title=title)
    return submit(subject=page, by=county.author, bundle=bundle)


def approve(case: ReviewCase, county: County) -> ReviewCase:
    """All three steps."""
    for person in county.deciders:
        agree(case, person)
    case.refresh_from_db()
    return case


def live() -> set[str]:
    """The titles that are public."""
    return set(Article.objects.filter(live=True).values_list("title", flat=True))


def test_all_wait_for_the_last_and_are_released_at_one_instant(
    county: County, bundle: ReleaseBundle
) -> None:
    cases = [joined(county, bundle, title) for title in ("甲", "乙", "丙")]
    for case in cases[:2]:
        assert approve(case, county).state == CaseState.APPROVED
    assert live() == set()
    assert approve(cases[2], county).state == CaseState.RELEASED
    assert live() == {"甲", "乙", "丙"}
    bundle.refresh_from_db()
    assert bundle.state == BundleState.RELEASED
    assert Release.objects.filter(case__in=cases).count() == 3


def test_one_that_cannot_go_keeps_all_back_and_says_why(
    county: County, bundle: ReleaseBundle
) -> None:
    first, second = (joined(county, bundle, title) for title in ("甲", "乙"))
    approve(first, county)
    county.draft(title="占了网址", slug=first.subject.slug + "x")
    Article.objects.filter(pk=first.object_id).update(slug="qi-ta")
    taken = county.draft(title="又一条")
    Article.objects.filter(pk=taken.pk).update(slug=first.revision.content["slug"])
    assert approve(second, county).state == CaseState.APPROVED
    bundle.refresh_from_db()
    assert (live(), bundle.state, "现在不能发布" in bundle.problem) == (set(), "open", True)


def test_one_that_was_returned_keeps_the_others_waiting_until_it_is_back(
    county: County, bundle: ReleaseBundle
) -> None:
    first, second = (joined(county, bundle, title) for title in ("甲", "乙"))
    agree(second, county.deciders[0], decision="return")
    assert approve(first, county).state == CaseState.APPROVED
    again = submit(subject=second.subject, by=county.author)
    assert (again.bundle_id, live()) == (bundle.pk, set())
    approve(again, county)
    assert live() == {"甲", "乙"}


def test_one_that_its_author_took_back_is_out_of_it(county: County, bundle: ReleaseBundle) -> None:
    first, second = (joined(county, bundle, title) for title in ("甲", "乙"))
    recall(case_id=second.pk, by=county.author)
    approve(first, county)
    assert live() == {"甲"}


def test_a_bundle_has_its_hour_too(county: County) -> None:
    hour = timezone.now() + timedelta(hours=1)
    bundle = create_bundle(site=county.site, title="一组", by=county.author, publish_at=hour)
    case = approve(joined(county, bundle, "甲"), county)
    assert (case.state, release_due(), live()) == (CaseState.APPROVED, 0, set())
    ReleaseBundle.objects.update(publish_at=timezone.now())
    assert (release_due(), live()) == (1, {"甲"})


def test_a_cancelled_bundle_releases_nothing(county: County, bundle: ReleaseBundle) -> None:
    first = joined(county, bundle, "甲")
    joined(county, bundle, "乙")
    first = approve(first, county)
    cancel_bundle(bundle_id=bundle.pk, by=county.author)
    first.refresh_from_db()
    assert (first.state, live(), release_due()) == (CaseState.CANCELLED, set(), 0)
    with pytest.raises(ReviewRefused, match="已经办结"):
        joined(county, bundle, "丙")


def test_all_are_submitted_or_none(county: County) -> None:
    good, empty = county.draft(title="甲"), county.draft(title="空的", text="")
    wish = {"site": county.site, "title": "一组", "by": county.author}
    with pytest.raises(NotReady):
        submit_together(subjects=[good, empty], **wish)
    with pytest.raises(ReviewRefused, match="2至"):
        submit_together(subjects=[good], **wish)
    assert not (ReviewCase.objects.exists() or ReleaseBundle.objects.exists())
    made = submit_together(subjects=[good, county.draft(title="乙")], **wish)
    assert made.cases.count() == 2


def test_another_units_bundle_is_closed_to_us(county: County) -> None:
    other = unit("slj")
    theirs = ReleaseBundle.objects.create(site=other, title="别人的", created_by=county.author)
    with pytest.raises(ReviewRefused, match="本单位"):
        joined(county, theirs, "甲")
    with pytest.raises(ReviewRefused):
        create_bundle(site=other, title="一组", by=county.author)
