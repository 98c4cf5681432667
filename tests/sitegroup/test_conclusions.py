"""What a review may conclude other than disclosure, and what the record keeps."""

from typing import Any

import pytest

from sitegroup.models import (
    CaseState,
    Conclusion,
    DisclosureRecord,
    Ground,
    Matter,
    Release,
    ReviewCase,
    ReviewChain,
    ReviewStep,
    Role,
)
from sitegroup.review.exceptions import NotReady, ReviewRefused
from sitegroup.review.services import submit
from tests.factories import agree, user
from tests.sitegroup.conftest import County


def case_of(county: County, **fields: Any) -> ReviewCase:
    """An article before the first reviewer."""
    return submit(subject=county.draft(**fields), by=county.author)


def test_the_record_holds_what_was_proposed_and_concluded(county: County) -> None:
    case = case_of(county, summary="冬季养护安排。")
    assert (case.record.summary, case.record.conclusion) == ("冬季养护安排。", "")
    for person in county.deciders:
        agree(case, person)
    record = DisclosureRecord.objects.get(case=case)
    assert (record.conclusion, record.scope) == (Conclusion.DISCLOSE, "社会公众")
    answers = [decision.answers for decision in case.decisions.all()]
    assert (answers[0]["accurate"], answers[1]["state_secret"], answers[2]) == (True, False, {})
    assert Release.objects.get(case=case).approvals[1]["answers"]["privacy"] is False


@pytest.mark.parametrize("answers", [{}, {"lawful": True, "accurate": True}])
def test_every_question_of_the_step_is_answered(county: County, answers: dict[str, bool]) -> None:
    case = case_of(county)
    with pytest.raises(ReviewRefused, match="可公开"):
        agree(case, county.deciders[0], answers=answers)
    assert not case.decisions.exists()


def test_whoever_finds_a_secret_cannot_agree(county: County) -> None:
    case = case_of(county)
    agree(case, county.deciders[0])
    found = {"state_secret": True, "work_secret": False, "commercial_secret": False,
             "privacy": False, "safety": False, "aggregation": False}  # fmt: skip
    with pytest.raises(ReviewRefused, match="国家秘密"):
        agree(case, county.deciders[1], answers=found)


ENDS = {
    "redact": (CaseState.RETURNED, Conclusion.REDACT),
    "on_request": (CaseState.CONCLUDED, Conclusion.ON_REQUEST),
    "withhold": (CaseState.CONCLUDED, Conclusion.WITHHOLD),
    "refer": (CaseState.REFERRED, Conclusion.REFER),
}


@pytest.mark.parametrize("decision", ENDS)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_other_conclusions_make_nothing_public(county: County, decision: str, place: int) -> None:
    case = case_of(county)
    for person in county.deciders[:place]:
        agree(case, person)
    ground = Ground.PRIVACY if decision == "withhold" else ""
    agree(case, county.deciders[place], decision=decision, ground=ground)
    case.refresh_from_db()
    assert (case.state, DisclosureRecord.objects.get(case=case).conclusion) == ENDS[decision]
    assert (case.subject.live, Release.objects.filter(object_type="article").exists()) == (
        False, False,
    )  # fmt: skip


def test_withholding_takes_a_ground(county: County) -> None:
    case = case_of(county)
    for ground in ("", "because"):
        with pytest.raises(ReviewRefused, match="第十四条"):
            agree(case, county.deciders[0], decision="withhold", ground=ground)
    agree(case, county.deciders[0], decision="withhold", ground=Ground.PROCESS)
    assert DisclosureRecord.objects.get(case=case).ground == Ground.PROCESS


def test_what_was_referred_goes_on_at_the_same_step(county: County) -> None:
    case = case_of(county)
    agree(case, county.deciders[0])
    agree(case, county.deciders[1], decision="refer")
    with pytest.raises(ReviewRefused):
        agree(case, county.deciders[2])
    agree(case, county.deciders[1])
    agree(case, county.deciders[2])
    case.refresh_from_db()
    assert (case.state, case.subject.live) == (CaseState.RELEASED, True)


def test_what_is_proposed_for_request_only_never_becomes_public(county: County) -> None:
    with pytest.raises(NotReady, match="没有写理由"):
        case_of(county, disclosure_mode="on_request")
    case = case_of(county, disclosure_mode="withheld", disclosure_ground=Ground.INTERNAL)
    for person in county.deciders:
        agree(case, person)
    case.refresh_from_db()
    assert (case.state, case.subject.live) == (CaseState.CONCLUDED, False)
    record = DisclosureRecord.objects.get(case=case)
    assert (record.conclusion, record.ground) == (Conclusion.WITHHOLD, Ground.INTERNAL)


def test_a_units_own_matters_may_end_at_the_department(county: County) -> None:
    chain = ReviewChain.objects.create(name="本单位事项", matter=Matter.OWN)
    for number, role in enumerate((Role.DEPARTMENT_REVIEWER, Role.SECRECY_REVIEWER), 1):
        ReviewStep.objects.create(chain=chain, number=number, role=role)
    case = case_of(county)
    for person in county.deciders[:2]:
        agree(case, person)
    assert case.subject.live
    wide = case_of(county, title="全县停水通知", matter_kind=Matter.COUNTY)
    assert (wide.matter, len(wide.steps)) == (Matter.COUNTY, 3)


def test_the_portals_content_is_the_countys_matter_whatever_its_author_says(county: County) -> None:
    page = County(county.portal, county.portal, county.author, county.deciders).draft(
        matter_kind=Matter.OWN
    )
    assert page.matter() == Matter.COUNTY


def test_a_chain_without_steps_lets_nothing_through(county: County) -> None:
    ReviewChain.objects.create(name="空的流程", object_type="article", matter=Matter.OWN)
    assert len(case_of(county).steps) == 3


def test_one_person_is_never_two_of_the_three(county: County) -> None:
    first = county.deciders[0]
    first.memberships.create(site=county.site, role=Role.SECRECY_REVIEWER)
    case = case_of(county)
    agree(case, first)
    with pytest.raises(ReviewRefused, match="不同的人"):
        agree(case, first)
    agree(case, user("another", county.site, Role.SECRECY_REVIEWER))
