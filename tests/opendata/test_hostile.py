"""Whatever is asked, the interface answers: never a fault of its own, never its SQL."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opendata.actions.endpoint import ACTIONS
from opendata.identity import resource_id
from opendata.models import Dataset

ROWS = resource_id("taizhang", "csv")
PORTAL = Client(HTTP_HOST="portal.test")
FIELDS = ["_id", "单位名称", "年份", "金额", "日期", "时间", "备注"]
HOSTILE = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20),
    st.sampled_from(["2025", "2026-01-02", "县教育局", "'; DROP TABLE x --", "%", "\\", "1e400"]),
)  # fmt: skip
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from([*FIELDS, "$or", "$and", "gte", "lt", "eq", "x"]), inner,
                      max_size=3),
    max_leaves=8,
)  # fmt: skip
names = st.sampled_from(FIELDS)
orders = st.sampled_from(["", " asc", " desc", " desc nulls last", " nulls first", " x"])
likely = {
    "filters": st.dictionaries(names, values, max_size=3) | values,
    "sort": st.lists(st.builds(str.__add__, names, orders), max_size=3).map(",".join) | values,
    "fields": st.lists(names, max_size=4) | values,
    "q": st.text(max_size=30) | st.dictionaries(names, st.text(max_size=5), max_size=2) | values,
    "limit": st.integers(-1, 5) | values,
    "offset": st.integers(-1, 5) | values,
    "distinct": values,
    "include_total": values,
    "records_format": st.sampled_from(["objects", "lists", "csv", "tsv"]) | values,
    "include_next_page": values,
    "plain": values,
    "language": values,
}


def checked(response: Any) -> Any:
    """An answer in JSON: a success, or an error of the asker's."""
    assert response.status_code in (200, 400, 404, 409), response.content[:500]
    answer = json.loads(response.content)
    if response.status_code != 200:
        assert "read_parquet" not in response.content.decode()
    return answer


@HOSTILE
@given(asked=st.fixed_dictionaries({}, optional=likely))
def test_any_question_about_rows_is_answered(dataset: Dataset, asked: dict[str, Any]) -> None:
    body = json.dumps({"resource_id": ROWS, **asked})
    answer = checked(PORTAL.post("/api/action/datastore_search", body, "application/json"))
    if answer["success"] and answer["result"]["records_format"] == "objects":
        result = answer["result"]
        assert len(result["records"]) <= result["limit"]
        shown = {field["id"] for field in result["fields"]}
        assert all(set(record) == shown for record in result["records"])


@HOSTILE
@given(
    asked=st.dictionaries(
        st.sampled_from(["q", "fq", "sort", "rows", "start", "fl", "facet.field", "facet.limit"]),
        st.text(max_size=30)
        | st.text(alphabet='abc:()"+-!*[] TO{}\\ORANDNOT', max_size=30)
        | st.integers().map(str),
    )
)
def test_any_search_is_answered(dataset: Dataset, asked: dict[str, str]) -> None:
    clean = {name: value.encode("utf-8", "replace") for name, value in asked.items()}
    checked(PORTAL.get(f"/api/3/action/package_search?{urlencode(clean)}"))


@HOSTILE
@given(action=st.sampled_from(sorted(ACTIONS)), body=st.dictionaries(st.text(max_size=8), values))
def test_any_action_takes_any_object(dataset: Dataset, action: str, body: dict[str, Any]) -> None:
    checked(PORTAL.post(f"/api/action/{action}", json.dumps(body), "application/json"))


@HOSTILE
@given(
    action=st.sampled_from(sorted(ACTIONS)),
    body=st.binary(max_size=60),
    media_type=st.sampled_from(
        ["application/json", "application/x-www-form-urlencoded", "text/plain", ""]
    ),
)
def test_any_action_takes_any_bytes(
    dataset: Dataset, action: str, body: bytes, media_type: str
) -> None:
    checked(PORTAL.generic("POST", f"/api/action/{action}", body, media_type))


@pytest.mark.parametrize(
    "body",
    [
        {"filters": {"年份": list(range(2000))}},
        {"filters": {"$or": [{"年份": n} for n in range(200)]}},
        {"q": "a " * 400},
        {"sort": ",".join(["年份"] * 50)},
        {"offset": 10**30},
        {"fields": "x" * 100_000},
        {"filters": json.dumps({"年份": 10**40})},
        {"id": "a" * 1_100_000},
    ],
)
def test_heavy_questions_are_refused(dataset: Dataset, body: dict[str, Any]) -> None:
    answer = PORTAL.post(
        "/api/action/datastore_search",
        json.dumps({"resource_id": ROWS, **body}),
        "application/json",
    )
    assert answer.status_code in (400, 409)
