"""An edit voids what was approved, and who approved it reads what has changed since."""

from collections.abc import Callable
from typing import Any

import pytest

from sitegroup.models import CaseState, ReviewCase, Role
from sitegroup.review.closing import close
from sitegroup.review.services import submit
from tests.factories import agree, article, unit, user
from tests.sitegroup.desk.conftest import Browser, County, address, decision, subject

Edit = Callable[..., None]


@pytest.fixture
def edit(county: County) -> Edit:
    """Save the subject of a case with other content."""

    def save(case: ReviewCase, **fields: Any) -> None:
        page = subject(case).get_latest_revision_as_object()
        for name, value in fields.items():
            setattr(page, name, value)
        page.save_revision(user=county.author)

    return save


def opened(browser: Browser, person: Any, case: ReviewCase) -> str:
    """The page of the case as this person reads it."""
    answer = browser(person).get(address(case))
    assert answer.status_code == 200
    text: str = answer.content.decode()
    return text


def test_who_approved_reads_what_changed_and_why_it_is_void(
    county: County, case: ReviewCase, browser: Browser, edit: Edit
) -> None:
    first = county.deciders[0]
    agree(case, first)
    county.author.first_name = "易晓明"
    county.author.save()
    edit(case, title="关于开展春季道路养护的通知")
    page = opened(browser, first, case).split('id="voided"', 1)[1].split("</section>", 1)[0]
    assert "内容已变，审核作废" in page
    assert "审核期间内容被改过" in page
    assert "易晓明" in page
    assert "您同意的内容和现在的内容有这些不同" in page
    assert "冬季</del>" in page and "春季</ins>" in page
    assert "下周一" not in page  # what stayed is not repeated
    done = browser(first).get("/admin/review/decided/").content.decode()
    assert case.title in done and "内容已变，审核作废" in done


def test_a_later_edit_moves_the_comparison_with_it_and_taking_it_back_ends_it(
    county: County, case: ReviewCase, browser: Browser, edit: Edit
) -> None:
    agree(case, county.deciders[0])
    before = case.title
    edit(case, title="甲")
    edit(case, title="关于开展夏季道路养护的通知")
    assert "夏季</ins>" in opened(browser, county.deciders[0], case)
    edit(case, title=before)
    page = opened(browser, county.deciders[0], case)
    assert "现在的内容和送审时一样" in page
    assert "夏季" not in page


def test_who_may_not_see_the_case_does_not_see_the_edit(
    county: County, case: ReviewCase, browser: Browser, edit: Edit
) -> None:
    agree(case, county.deciders[0])
    edit(case, title="机密的新标题")
    strangers = [
        user("stranger", unit("czj"), Role.DEPARTMENT_REVIEWER), county.deciders[2],
    ]  # fmt: skip
    for person in strangers:  # the office never had it before it
        assert browser(person).get(address(case)).status_code == 404
        for tab in ("", "decided/", "submitted/"):
            text = browser(person).get(f"/admin/review/{tab}").content.decode()
            assert "机密的新标题" not in text and case.title not in text


def test_the_office_reads_the_change_of_what_it_had_approved_and_an_auditor_only_why(
    county: County, browser: Browser, edit: Edit
) -> None:
    other = article(county.site, "另一件", by=county.author)
    case = submit(subject=other, by=county.author)
    for person in county.deciders[:2]:
        agree(case, person)
    office, auditor = county.deciders[2], user("audit", county.office, Role.AUDITOR)
    edit(case, title="新标题")
    assert "新标题" in opened(browser, office, case)
    page = opened(browser, auditor, case)
    assert "审核期间内容被改过" in page
    assert "新标题" not in page


def test_after_a_new_submission_the_old_case_leads_only_those_to_it_who_may_see_it(
    county: County, case: ReviewCase, browser: Browser, edit: Edit
) -> None:
    first, second, office = county.deciders
    agree(case, first)
    agree(case, second)
    edit(case, title="新标题")
    assert "改好后要重新送审" in opened(browser, first, case)
    again = submit(subject=subject(case), by=county.author)
    assert f'href="{address(again)}"' in opened(browser, first, case)
    page = opened(browser, office, case)  # the step that was its own is void
    assert f'href="{address(again)}"' not in page
    assert browser(office).get(address(again)).status_code == 404


def test_a_case_void_for_another_reason_says_that_reason(
    county: County, case: ReviewCase, browser: Browser
) -> None:
    agree(case, county.deciders[0])
    close(case, CaseState.VOIDED, problem="审定后，某某的账号已停用，请重新送审。")
    page = opened(browser, county.deciders[0], case)
    assert "某某的账号已停用" in page
    assert "现在的内容和送审时一样" in page


def test_a_decision_on_a_void_case_answers_409_with_the_same_comparison(
    county: County, case: ReviewCase, browser: Browser, edit: Edit
) -> None:
    agree(case, county.deciders[0])
    edit(case, title="关于开展春季道路养护的通知")
    second = county.deciders[1]
    answer = browser(second).post(address(case, "decide/"), decision(case))
    assert answer.status_code == 409
    body = answer.content.decode()
    assert "刚才的意见没有记下" in body
    assert "送审的内容和现在的内容有这些不同" in body and "春季</ins>" in body
