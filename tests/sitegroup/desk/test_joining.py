"""合并送审: several pieces of one unit chosen on a page, submitted and released as one."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.pages.models import Article
from sitegroup.models import BundleState, CaseState, ReleaseBundle, ReviewCase, Role
from sitegroup.review.services import submit
from sitegroup.review.together import submit_together
from tests.cms.expenses.conftest import draft as statement
from tests.factories import agree, article, released, unit, user
from tests.sitegroup.desk.conftest import Browser, County, said

PLACE = "/admin/review/together/"


def key(subject: Any) -> str:
    """How the page names a piece."""
    return f"{subject._meta.label_lower}-{subject.pk}"


def sent(*subjects: Any, **changes: Any) -> dict[str, Any]:
    """What the page's form sends."""
    chosen = [key(subject) for subject in subjects]
    return {"title": "招生政策一组", "publish_at": "", "submit": "1", "chosen": chosen, **changes}


def test_pieces_of_several_kinds_go_out_together(county: County, browser: Browser) -> None:
    page, table = article(county.site, by=county.author), statement(county.site, county.author)
    client = browser(county.author)
    listed = client.get(PLACE).content.decode()
    assert key(page) in listed
    assert key(table) in listed
    answer = client.post(PLACE, sent(page, table), follow=True)
    assert "“招生政策一组”的2条内容已送审" in said(answer)
    shown = answer.content.decode()
    assert "审核中（第1步，共3步：部门审核）" in shown
    assert key(page) not in shown
    first, second = ReviewCase.objects.order_by("pk")
    for person in county.deciders:
        agree(first, person)
    assert not Article.objects.get(pk=page.pk).live
    for person in county.deciders:
        agree(second, person)
    page.refresh_from_db()
    table.refresh_from_db()
    assert (page.live, table.live) == (True, True)


def test_what_is_in_review_or_public_or_in_a_bundle_is_not_offered(
    county: County, browser: Browser
) -> None:
    public = released(article(county.site, "公开的", by=county.author), county.author,
                      county.deciders)  # fmt: skip
    waiting = article(county.site, "在审的", by=county.author)
    submit(subject=waiting, by=county.author)
    pair = [article(county.site, title, by=county.author) for title in ("甲", "乙")]
    bundle = submit_together(site=county.site, title="旧的", subjects=pair, by=county.author)
    returned = bundle.cases.order_by("pk").first()
    assert returned
    agree(returned, county.deciders[0], decision="return")
    free = article(county.site, "没送的", by=county.author)
    client = browser(county.author)
    shown = client.get(PLACE).content.decode()
    assert key(free) in shown
    for taken in (public, waiting, *pair):
        assert key(taken) not in shown
        answer = client.post(PLACE, sent(free, taken))
        assert answer.status_code == 422
        assert "有1条已经送审、发布或者删除" in answer.content.decode()
    assert "已退回修改" in shown


def test_a_mistake_is_said_and_nothing_chosen_or_typed_is_lost(
    county: County, browser: Browser
) -> None:
    good, empty = article(county.site, "甲", by=county.author), article(
        county.site, "空的", by=county.author, text=""
    )  # fmt: skip
    client = browser(county.author)
    for wrong, why in (
        ({"title": " "}, "请给这次合并发布起个名称"),
        ({"publish_at": "2020-01-01T08:00"}, "时间已经过了"),
        ({"publish_at": "下周"}, "时间看不懂"),
        ({}, "“空的”：正文是空的"),
        ({"chosen": [key(good)]}, "要选2至50条"),
        ({"chosen": [key(good), "pages.article-x", f"pages.article-{'9' * 40}"]}, "有2条已经"),
    ):
        body = sent(good, empty, **wrong)
        answer = client.post(PLACE, body)
        shown = answer.content.decode()
        assert (answer.status_code, why in shown) == (422, True), why
        assert f'value="{key(good)}" id="id_{key(good)}" checked' in shown
        assert f'value="{body["title"]}"' in shown or not body["title"].strip()
        assert f'value="{body["publish_at"]}"' in shown or not body["publish_at"]
    assert not (ReviewCase.objects.exists() or ReleaseBundle.objects.exists())


def test_searching_keeps_what_is_chosen(county: County, browser: Browser) -> None:
    first, second, third = (
        article(county.site, title, by=county.author) for title in ("道路", "学校", "道口")
    )
    body = sent(first, q="学校", publish_at="2099-01-01T08:00")
    del body["submit"]
    shown = browser(county.author).post(PLACE, body).content.decode()
    assert f'id="id_{key(first)}" checked' in shown
    assert key(second) in shown
    assert key(third) not in shown
    assert 'value="招生政策一组"' in shown
    assert 'value="2099-01-01T08:00"' in shown
    assert "处没填好" not in shown


def test_another_unit_sees_and_joins_nothing_of_ours(county: County, browser: Browser) -> None:
    ours = [article(county.site, title, by=county.author) for title in ("甲密", "乙密")]
    other = unit("czj", name="云溪县财政局")
    stranger = user("stranger", other, Role.AUTHOR)
    own = article(other, by=stranger)
    client = browser(stranger)
    assert "甲密" not in client.get(PLACE).content.decode()
    assert client.get(f"{PLACE}?site={county.site.pk}").status_code == 404
    refused = client.post(PLACE, sent(own, ours[0]))
    assert (refused.status_code, "甲密" in refused.content.decode()) == (422, False)
    assert client.post(PLACE, sent(*ours, site=county.site.pk)).status_code == 404
    assert not ReviewCase.objects.exists()
    bundle = submit_together(site=county.site, title="甲密组", subjects=ours, by=county.author)
    assert client.post(f"{PLACE}{bundle.pk}/cancel/").status_code == 404
    assert "甲密组" not in client.get(PLACE).content.decode()
    bundle.refresh_from_db()
    assert bundle.state == BundleState.OPEN
    assert browser(county.deciders[0]).get(PLACE).status_code == 404


def test_a_bundle_is_cancelled_and_its_problem_is_shown(county: County, browser: Browser) -> None:
    pair = [article(county.site, title, by=county.author) for title in ("甲", "乙")]
    bundle = submit_together(site=county.site, title="一组", subjects=pair, by=county.author)
    ReleaseBundle.objects.update(problem="“甲”：网址被占用")
    client = browser(county.author)
    assert "还没有发布：“甲”：网址被占用" in client.get(PLACE).content.decode()
    answer = client.post(f"{PLACE}{bundle.pk}/cancel/", follow=True)
    assert "已取消合并" in said(answer)
    assert {case.state for case in bundle.cases.all()} == {CaseState.CANCELLED}
    assert "已经办结" in said(client.post(f"{PLACE}{bundle.pk}/cancel/", follow=True))


def test_the_page_asks_as_much_of_ten_as_of_two(county: County, browser: Browser) -> None:
    client = browser(county.author)

    def asked(number: int) -> int:
        for _each in range(number):
            pair = [article(county.site, by=county.author) for _one in range(2)]
            submit_together(site=county.site, title="一组", subjects=pair, by=county.author)
            article(county.site, by=county.author)
        client.get(PLACE)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(PLACE).status_code == 200
        return len(queries)

    assert asked(1) == asked(4)


@pytest.mark.parametrize(("who", "shown"), [("author", True), ("reviewer", False)])
def test_the_tab_is_for_those_who_write(
    county: County, browser: Browser, who: str, shown: bool
) -> None:
    person = county.author if who == "author" else county.deciders[0]
    assert (PLACE in browser(person).get("/admin/review/").content.decode()) == shown
