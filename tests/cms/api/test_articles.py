"""Articles through the API."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from cms.pages.reading import neighbours
from cms.pages.representation import article_view
from sitegroup.review.withdrawal import withdraw
from tests.cms.api.conftest import County
from tests.factories import article

Ask = Callable[..., Any]


def titles(response: Any) -> list[str]:
    return [entry["title"] for entry in response.json()["results"]]


def test_a_released_article_is_listed_and_a_draft_is_not(county: County, ask: Ask) -> None:
    county.publish("公开的通知")
    article(county.department, "还没有审的草稿", by=county.author)
    assert titles(ask("articles/")) == ["公开的通知"]


def test_a_later_draft_does_not_leak(county: County, ask: Ask) -> None:
    page = county.publish("公开的通知")
    page.title = "改了还没有审"
    page.save_revision(user=county.author)
    assert titles(ask("articles/")) == ["公开的通知"]
    assert "改了还没有审" not in ask(f"articles/{page.pk}/").content.decode()


def test_a_withdrawn_article_is_gone(county: County, ask: Ask) -> None:
    page = county.publish()
    withdraw(subject=page, by=county.deciders[0], reason="内容有误")
    assert titles(ask("articles/")) == []
    assert ask(f"articles/{page.pk}/").status_code == 404


def test_one_article_is_its_representation(county: County, ask: Ask) -> None:
    page = county.publish(doc_no="云交发〔2026〕3号", keywords="道路、养护")
    newer, older = neighbours(page)
    view = article_view(page, previous=newer, following=older)
    data = ask(f"articles/{page.pk}/").json()
    assert (data["title"], data["doc_no"], data["url"]) == (view.title, view.doc_no, view.url)
    assert data["body"] == [
        {"kind": "text", "html": view.body[0].html, "picture": None, "caption": ""}
    ]
    assert data["keywords"] == ["道路", "养护"]


def test_an_article_is_found_below_its_own_site_only(county: County, ask: Ask) -> None:
    page = county.publish()
    assert ask(f"sites/jiaotong/articles/{page.pk}/").status_code == 200
    assert ask(f"sites/longtan/articles/{page.pk}/").status_code == 404
    assert titles(ask("sites/longtan/articles/")) == []
    assert titles(ask("sites/jiaotong/articles/", host="jiaotong.test")) == [page.title]


def test_chinese_is_written_as_chinese(county: County, ask: Ask) -> None:
    county.publish("关于道路养护的通知")
    assert "关于道路养护的通知" in ask("articles/").content.decode()


def test_filters(county: County, ask: Ask) -> None:
    county.publish("现行文件", column="zfxxgk/bmwj", validity="有效", doc_no="云交发〔2026〕1号")
    page = county.publish("工作动态")
    year = timezone.localdate().year
    assert titles(ask("articles/?validity=有效")) == ["现行文件"]
    assert titles(ask("articles/?channel=zfxxgk")) == ["现行文件"]
    assert titles(ask("sites/jiaotong/articles/?channel=gzdt")) == ["工作动态"]
    assert titles(ask(f"articles/?channel={page.parent_channel_id}")) == ["工作动态"]
    assert len(titles(ask(f"articles/?year={year}"))) == 2
    assert titles(ask(f"articles/?year={year - 1}")) == []


def test_what_was_modified_since(county: County, ask: Ask) -> None:
    county.publish("早的")
    later = county.publish("晚的")
    moment = later.last_published_at.isoformat().replace("+", "%2B")
    assert titles(ask(f"articles/?modified_since={moment}")) == ["晚的"]
    assert titles(ask("articles/?published_since=2999-01-01")) == []


def test_an_unknown_channel_is_named(county: County, ask: Ask) -> None:
    county.publish()
    problem = ask("sites/longtan/articles/?channel=zfxxgk/meiyou").json()
    assert problem["errors"][0]["code"] == "unknown_channel"
    assert "zfxxgk/meiyou" in problem["detail"]


def test_the_whole_list_is_read_by_following_next_and_back_again(county: County, ask: Ask) -> None:
    made = [county.publish(f"第{number}条").title for number in range(5)]
    pages, address = [], "articles/?page_size=2"
    while address:
        data = ask(address).json()
        pages.append([entry["title"] for entry in data["results"]])
        last, address = data, (data["next"] or "").partition("/api/v1/")[2]
    assert [title for page in pages for title in page] == made[::-1]
    back = ask(last["previous"].partition("/api/v1/")[2])
    assert titles(back) == pages[1]
    assert titles(ask(back.json()["previous"].partition("/api/v1/")[2])) == pages[0]


def test_a_new_article_does_not_shift_the_next_page(county: County, ask: Ask) -> None:
    made = [county.publish(f"第{number}条").title for number in range(3)]
    first = ask("articles/?page_size=2").json()
    county.publish("刚刚公开")
    second = ask(first["next"].partition("/api/v1/")[2])
    assert titles(second) == [made[0]]


def test_only_the_fields_asked_for(county: County, ask: Ask) -> None:
    page = county.publish()
    assert ask("articles/?fields=id,title").json()["results"] == [
        {"id": page.pk, "title": page.title}
    ]
    assert list(ask(f"articles/{page.pk}/?fields=title").json()) == ["title"]


def test_twenty_articles_cost_no_more_queries_than_one(
    county: County, ask: Ask, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        county.publish(f"第{number}条")
    ask("articles/")
    with django_assert_max_num_queries(4):
        assert len(titles(ask("articles/"))) == 20
    with django_assert_max_num_queries(5):
        assert len(titles(ask("sites/jiaotong/articles/"))) == 20
