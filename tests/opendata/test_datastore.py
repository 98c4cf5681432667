"""The rows of a dataset through datastore_search and datastore_info, as CKAN 2.12 gives them."""

from typing import Any

import pytest

from opendata.models import Dataset
from opendata.services import refresh_dataset
from tests.opendata.asking import ROWS, error, result
from tests.opendata.samples import Ledger

# 7 datastore_search echoes


def test_rows_come_with_what_was_asked(dataset: Dataset) -> None:
    found = result("datastore_search", resource_id=ROWS)
    assert set(found) == {
        "include_next_page", "include_total", "limit", "records_format", "resource_id",
        "records", "fields", "total",
    }  # fmt: skip
    assert (found["limit"], found["total"], found["include_total"]) == (100, 3, True)


def test_offset_sort_and_filters_are_echoed_only_when_given(dataset: Dataset) -> None:
    found = result(
        "datastore_search", resource_id=ROWS, offset=1, sort="年份", distinct=True,
        filters={"年份": 2025}, limit=1_000_000,
    )  # fmt: skip
    assert (found["offset"], found["sort"], found["distinct"]) == (1, "年份", True)
    assert found["limit"] == 32000
    assert found["filterops"] == {"op": "eq", "field": "年份", "value": 2025}


def test_total_can_be_left_out(dataset: Dataset) -> None:
    assert "total" not in result("datastore_search", resource_id=ROWS, include_total=False)


# 8 fields and types


def test_fields_are_typed_and_values_plain(dataset: Dataset) -> None:
    found = result("datastore_search", resource_id=ROWS)
    assert found["fields"][0] == {"id": "_id", "type": "int"}
    types = [field["type"] for field in found["fields"][1:]]
    assert types == ["text", "int8", "numeric", "date", "timestamp", "text"]
    assert found["records"][0] == {
        "_id": 1, "单位名称": "县教育局", "年份": 2025, "金额": 12.5, "日期": "2025-01-20",
        "时间": "2026-11-22T03:16:20.627", "备注": "=HYPERLINK(1)",
    }  # fmt: skip


def test_info_leaves_out_the_row_number_and_describes_the_rest(dataset: Dataset) -> None:
    found = result("datastore_info", id=ROWS)
    assert found["fields"][2] == {
        "id": "金额",
        "type": "numeric",
        "info": {"label": "金额", "notes": "实际支出", "unit": "万元"},
        "schema": {
            "native_type": "numeric", "notnull": False, "index_name": None, "is_index": False,
            "uniquekey": False,
        },
    }  # fmt: skip
    assert found["meta"]["count"] == 3


def test_words_find_rows_and_rank_them(dataset: Dataset) -> None:
    found = result("datastore_search", resource_id=ROWS, q="教育局")
    assert [record["单位名称"] for record in found["records"]] == ["县教育局"]
    assert found["fields"][-1] == {"id": "rank", "type": "float"}
    assert 0 < found["records"][0]["rank"] <= 1
    found = result("datastore_search", resource_id=ROWS, q={"单位名称": "城关"})
    assert "rank 单位名称" in found["records"][0]
    assert error("datastore_search", resource_id=ROWS, q='{"nosuch":"x"}')[0] == 409


def test_falling_order_puts_empty_values_first(dataset: Dataset) -> None:
    found = result("datastore_search", resource_id=ROWS, sort="金额 desc")
    assert [record["金额"] for record in found["records"]] == [None, 12.5, 3]
    found = result("datastore_search", resource_id=ROWS, sort="金额 desc nulls last, 年份")
    assert [record["金额"] for record in found["records"]] == [12.5, 3, None]


@pytest.mark.parametrize(
    ("filters", "units"),
    [
        ({"年份": [2024, 1999]}, ["县财政局"]),
        ({"年份": {"gte": 2025}, "金额": {"gt": 12, "lt": 13}}, ["县教育局"]),
        ({"金额": "12.50"}, ["县教育局"]),
        ({"时间": "2026-11-22T11:16:20.627052+08:00", "年份": "2024"}, ["县财政局"]),
        ({"日期": None}, []),
        ({"年份": []}, []),
        ({"$or": [{"年份": 2024}, {"单位名称": "城关镇"}]}, ["县财政局", "城关镇"]),
        ([{"年份": 2024}, {"日期": "2025-01-20"}], ["县教育局", "县财政局"]),
    ],
)
def test_filters_choose_rows(dataset: Dataset, filters: Any, units: list[str]) -> None:
    found = result("datastore_search", resource_id=ROWS, filters=filters, fields="单位名称")
    assert [record["单位名称"] for record in found["records"]] == units
    assert found["total"] == len(units)


@pytest.mark.parametrize(
    ("parameter", "value", "said"),
    [
        ("filters", "x", "Cannot parse JSON"),
        ("filters", "[1]", "Filters must be defined as a dict or a list of dicts"),
        ("filters", '{"nosuch":1}', "Unknown field: nosuch"),
        ("filters", '{"年份":"x"}', 'invalid value "x"'),
        ("filters", '{"年份":{"foo":1}}', "Unknown filter operation: foo"),
        ("fields", "年份,nosuch", 'invalid value "nosuch"'),
        ("sort", "年份 down", 'invalid value "年份 down"'),
        ("sort", '年份"; DROP TABLE x', 'invalid value "年份"; DROP TABLE x"'),
        ("offset", "-1", 'invalid value "-1"'),
        ("records_format", "foo", "Value must be one of ['objects', 'lists', 'csv', 'tsv']"),
    ],
)
def test_a_bad_question_about_rows_names_its_parameter(
    dataset: Dataset, parameter: str, value: str, said: str
) -> None:
    status, body = error("datastore_search", resource_id=ROWS, **{parameter: value})
    assert (status, body) == (409, {parameter: [said], "__type": "Validation Error"})


def test_distinct_fields_count_once(dataset: Dataset) -> None:
    found = result("datastore_search", resource_id=ROWS, fields=["年份"], distinct=True)
    assert (found["records"], found["total"]) == ([{"年份": 2024}, {"年份": 2025}], 2)


def test_csv_is_one_string_without_heading(dataset: Dataset) -> None:
    found = result(
        "datastore_search", resource_id=ROWS, records_format="csv", fields="单位名称,金额"
    )
    assert found["records"] == "县教育局,12.5\n县财政局,3\n城关镇,\n"
    found = result("datastore_search", resource_id=ROWS, records_format="lists", limit=1)
    assert found["records"][0][:3] == [1, "县教育局", 2025]


def test_next_page_leads_on_by_row_number(dataset: Dataset) -> None:
    asked = {"resource_id": ROWS, "include_next_page": True, "fields": "单位名称", "limit": 2}
    found = result("datastore_search", **asked)
    assert found["next_page"] == {"_id": {"gt": 2}}
    found = result("datastore_search", **asked, filters=found["next_page"])
    assert found["records"] == [{"单位名称": "城关镇"}]


def test_rows_follow_the_content(dataset: Dataset, ledger: type[Ledger]) -> None:
    ledger.content.pop()
    refresh_dataset(name="taizhang")
    assert result("datastore_search", resource_id=ROWS)["total"] == 2


def test_rows_that_the_order_does_not_tell_apart_keep_their_place(
    dataset: Dataset, ledger: type[Ledger]
) -> None:
    ledger.content += [{**ledger.content[0], "单位名称": f"第{n}村"} for n in range(30)]
    refresh_dataset(name="taizhang")
    pages = [
        result("datastore_search", resource_id=ROWS, sort="年份 desc", offset=n, limit=5)
        for n in range(0, 33, 5)
    ]
    seen = [record["_id"] for page in pages for record in page["records"]]
    assert sorted(seen) == list(range(1, 34))
