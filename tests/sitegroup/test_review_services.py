"""Submit, decide, recall: who may, on what, and what becomes of it."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import ProtectedError

from cms.pages.models import Article
from sitegroup.guard.publication import PublicationRefused
from sitegroup.models import CaseState, Release, ReviewCase, ReviewDecision, Role
from sitegroup.review.exceptions import ContentChanged, NotReady, ReviewRefused
from sitegroup.review.services import recall, submit
from sitegroup.review.withdrawal import withdraw
from tests.factories import agree, user
from tests.sitegroup.conftest import County


def approve(case: ReviewCase, by: Any, **changed: str) -> ReviewCase:
    """One approval, of what the case holds now."""
    return agree(case, by, **{"seen_hash": case.content_hash, **changed})


def in_review(county: County, **fields: Any) -> tuple[Article, ReviewCase]:
    """An article before the first reviewer."""
    page = county.draft(**fields)
    return page, submit(subject=page, by=county.author)


def edit(page: Article, by: Any, title: str = "改过的标题") -> None:
    """Save another draft, as the editor would."""
    fresh = Article.objects.get(pk=page.pk).get_latest_revision_as_object()
    fresh.title = title
    fresh.save_revision(user=by)


def state(case: ReviewCase) -> str:
    """The case's state now."""
    return ReviewCase.objects.get(pk=case.pk).state


def test_three_persons_release_exactly_what_they_saw(county: County) -> None:
    page, case = in_review(county, title="关于防汛的通知")
    for place, person in enumerate(county.deciders):
        page.refresh_from_db()
        assert (page.live, ReviewCase.objects.get().step) == (False, place + 1)
        approve(case, person)
    page.refresh_from_db()
    release = Release.objects.get(object_type="article")
    assert (page.live, page.title, state(case)) == (True, "关于防汛的通知", CaseState.RELEASED)
    assert release.revision_id == page.live_revision_id == case.revision_id
    assert release.content_hash == case.content_hash
    assert [a["user"] for a in release.approvals] == [p.pk for p in county.deciders]
    assert {a["hash"] for a in release.approvals} == {case.content_hash}


@pytest.mark.parametrize("place", [1, 2])
def test_a_later_step_does_not_come_first(county: County, place: int) -> None:
    _page, case = in_review(county)
    with pytest.raises(ReviewRefused, match="部门审核"):
        approve(case, county.deciders[place])


def test_one_person_with_every_role_decides_one_step(county: County) -> None:
    roles = (Role.DEPARTMENT_REVIEWER, Role.SECRECY_REVIEWER, Role.OFFICE_REVIEWER)
    everyone = user("everyone", county.site, *roles)
    _page, case = in_review(county)
    approve(case, everyone)
    with pytest.raises(ReviewRefused, match="不同的人"):
        approve(case, everyone)


def test_a_writer_who_is_a_reviewer_is_refused(county: County) -> None:
    both = user("both", county.site, Role.AUTHOR, Role.DEPARTMENT_REVIEWER)
    page = county.draft()
    case = submit(subject=page, by=both)
    with pytest.raises(ReviewRefused, match="起草"):
        approve(case, both)


def test_a_second_writer_is_refused_though_another_wrote_last(county: County) -> None:
    both = user("both", county.site, Role.AUTHOR, Role.DEPARTMENT_REVIEWER)
    page = county.draft()
    edit(page, both)
    edit(page, county.author, "最后一稿")
    case = submit(subject=page, by=county.author)
    with pytest.raises(ReviewRefused, match="起草"):
        approve(case, both)


def test_the_writer_of_withdrawn_content_still_may_not_approve_it(county: County) -> None:
    page = county.public()
    withdraw(subject=page, by=county.deciders[0], reason="有误。")
    county.author.memberships.create(site=county.site, role=Role.DEPARTMENT_REVIEWER)
    other = user("colleague", county.site, Role.AUTHOR)
    case = submit(subject=page, by=other)
    with pytest.raises(ReviewRefused, match="起草"):
        approve(case, county.author)


def test_the_writer_of_an_earlier_release_may_approve_the_next(county: County) -> None:
    page = county.public()
    other = user("colleague", county.site, Role.AUTHOR)
    edit(page, other)
    case = submit(subject=page, by=other)
    county.author.memberships.create(site=county.site, role=Role.DEPARTMENT_REVIEWER)
    assert approve(case, county.author).decisions.count() == 1


def test_neither_strangers_nor_superusers_nor_those_who_left_decide(county: County) -> None:
    _page, case = in_review(county)
    stranger = user("stranger", county.portal, Role.DEPARTMENT_REVIEWER)
    root = get_user_model().objects.create_superuser("root", password="root")
    gone = county.deciders[0]
    gone.is_active = False
    gone.save()
    for person in (stranger, root, gone):
        with pytest.raises(ReviewRefused):
            approve(case, person)
    assert not ReviewDecision.objects.exists()


def test_an_approval_ends_with_the_account_that_gave_it(county: County) -> None:
    """Nobody after them can approve; to return it stays open, and it is submitted anew."""
    page, case = in_review(county)
    approve(case, county.deciders[0])
    county.deciders[0].is_active = False
    county.deciders[0].save()
    with pytest.raises(ReviewRefused, match="账号已停用"):
        approve(case, county.deciders[1])
    agree(case, county.deciders[1], decision="return")
    page.refresh_from_db()
    assert not page.live
    assert submit(subject=page, by=county.author).step == 1


def test_only_the_units_own_writers_submit(county: County) -> None:
    page = county.draft()
    stranger = user("stranger", county.portal, Role.AUTHOR)
    with pytest.raises(ReviewRefused, match="教育局"):
        submit(subject=page, by=stranger)


def test_nothing_is_submitted_twice(county: County) -> None:
    page, _case = in_review(county)
    with pytest.raises(ReviewRefused, match="正在审核"):
        submit(subject=page, by=county.author)


def test_an_empty_article_is_not_submitted(county: County) -> None:
    page = county.draft(text="<p> </p>")
    with pytest.raises(NotReady) as refused:
        submit(subject=page, by=county.author)
    assert [problem.code for problem in refused.value.problems] == ["empty_body"]
    assert not ReviewCase.objects.exists()


def test_returned_it_may_be_mended_and_submitted_again(county: County) -> None:
    page, case = in_review(county)
    approve(case, county.deciders[0], decision="return", opinion="请补充日期。")
    assert state(case) == CaseState.RETURNED
    edit(page, county.author)
    again = submit(subject=page, by=county.author)
    for person in county.deciders:
        approve(again, person)
    page.refresh_from_db()
    assert (page.live, page.title) == (True, "改过的标题")


def test_recalled_it_is_nobodys_to_decide(county: County) -> None:
    page, case = in_review(county)
    approve(case, county.deciders[0])
    recall(case_id=case.pk, by=county.author)
    with pytest.raises(ReviewRefused, match="已经办结"):
        approve(case, county.deciders[1])
    page.refresh_from_db()
    assert (state(case), page.live) == (CaseState.CANCELLED, False)


def test_only_those_who_write_recall(county: County) -> None:
    _page, case = in_review(county)
    with pytest.raises(ReviewRefused):
        recall(case_id=case.pk, by=county.deciders[0])


@pytest.mark.parametrize(
    ("words", "why"), [("", "请填写"), ("字" * 2001, "2000"), (" \n", "请填写")]
)
def test_an_opinion_is_asked_for_and_has_an_end(county: County, words: str, why: str) -> None:
    _page, case = in_review(county)
    with pytest.raises(ReviewRefused, match=why):
        approve(case, county.deciders[0], opinion=words)


def test_a_decision_that_is_none_is_refused(county: County) -> None:
    _page, case = in_review(county)
    with pytest.raises(ReviewRefused):
        approve(case, county.deciders[0], decision="publish")


def test_who_saw_something_else_decides_nothing(county: County) -> None:
    _page, case = in_review(county)
    with pytest.raises(ContentChanged):
        approve(case, county.deciders[0], seen_hash="0" * 64)
    assert (state(case), ReviewDecision.objects.count()) == (CaseState.IN_REVIEW, 0)


@pytest.mark.parametrize("approved", [0, 1, 2])
def test_an_edit_voids_every_approval(county: County, approved: int) -> None:
    page, case = in_review(county)
    for person in county.deciders[:approved]:
        approve(case, person)
    edit(page, county.author)
    with pytest.raises(ContentChanged):
        approve(case, county.deciders[approved])
    page.refresh_from_db()
    assert (state(case), page.live) == (CaseState.VOIDED, False)
    with pytest.raises(ContentChanged):
        approve(case, county.deciders[approved])


def test_saving_again_without_a_change_voids_nothing(county: County) -> None:
    page, case = in_review(county)
    Article.objects.get(pk=page.pk).get_latest_revision_as_object().save_revision()
    for person in county.deciders:
        approve(case, person)
    page.refresh_from_db()
    assert (state(case), page.live_revision_id) == (CaseState.RELEASED, case.revision_id)


def test_a_revision_changed_behind_the_reviewers_voids_the_case(county: County) -> None:
    page, case = in_review(county)
    revision = page.get_latest_revision()
    revision.content["title"] = "调包"
    with pytest.raises(PublicationRefused):
        revision.save()
    page.revisions.update(content=revision.content)  # sends no signal
    with pytest.raises(ContentChanged):
        approve(case, county.deciders[0])
    assert state(case) == CaseState.VOIDED


def test_what_was_submitted_is_not_deleted(county: County) -> None:
    page, case = in_review(county)
    with pytest.raises(ProtectedError), transaction.atomic():
        page.delete()
    assert approve(case, county.deciders[0]).step == 2


def test_a_release_is_never_changed(county: County) -> None:
    county.public()
    release = Release.objects.get(object_type="article")
    release.reason = "改"
    with pytest.raises(TypeError):
        release.save()
    with pytest.raises(TypeError):
        release.delete()


def test_while_the_next_draft_is_reviewed_readers_see_the_last_release(county: County) -> None:
    page = county.public(title="第一版")
    edit(page, county.author, "第二版")
    case = submit(subject=page, by=county.author)
    for person in county.deciders[:2]:
        approve(case, person)
    page.refresh_from_db()
    assert (page.live, page.title) == (True, "第一版")
    approve(case, county.deciders[2])
    page.refresh_from_db()
    assert page.title == "第二版"


def test_a_failed_release_leaves_the_last_approval_open(county: County) -> None:
    page, case = in_review(county)
    for person in county.deciders[:2]:
        approve(case, person)
    ReviewCase.objects.filter(pk=case.pk).update(steps=[*case.steps, case.steps[2]], step=4)
    with pytest.raises(ReviewRefused, match="不齐"):
        approve(case, county.deciders[2])
    page.refresh_from_db()
    assert (page.live, state(case), case.decisions.count()) == (False, CaseState.IN_REVIEW, 2)


def test_review_is_the_only_way_for_a_save_too(county: County) -> None:
    page, _case = in_review(county)
    page.live = True
    with pytest.raises(PublicationRefused):
        page.save()
