"""The decision form: what is asked, what is missing, and that nothing typed is lost."""

import pytest

from sitegroup.models import CaseState, ReviewCase, ReviewDecision
from tests.sitegroup.desk.conftest import Browser, County, address, decision


def send(county: County, case: ReviewCase, browser: Browser, **changes: str) -> tuple[int, str]:
    """What the first reviewer hears after a decision."""
    client = browser(county.deciders[0])
    answer = client.post(address(case, "decide/"), decision(case, **changes))
    return answer.status_code, answer.content.decode()


def test_no_answer_is_chosen_beforehand(county: County, case: ReviewCase, browser: Browser) -> None:
    page = browser(county.deciders[0]).get(address(case)).content.decode()
    assert page.count('type="radio"') == 6
    assert " checked" not in page


def test_a_missing_answer_is_said_beside_its_question_and_the_rest_stays(
    county: County, case: ReviewCase, browser: Browser
) -> None:
    status, page = send(county, case, browser, lawful="", opinion="数据与台账一致。")
    assert status == 400
    assert 'id="id_lawful_error"' in page
    assert 'id="id_accurate_error"' not in page
    assert "数据与台账一致。" in page
    assert page.count(" checked") == 2
    assert not ReviewDecision.objects.exists()


def test_an_answer_against_disclosure_forbids_to_agree_not_to_return(
    county: County, case: ReviewCase, browser: Browser
) -> None:
    status, page = send(county, case, browser, accurate="no")
    assert status == 400
    assert "这样填不能同意公开" in page
    assert send(county, case, browser, accurate="no", decision="return")[0] == 302
    assert ReviewDecision.objects.get().answers["accurate"] is False


def test_withholding_needs_its_ground_and_says_so_in_the_open_part(
    county: County, case: ReviewCase, browser: Browser
) -> None:
    status, page = send(county, case, browser, decision="withhold", opinion="含个人隐私。")
    assert status == 400
    assert 'class="desk-others" open' in page
    assert 'id="id_ground_error"' in page
    assert "含个人隐私。" in page
    assert send(county, case, browser, decision="withhold", ground="15-privacy")[0] == 302
    case.refresh_from_db()
    assert case.state == CaseState.CONCLUDED


@pytest.mark.parametrize("changes", [{"decision": "x"}, {"ground": "x"}, {"lawful": "perhaps"}])
def test_what_no_form_offers_is_refused(
    county: County, case: ReviewCase, browser: Browser, changes: dict[str, str]
) -> None:
    assert send(county, case, browser, **changes)[0] == 400
    assert not ReviewDecision.objects.exists()
