"""Sites, columns and statements through the API."""

from collections.abc import Callable
from typing import Any

from cms.expenses.representation.building import statement_view
from cms.pages.home import unit_home_view
from cms.pages.models import UnitHome
from sitegroup.delivery.shell import shell_for
from tests.cms.api.conftest import County
from tests.factories import unit

Ask = Callable[..., Any]


def test_every_site_is_listed_as_it_was_entered(county: County, ask: Ask) -> None:
    found = ask("sites/").json()["results"]
    assert [entry["code"] for entry in found] == ["portal", "jiaotong", "longtan"]
    assert found[1]["name"] == "云溪县交通运输局"
    assert found[1]["parent"] == "portal"
    assert found[1]["url"] == "http://jiaotong.test/"
    assert found[2]["url"] == "http://portal.test/xz/longtan/"


def test_a_site_answers_the_shell_that_its_pages_are_drawn_in(county: County, ask: Ask) -> None:
    data = ask("sites/jiaotong/").json()
    shell = shell_for(county.department)
    assert data["card"]["name"] == county.department.name
    assert [item["title"] for item in data["shell"]["nav"]] == [item.title for item in shell.nav]


def test_a_unit_answers_what_its_home_page_shows(county: County, ask: Ask) -> None:
    page = county.publish()
    data = ask("sites/jiaotong/home/").json()
    view = unit_home_view(UnitHome.objects.get(site=county.department))
    assert [entry["id"] for entry in data["news"]["articles"]] == [page.pk]
    assert data["news"]["title"] == view.news.title
    assert "unit_groups" in ask("sites/portal/home/").json()


def test_a_unit_host_answers_with_its_own_addresses(county: County, ask: Ask) -> None:
    data = ask("sites/?page_size=1", host="jiaotong.test").json()
    assert data["next"].startswith("http://jiaotong.test/api/v1/sites/?page_size=1&cursor=")


def test_an_unknown_site_is_not_found(county: County, ask: Ask) -> None:
    for path in ("sites/meiyou/", "sites/meiyou/articles/", "sites/meiyou/home/"):
        assert ask(path).status_code == 404


def test_columns_come_in_the_order_of_the_tree(county: County, ask: Ask) -> None:
    found = ask("sites/jiaotong/channels/").json()["results"]
    places = [(entry["path"], entry["parent"]) for entry in found]
    assert places[:3] == [("gzdt", ""), ("zfxxgk", ""), ("zfxxgk/zhinan", "zfxxgk")]
    assert found[0]["url"] == "http://jiaotong.test/gzdt/"


def test_a_column_answers_its_page(county: County, ask: Ask) -> None:
    page = county.publish()
    data = ask(f"channels/{page.parent_channel_id}/").json()
    assert data["title"] == "工作动态"
    assert [entry["title"] for entry in data["articles"]] == [page.title]
    assert ask(f"sites/longtan/channels/{page.parent_channel_id}/").status_code == 404


def test_statements_are_listed_and_read_whole(county: County, ask: Ask) -> None:
    statement = county.state()
    brief = ask("sites/jiaotong/expenses/").json()["results"][0]
    assert (brief["year"], brief["stage"]) == (2024, "final")
    assert brief["total"] == {"value": 45.65, "text": "45.65"}
    whole = ask(f"expenses/{brief['id']}/").json()
    assert whole["sentence"]["text"] == statement_view(statement).sentence.text
    assert len(whole["items"]) == len(statement_view(statement).items)


def test_statements_are_filtered(county: County, ask: Ask) -> None:
    county.state()
    assert len(ask("expenses/?year=2024&stage=final").json()["results"]) == 1
    assert ask("expenses/?year=2023").json()["results"] == []
    assert ask("sites/longtan/expenses/").json()["results"] == []
    assert ask("expenses/?stage=vorläufig").status_code == 400


def test_twenty_sites_cost_no_more_queries_than_one(
    county: County, ask: Ask, django_assert_max_num_queries: Any
) -> None:
    for number in range(17):
        unit(f"unit{number}")
    ask("sites/"), ask("channels/")  # what a process asks once: the kinds of pages
    with django_assert_max_num_queries(1):
        assert len(ask("sites/").json()["results"]) == 20
    with django_assert_max_num_queries(3):
        assert len(ask("channels/?page_size=100").json()["results"]) == 100
