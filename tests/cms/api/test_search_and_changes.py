"""Search and the ledger through the API."""

from collections.abc import Callable
from typing import Any

from sitegroup.changes.worker import drain_all
from sitegroup.review.withdrawal import withdraw
from tests.cms.api.conftest import County

Ask = Callable[..., Any]


def titles(response: Any) -> list[str]:
    return [entry["title"] for entry in response.json()["results"]]


def test_what_is_released_is_found(county: County, ask: Ask) -> None:
    county.publish("关于冬季道路养护的通知")
    drain_all()
    data = ask("search/?q=道路养护").json()
    assert [entry["title"] for entry in data["results"]] == ["关于冬季道路养护的通知"]
    assert "<mark>" in data["results"][0]["title_html"]
    assert (data["q"], data["total"], data["next"]) == ("道路养护", 1, None)
    assert {facet["name"] for facet in data["facets"]} == {"kind", "site", "year"}


def test_a_search_is_filtered_and_paged(county: County, ask: Ask) -> None:
    for number in range(3):
        county.publish(f"道路养护通知之{number}")
    county.publish("道路养护管理办法", doc_no="云交发〔2026〕9号", validity="有效")
    drain_all()
    assert titles(ask("search/?q=养护&kind=document&validity=有效")) == ["道路养护管理办法"]
    assert ask("search/?q=养护&site=longtan").json()["total"] == 0
    first = ask("search/?q=养护&page_size=3").json()
    second = ask(first["next"].partition("/api/v1/")[2])
    assert len(titles(second)) == 1
    assert titles(ask(second.json()["previous"].partition("/api/v1/")[2])) == [
        entry["title"] for entry in first["results"]
    ]


def test_an_unchanged_search_is_not_sent_again(county: County, ask: Ask) -> None:
    county.publish("道路养护通知")
    drain_all()
    answer = ask("search/?q=养护&fields=title,url")
    assert set(answer.json()["results"][0]) == {"title", "url"}
    again = ask("search/?q=养护&fields=title,url", **{"if-none-match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_odd_searches_are_answered_or_refused(county: County, ask: Ask) -> None:
    for good in ('"', "((", "AND OR", "*:*", "〔2026〕", "<script>", "\\", "%F0%9F%98%80"):
        assert ask(f"search/?q={good}").status_code == 200
    for bad in ("q=%00", f"q={'字' * 201}", "kind=nichts", "sort=random", "year=99999", "page=2"):
        assert ask(f"search/?{bad}").status_code == 400


def test_too_many_searches_from_one_address_must_wait(county: County, ask: Ask) -> None:
    answers = [ask("search/?page=2", **{"x-forwarded-for": f"10.0.0.{n}"}) for n in range(61)]
    assert {answer.status_code for answer in answers[:60]} == {400}
    assert answers[60].status_code == 429
    assert int(answers[60].headers["Retry-After"]) > 0
    assert answers[60].json()["code"] == "throttled"
    assert ask("articles/").status_code == 200


def test_behind_a_proxy_readers_are_told_apart(county: County, ask: Ask, settings: Any) -> None:
    settings.PROXIES = 1
    answers = [
        ask("search/?page=2", **{"x-forwarded-for": f"1.1.1.1, 10.0.0.{n}"}) for n in range(61)
    ]
    assert {answer.status_code for answer in answers} == {400}


def test_the_ledger_tells_what_became_public_and_what_was_withdrawn(
    county: County, ask: Ask
) -> None:
    page = county.publish()
    withdraw(subject=page, by=county.deciders[0], reason="内容有误")
    found = ask("changes/?object_type=article").json()["results"]
    steps = [(entry["key"], entry["operation"], entry["version"]) for entry in found]
    assert steps == [(f"article:{page.pk}", "upsert", 1), (f"article:{page.pk}", "withdraw", 2)]
    assert found[0]["api_url"] == f"http://portal.test/api/v1/articles/{page.pk}/"
    assert found[1]["api_url"] == ""
    assert "内容有误" not in str(found)


def test_a_mirror_asks_only_for_what_is_new(county: County, ask: Ask) -> None:
    last = ask("changes/?page_size=100").json()["results"][-1]["id"]
    assert ask(f"changes/?after={last}").json()["results"] == []
    page = county.publish()
    found = ask(f"changes/?after={last}&site=jiaotong&operation=upsert").json()["results"]
    assert [entry["object_key"] for entry in found] == [str(page.pk)]
    assert ask("changes/?operation=delete").status_code == 400


def test_the_ledger_is_read_in_order_by_following_next(county: County, ask: Ask) -> None:
    for number in range(3):
        county.publish(f"第{number}条")
    address, seen = "changes/?page_size=5", []
    while address:
        data = ask(address).json()
        seen += [entry["id"] for entry in data["results"]]
        address = (data["next"] or "").partition("/api/v1/")[2]
    assert seen == sorted(set(seen))
    assert len(seen) == len(ask("changes/?page_size=100").json()["results"])
