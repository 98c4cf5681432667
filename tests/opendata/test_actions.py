"""The CKAN-compatible interface, fact by fact, as a real CKAN 2.12 answers."""

from typing import Any

import pytest
from django.test import Client

from opendata.identity import dataset_id, organization_id
from opendata.models import Dataset
from opendata.services import withdraw_dataset
from tests.opendata.asking import HOST, ROWS, error, get, post, result

# 1 where and how


@pytest.mark.parametrize("root", ["/api/action/", "/api/3/action/"])
def test_both_roots_answer_and_name_their_help(dataset: Dataset, root: str) -> None:
    status, answer = get("package_list", root=root)
    assert (status, answer["result"]) == (200, ["taizhang"])
    assert answer["help"] == "http://portal.test/api/3/action/help_show?name=package_list"


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        ('{"id": "taizhang"}', "application/json"),
        ('{"id": "taizhang"}', "application/x-www-form-urlencoded"),
        ("id=taizhang", "application/x-www-form-urlencoded"),
    ],
)
def test_json_is_read_whatever_it_claims_to_be(
    dataset: Dataset, body: str, media_type: str
) -> None:
    status, answer = post("package_show", body, media_type)
    assert (status, answer["result"]["name"]) == (200, "taizhang")


def test_a_trailing_slash_is_not_found(dataset: Dataset) -> None:
    assert Client(HTTP_HOST=HOST).get("/api/3/action/package_list/").status_code == 404


@pytest.mark.parametrize("body", ["[1]", "{bad", '{"id": NaN}', b"\xff", "[" * 100_000])
def test_a_body_that_is_no_object_is_a_bad_request(dataset: Dataset, body: Any) -> None:
    status, answer = post("package_show", body)
    assert status == 400
    assert answer.startswith("Bad request: JSON 错误")


# 2 validation errors


@pytest.mark.parametrize(
    ("action", "parameters", "expected"),
    [
        ("package_list", {"limit": "x"}, {"limit": ["无效整数"]}),
        ("package_list", {"limit": -1}, {"limit": ["必须为自然数"]}),
        ("package_show", {}, {"name_or_id": ["缺失值"]}),
        ("resource_show", {}, {"id": ["缺失值"]}),
        ("organization_show", {}, {"id": ["缺失值"]}),
        ("datastore_info", {}, {"resource_id": ["缺失值"]}),
        ("datastore_search", {}, {"resource_id": ["缺失值"]}),
    ],
)
def test_validation_errors_are_409_by_parameter(
    dataset: Dataset, action: str, parameters: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert error(action, **parameters) == (409, {**expected, "__type": "Validation Error"})


@pytest.mark.parametrize("action", ["package_show", "resource_show", "organization_show"])
def test_what_is_not_there_is_404(dataset: Dataset, action: str) -> None:
    assert error(action, id="nope") == (404, {"__type": "Not Found Error", "message": "未找到"})


# 3 unknown parameters


def test_each_action_treats_unknown_parameters_in_its_way(dataset: Dataset) -> None:
    assert error("package_search", foo=1)[1]["__type"] == "Search Query Error"
    assert error("package_search", foo=1)[0] == 400
    expected = {"__extras": ['invalid value "foo"'], "__type": "Validation Error"}
    assert error("datastore_search", resource_id=ROWS, foo=1) == (409, expected)
    assert get("organization_list", foo=1)[0] == 200


# 4 unknown actions


@pytest.mark.parametrize("action", ["nope", "datastore_search_sql", "package_create"])
def test_an_unknown_action_is_a_bare_string(db: None, dataset: Dataset, action: str) -> None:
    assert post(action, {}) == (400, f"Bad request: Action name not known: {action}")


# 5 package_search


def test_search_has_five_keys_and_facets_when_asked(dataset: Dataset) -> None:
    found = result("package_search", rows=0)
    assert set(found) == {"count", "facets", "results", "sort", "search_facets"}
    assert (found["count"], found["facets"]) == (1, {})
    found = result("package_search", **{"facet.field": ["organization"]})
    assert found["facets"] == {"organization": {"czj": 1}}
    items = [{"name": "czj", "display_name": "云溪县财政局", "count": 1}]
    assert found["search_facets"] == {"organization": {"title": "organization", "items": items}}


def test_facet_field_by_get_is_a_json_list(dataset: Dataset) -> None:
    status, said = error("package_search", **{"facet.field": "organization"})
    assert (status, said["facet.field"]) == (409, ["不合法的 JSON 文件", "非列表"])
    status, answer = get("package_search", **{"facet.field": '["tags"]'})
    assert answer["result"]["facets"] == {"tags": {"三公经费": 1, "预算": 1}}


# 6 bad and good queries


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ({"sort": "name"}, 400),
        ({"sort": "nosuch asc"}, 200),
        ({"q": "title:("}, 409),
        ({"rows": 5000}, 200),
        ({"rows": -1}, 409),
        ({"rows": "x"}, 409),
    ],
)
def test_bad_queries_are_told_from_good_ones(
    dataset: Dataset, parameters: dict[str, Any], status: int
) -> None:
    assert get("package_search", **parameters)[0] == status


@pytest.mark.parametrize(
    ("parameters", "count"),
    [
        ({"q": "台账"}, 1),
        ({"q": "财政局 经费"}, 1),
        ({"q": "教育"}, 0),
        ({"q": "经费 -台账"}, 0),
        ({"q": "*:*"}, 1),
        ({"q": "name:taizhang"}, 1),
        ({"q": 'title:"经费台账" AND NOT tags:预算'}, 0),
        ({"fq": "nosuch:1"}, 0),
        ({"fq": "+organization:czj +tags:预算"}, 1),
        ({"fq": 'tags:"三公经费" OR tags:x'}, 1),
        ({"fq": "res_format:(CSV OR PDF)"}, 1),
        ({"fq": "groups:caishui-*"}, 1),
        ({"fq": "-organization:czj"}, 0),
        ({"fq": "metadata_modified:[2020-01-01 TO *]"}, 1),
        ({"fq": "update_cycle:每年"}, 1),
        ({"fq": "(organization:czj OR organization:x) tags:无"}, 0),
    ],
)
def test_search_finds(dataset: Dataset, parameters: dict[str, Any], count: int) -> None:
    assert result("package_search", **parameters)["count"] == count


def test_search_lists_only_the_fields_asked_for(dataset: Dataset) -> None:
    found = result("package_search", fl="name,title", q="台账")
    assert found["results"] == [{"name": "taizhang", "title": "经费台账"}]


# 9 times


def test_times_are_naive_universal_time(dataset: Dataset) -> None:
    package = result("package_show", id="taizhang")
    for name in ("metadata_created", "metadata_modified"):
        assert len(package[name]) == len("2026-11-22T03:16:20.627052")
    assert package["id"] == dataset_id("taizhang")


# 10 organisations and groups


def test_organisations_and_groups_keep_apart(dataset: Dataset) -> None:
    assert result("organization_list") == ["czj"]
    assert result("organization_list", limit=0) == []
    assert result("package_list", limit=0) == ["taizhang"]
    shown = result("organization_show", id=organization_id("czj"))
    assert (shown["title"], shown["package_count"]) == ("云溪县财政局", 1)
    assert "packages" not in shown
    assert error("group_show", id="czj")[0] == 404
    assert error("organization_show", id="caishui-jinrong")[0] == 404


def test_packages_of_an_organisation_come_when_asked(dataset: Dataset) -> None:
    shown = result("organization_show", id="czj", include_datasets=True)
    assert [package["name"] for package in shown["packages"]] == ["taizhang"]
    shown = result("group_show", id="caishui-jinrong", include_datasets=True)
    assert shown["display_name"] == "财税金融"
    assert len(shown["packages"][0]["organization"]) == 10


def test_lists_of_words_and_licences(dataset: Dataset) -> None:
    assert result("tag_list", query="三公") == ["三公经费"]
    assert "CC-BY-4.0" in [entry["id"] for entry in result("license_list")]
    assert result("group_list", all_fields=True)[0]["title"] == "财税金融"
    assert result("status_show")["ckan_version"] == "2.12.0"
    assert result("help_show", name="package_list").startswith("The names of all datasets")


# better than CKAN, on purpose


def test_a_withdrawn_dataset_is_gone_everywhere(dataset: Dataset) -> None:
    withdraw_dataset(name="taizhang", reason="数据有误")
    assert result("package_list") == []
    assert error("package_show", id="taizhang")[0] == 404
    assert error("resource_show", id=ROWS)[0] == 404
    assert error("datastore_search", resource_id=ROWS)[0] == 404


def test_no_people_are_shown(dataset: Dataset) -> None:
    assert "users" not in result("organization_show", id="czj")


@pytest.mark.parametrize("given", [5, ["a"], "a\x00b", "\ud800", None, True, {"a": 1}])
def test_odd_ids_are_refused_and_not_broken_on(dataset: Dataset, given: Any) -> None:
    for action in ("package_show", "resource_show", "organization_show", "datastore_search"):
        assert post(action, {"id": given})[0] in (404, 409)


def test_reading_is_cacheable(dataset: Dataset) -> None:
    first = Client(HTTP_HOST=HOST).get("/api/3/action/package_list")
    again = Client(HTTP_HOST=HOST).get(
        "/api/3/action/package_list", headers={"If-None-Match": first["ETag"]}
    )
    assert (first["Cache-Control"], again.status_code) == ("public, max-age=60", 304)
