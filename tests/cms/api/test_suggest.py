"""What is offered to a reader who is typing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sitegroup.changes.worker import drain_all
from sitegroup.review.withdrawal import withdraw
from tests.cms.api.conftest import County

Ask = Callable[..., Any]


def offered(answer: Any) -> list[str]:
    assert answer.status_code == 200
    return [entry["title"] for entry in answer.json()["results"]]


@pytest.mark.parametrize(
    "typed", ["冬季道路", "道路养护", "djdl", "dongji daolu", "鼕季道路", "養護"]
)
def test_a_public_title_is_offered_however_it_is_typed(
    county: County, ask: Ask, typed: str
) -> None:
    county.publish("关于冬季道路养护的通知")
    drain_all()
    assert offered(ask(f"suggest/?q={typed}")) == ["关于冬季道路养护的通知"]
    assert ask(f"search/?q={typed}").json()["total"] == 1


def test_units_are_offered_by_name_and_initials(county: County, ask: Ask) -> None:
    county.publish("交通运输年报")
    drain_all()
    assert offered(ask("suggest/?q=交通运输")) == ["云溪县交通运输局", "交通运输年报"]
    assert offered(ask("suggest/?q=ltz")) == ["龙潭镇人民政府"]
    assert ask("suggest/?q=龙潭").json()["results"][0] == {
        "title": "龙潭镇人民政府", "kind": "site", "kind_label": "单位", "site": "longtan",
        "site_name": county.township.short_name, "url": f"{county.township.base_url}/",
    }  # fmt: skip


def test_only_what_is_public_is_offered(county: County, ask: Ask) -> None:
    page = county.publish("道路养护办法")
    drain_all()
    assert offered(ask("suggest/?q=道路")) == ["道路养护办法"]
    withdraw(subject=page, by=county.deciders[0], reason="有误")
    withdraw(subject=county.township.home_page.specific, by=county.deciders[-1], reason="撤销")
    drain_all()
    assert offered(ask("suggest/?q=道路")) == []
    assert offered(ask("suggest/?q=龙潭")) == []


def test_only_one_site_is_asked(county: County, ask: Ask) -> None:
    county.publish("道路养护办法")
    drain_all()
    assert offered(ask("suggest/?q=道路&site=longtan")) == []
    assert offered(ask("suggest/?q=道路&site=jiaotong")) == ["道路养护办法"]
    assert offered(ask("suggest/?q=龙潭&site=jiaotong")) == []


def test_an_unchanged_suggestion_is_not_sent_again(county: County, ask: Ask) -> None:
    answer = ask("suggest/?q=云溪")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "Last-Modified" not in answer.headers
    again = ask("suggest/?q=云溪", **{"if-none-match": answer.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "query", ["q=%00", f"q={'字' * 201}", "q=x&site=nobody", "q=x&page_size=3", "qq=x"]
)
def test_what_cannot_be_asked_is_refused(county: County, ask: Ask, query: str) -> None:
    answer = ask(f"suggest/?{query}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["detail"]


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20", "?q=..."])
def test_nothing_typed_is_nothing_offered(county: County, ask: Ask, query: str) -> None:
    assert offered(ask(f"suggest/{query}")) == []


def test_a_missing_index_is_said(county: County, ask: Ask, settings: Any) -> None:
    settings.SEARCH_DIR = settings.SEARCH_DIR / "none"
    assert ask("suggest/?q=道路").status_code == 503


def test_a_suggestion_asks_the_database_nothing(county: County, ask: Ask) -> None:
    ask("suggest/?q=云溪")
    with CaptureQueriesContext(connection) as queries:
        assert offered(ask("suggest/?q=龙潭"))
    assert len(queries) == 0
