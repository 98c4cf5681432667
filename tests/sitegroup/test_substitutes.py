"""Who decides for an absent reviewer, between which days, and what the record says."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from sitegroup.models import Membership, Role, Substitution
from sitegroup.review.desk.access import tasks_of
from sitegroup.review.exceptions import ReviewRefused
from sitegroup.review.services import submit
from sitegroup.review.substitutes import appoint, end_substitution
from tests.factories import agree, unit, user
from tests.sitegroup.conftest import County

TODAY = timezone.localdate()


@pytest.fixture
def colleague(county: County) -> Any:
    """Somebody of the department who reviews nothing."""
    return user("colleague", county.site, Role.DATA_STEWARD)


def stand_in(county: County, colleague: Any, **changed: Any) -> Substitution:
    """The colleague takes the department reviewer's place for a week."""
    reviewer = county.deciders[0]
    values = {"absent": reviewer, "substitute": colleague, "site": county.site, "by": reviewer,
              "role": Role.DEPARTMENT_REVIEWER, "starts_on": TODAY,
              "ends_on": TODAY + timedelta(days=7)}  # fmt: skip
    return appoint(**{**values, **changed})


def test_a_substitute_finds_and_decides_the_step(county: County, colleague: Any) -> None:
    case = submit(subject=county.draft(), by=county.author)
    with pytest.raises(ReviewRefused, match="不在这个岗位"):
        agree(case, colleague)
    stand_in(county, colleague)
    assert [task.pk for task in tasks_of(colleague)] == [case.pk]
    agree(case, colleague)
    decision = case.decisions.get()
    assert (decision.reviewer, decision.stands_in_for) == (colleague, county.deciders[0])


@pytest.mark.parametrize("days", [(-9, -1), (1, 3)])
def test_only_between_the_days(county: County, colleague: Any, days: tuple[int, int]) -> None:
    made = stand_in(county, colleague)
    first, last = (TODAY + timedelta(days=number) for number in days)
    Substitution.objects.filter(pk=made.pk).update(starts_on=first, ends_on=last)
    case = submit(subject=county.draft(), by=county.author)
    assert tasks_of(colleague) == []
    with pytest.raises(ReviewRefused):
        agree(case, colleague)


def test_not_for_what_they_wrote_nor_twice(county: County, colleague: Any) -> None:
    stand_in(county, county.author)
    case = submit(subject=county.draft(), by=county.author)
    with pytest.raises(ReviewRefused, match="起草"):
        agree(case, county.author)
    stand_in(county, county.deciders[1])
    agree(case, county.deciders[1])
    with pytest.raises(ReviewRefused, match="不同的人"):
        agree(case, county.deciders[1])


def test_the_place_is_lost_with_the_role(county: County, colleague: Any) -> None:
    stand_in(county, colleague)
    Membership.objects.filter(user=county.deciders[0]).delete()
    with pytest.raises(ReviewRefused):
        agree(submit(subject=county.draft(), by=county.author), colleague)


def test_ended_early(county: County, colleague: Any) -> None:
    made = stand_in(county, colleague)
    with pytest.raises(ReviewRefused):
        end_substitution(substitution=made, by=colleague)
    end_substitution(substitution=made, by=county.deciders[0])
    assert tasks_of(colleague) == []


def test_nobody_outside_the_unit(county: County) -> None:
    stranger = user("stranger", unit("slj"), Role.DEPARTMENT_REVIEWER)
    with pytest.raises(ReviewRefused, match="本单位"):
        stand_in(county, stranger)
    with pytest.raises(ReviewRefused, match="指定"):
        stand_in(county, county.author, by=stranger)


BAD = {
    "role": Role.AUTHOR,
    "ends_on": TODAY - timedelta(days=1),
    "starts_on": TODAY + timedelta(days=30),
}


@pytest.mark.parametrize("name", BAD)
def test_what_makes_no_sense_is_refused(county: County, colleague: Any, name: str) -> None:
    with pytest.raises(ReviewRefused):
        stand_in(county, colleague, **{name: BAD[name]})
