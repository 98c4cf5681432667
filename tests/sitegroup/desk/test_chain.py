"""One article through the hands of three people, at the desk."""

from sitegroup.models import CaseState, ReviewCase
from sitegroup.review.services import submit
from tests.factories import article, released, user
from tests.sitegroup.desk.conftest import Browser, County, address, decision, said, subject


def test_three_people_in_turn_publish_an_article(
    county: County, case: ReviewCase, browser: Browser
) -> None:
    heard = [
        said(browser(p).post(address(case, "decide/"), decision(case), follow=True))
        for p in county.deciders
    ]
    assert "下一步：教育局保密审查" in heard[0].replace("云溪县", "")
    assert "下一步：政府办审定，限" in heard[1]
    assert "已发布" in heard[2]
    assert subject(case).live


def test_each_step_shows_what_its_button_does(
    county: County, case: ReviewCase, browser: Browser
) -> None:
    first, second, last = county.deciders
    assert "同意，送下一步" in browser(first).get(address(case)).content.decode()
    for person in (first, second):
        browser(person).post(address(case, "decide/"), decision(case))
    page = browser(last).get(address(case)).content.decode()
    assert "同意并发布" in page
    assert page.count("同意公开。") >= 2  # what the two before said


def test_the_next_task_opens_after_a_decision(
    county: County, case: ReviewCase, browser: Browser
) -> None:
    other = submit(subject=article(county.site, "第二件", by=county.author), by=county.author)
    client = browser(county.deciders[0])
    answer = client.post(address(case, "decide/"), decision(case))
    assert answer["Location"] == address(other)
    assert client.post(address(other, "decide/"), decision(other))["Location"] == "/admin/review/"
    assert "没有待办，今天已办2件。" in client.get("/admin/review/").content.decode()


def test_a_returned_article_waits_on_its_authors_desk(
    county: County, case: ReviewCase, browser: Browser
) -> None:
    sent = decision(case, decision="return", opinion="请隐去身份证号。")
    answer = browser(county.deciders[0]).post(address(case, "decide/"), sent, follow=True)
    assert "已退回修改" in said(answer)
    home = browser(county.author).get("/admin/").content.decode()
    assert "退回给我的" in home
    assert "请隐去身份证号。" in home


def test_the_author_takes_it_back(county: County, case: ReviewCase, browser: Browser) -> None:
    answer = browser(county.author).post(address(case, "recall/"), follow=True)
    assert "已撤回" in said(answer)
    case.refresh_from_db()
    assert case.state == CaseState.CANCELLED
    later = browser(county.deciders[0]).post(address(case, "decide/"), decision(case))
    assert later.status_code == 403
    assert "已撤回" in later.content.decode()


def test_a_change_after_opening_answers_409_and_says_what_changed(
    county: County, case: ReviewCase, browser: Browser
) -> None:
    page = subject(case)
    page.title = "关于推迟冬季道路养护的通知"
    page.save_revision(user=county.author)
    answer = browser(county.deciders[0]).post(address(case, "decide/"), decision(case))
    body = answer.content.decode()
    assert answer.status_code == 409
    assert "内容已变，请重新看" in body
    assert "推迟</ins>" in body
    assert "同意，送下一步" not in body
    case.refresh_from_db()
    assert case.state == CaseState.VOIDED


def test_a_form_that_saw_something_else_answers_409(
    county: County, case: ReviewCase, browser: Browser
) -> None:
    sent = decision(case, seen_hash="0" * 64)
    answer = browser(county.deciders[0]).post(address(case, "decide/"), sent)
    assert answer.status_code == 409
    assert not case.decisions.exists()


def test_nobody_approves_what_they_wrote(county: County, browser: Browser) -> None:
    both = user("both", county.site, "author", "department_reviewer")
    case = submit(subject=article(county.site, by=both), by=both)
    client = browser(both)
    seen = client.get(address(case)).content.decode()
    assert "这条内容是您起草的" in seen
    assert "同意，送下一步" not in seen
    answer = client.post(address(case, "decide/"), decision(case))
    assert answer.status_code == 403
    assert not case.decisions.exists()


def test_one_person_does_not_take_two_steps(county: County, browser: Browser) -> None:
    busy = user("busy", county.site, "department_reviewer", "secrecy_reviewer")
    case = submit(subject=article(county.site, by=county.author), by=county.author)
    client = browser(busy)
    client.post(address(case, "decide/"), decision(case))
    answer = client.post(address(case, "decide/"), decision(case))
    assert answer.status_code == 403
    assert "由不同的人办理" in answer.content.decode()


def test_an_opinion_is_asked_for_and_a_common_one_will_do(
    county: County, case: ReviewCase, browser: Browser
) -> None:
    client = browser(county.deciders[0])
    empty = client.post(address(case, "decide/"), decision(case, opinion="  "))
    assert empty.status_code == 400
    assert "请填写审核意见" in empty.content.decode()
    client.post(address(case, "decide/"), decision(case, opinion="", phrase="同意公开。"))
    assert case.decisions.get().opinion == "同意公开。"


def test_the_desk_marks_what_changed_since_the_last_release(
    county: County, browser: Browser
) -> None:
    page = released(article(county.site, by=county.author), county.author, county.deciders)
    draft = page.get_latest_revision_as_object()
    draft.title = "关于开展春季道路养护的通知"
    draft.save_revision(user=county.author)
    case = submit(subject=page, by=county.author)
    client = browser(county.deciders[0])
    inline = client.get(address(case)).content.decode()
    assert "冬季</del>" in inline
    assert "春季</ins>" in inline
    assert "这次送审" in client.get(f"{address(case)}?view=side").content.decode()


def test_text_that_looks_like_code_is_shown_as_text(county: County, browser: Browser) -> None:
    page = article(county.site, "<script>alert(1)</script>", by=county.author)
    case = submit(subject=page, by=county.author)
    seen = browser(county.deciders[0]).get(address(case)).content.decode()
    assert "<script>alert" not in seen
    assert "&lt;script&gt;alert" in seen
