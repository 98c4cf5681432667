"""What every answer of the API has: validators, headers, clear errors."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any

from django.test import Client

from tests.cms.api.conftest import County

Ask = Callable[..., Any]
LISTS = ("sites/", "channels/", "articles/", "expenses/", "datasets/", "changes/", "search/")


def cursor_of(*values: Any) -> str:
    return urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def test_the_root_names_every_entry_point(county: County, ask: Ask) -> None:
    found = ask("").json()
    assert set(found) == {
        "sites", "channels", "articles", "expenses", "datasets", "search", "suggest", "changes",
        "schema", "docs",
    }  # fmt: skip
    for address in found.values():
        assert ask(address.partition("/api/v1/")[2]).status_code == 200


def test_an_answer_can_be_kept_and_asked_again(county: County, ask: Ask) -> None:
    county.publish()
    for path in LISTS:
        first = ask(path)
        assert first.headers["Cache-Control"]
        again = ask(path, **{"if-none-match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b""), path
        assert again.headers["Access-Control-Allow-Origin"] == "*"


def test_what_has_a_date_says_when_it_changed(county: County, ask: Ask) -> None:
    page = county.publish()
    county.state()
    for path in ("articles/", f"articles/{page.pk}/", "channels/", "expenses/", "changes/"):
        since = ask(path).headers["Last-Modified"]
        assert ask(path, **{"if-modified-since": since}).status_code == 304
    assert "Last-Modified" not in ask("search/").headers


def test_an_answer_changes_when_what_it_shows_does(county: County, ask: Ask) -> None:
    before = ask("articles/").headers["ETag"]
    county.publish()
    assert ask("articles/", **{"if-none-match": before}).status_code == 200


def test_nobody_gets_a_cookie_and_everybody_may_read(county: County, ask: Ask) -> None:
    answer = ask("articles/", origin="https://elsewhere.example")
    assert not answer.cookies
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Cookie" not in answer.headers["Vary"]


def test_head_and_options(county: County) -> None:
    client = Client(headers={"host": "portal.test"})
    head = client.head("/api/v1/articles/")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["ETag"] == client.get("/api/v1/articles/").headers["ETag"]
    options = client.options("/api/v1/articles/", headers={"origin": "https://elsewhere.example"})
    assert options.status_code == 204
    assert "GET" in options.headers["Access-Control-Allow-Methods"]


def test_nothing_can_be_written(county: County) -> None:
    client = Client(headers={"host": "portal.test"})
    for method in (client.post, client.put, client.patch, client.delete):
        answer = method("/api/v1/articles/", b"{", content_type="application/json")
        assert answer.status_code == 405
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert "GET" in answer.headers["Allow"]


def test_an_error_says_where_why_and_how_to_mend_it(county: County, ask: Ask) -> None:
    answer = ask("articles/?yaer=2026&page_size=1000")
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert set(problem) == {"type", "title", "status", "detail", "code", "errors"}
    assert (problem["status"], problem["code"]) == (400, "bad_parameters")
    assert [(e["parameter"], e["code"]) for e in problem["errors"]] == [
        ("yaer", "unknown_parameter"),
        ("page_size", "max_value"),
    ]
    assert "year" in problem["errors"][0]["detail"]


BAD_QUERIES = (
    "cursor=%00", "cursor=abc", "cursor=%F0%9F%98%80", "cursor=W10", "page_size=0",
    "page_size=-1", "page_size=99999999999999999999999", "page_size=1e3", "page_size=%00",
    "fields=title,meiyou", "fields=%00", "year=0", "year=10000000000000000000000",
    "year=2026&year=2025", "validity=%00", "channel=%00", "channel=../..", "channel=999999999",
    "modified_since=gestern", "modified_since=0001-01-01", "modified_since=%00",
    "published_since=9999-12-31T23:59:59%2B14:00", "%00=1", "offset=5", "order=random",
)  # fmt: skip
FORGED: tuple[list[Any], ...] = (
    [], ["n"], ["x", "2026-01-01T00:00:00+08:00", 1], ["n", "2026-01-01T00:00:00", 1],
    ["n", "2026-01-01T00:00:00+08:00", 2**63], ["n", "2026-01-01T00:00:00+08:00", True],
    ["n", None, None], ["n", {"a": 1}, []], ["n", "0001-01-01T00:00:00+14:00", 1],
)  # fmt: skip


def test_bad_parameters_are_refused(county: County, ask: Ask) -> None:
    for query in BAD_QUERIES:
        answer = ask(f"articles/?{query}")
        assert answer.status_code == 400, query
        assert answer.json()["errors"], query


def test_a_forged_cursor_is_refused(county: County, ask: Ask) -> None:
    for values in FORGED:
        answer = ask(f"articles/?cursor={cursor_of(*values)}")
        assert answer.status_code == 400, values
        assert answer.json()["errors"][0]["code"] == "bad_cursor"


def test_what_is_not_there_is_a_problem_too(county: County, ask: Ask) -> None:
    for path in ("articles/99999999999999999999999/", "articles/0/", "x/", "sites/%00/", "a b/"):
        answer = ask(path)
        assert answer.status_code == 404, path
        assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_missing_slash_is_added(county: County, ask: Ask) -> None:
    answer = ask("articles?year=2026")
    assert answer.status_code == 301
    assert answer.headers["Location"] == "http://portal.test/api/v1/articles/?year=2026"


def test_the_language_of_the_browser_changes_nothing(county: County, ask: Ask) -> None:
    page = county.publish()
    plain = ask(f"articles/{page.pk}/").content
    assert ask(f"articles/{page.pk}/", **{"accept-language": "en"}).content == plain
    assert ask(f"articles/{page.pk}/", accept="text/html").content == plain


def test_only_what_the_ledger_tells_may_be_kept_without_asking(county: County, ask: Ask) -> None:
    for path in ("sites/", "channels/", "articles/", "expenses/", "datasets/"):
        assert ask(path).headers["Cache-Control"].startswith("public")
    for path in ("search/", "changes/"):
        assert ask(path).headers["Cache-Control"] == "no-cache"
