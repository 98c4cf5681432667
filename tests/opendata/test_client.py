"""A CKAN that is slow, broken or strict: what can pass is tried again, what cannot is said."""

import json
from collections.abc import Callable
from typing import Any

import pytest
import requests

from opendata.catalogue.client import PAUSES, TIMEOUT, CkanClient
from opendata.exceptions import CatalogueRefused, CatalogueUnreachable

Answer = tuple[int, Any] | Exception


@pytest.fixture
def peer(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Any]]:
    """Let the HTTP seam give these answers, one a call; returns the calls that were made."""
    settings.CKAN_URL, settings.CKAN_API_TOKEN = "http://ckan.test", "token"

    def answers(*planned: Answer) -> list[Any]:
        calls: list[Any] = []
        waiting = list(planned)

        def post(session: requests.Session, url: str, **options: Any) -> requests.Response:
            calls.append({"url": url, **options})
            answer = waiting.pop(0)
            if isinstance(answer, Exception):
                raise answer
            response = requests.Response()
            response.status_code, body = answer
            text = body if isinstance(body, str) else json.dumps(body)
            response._content = text.encode()
            return response

        monkeypatch.setattr(requests.Session, "post", post)
        return calls

    return answers


def client(pauses: list[float] | None = None) -> CkanClient:
    """A client that does not really wait."""
    return CkanClient(sleep=(pauses if pauses is not None else []).append)


def error(kind: str, **details: Any) -> dict[str, Any]:
    """CKAN's answer to a call that fails."""
    return {"success": False, "error": {"__type": kind, **details}}


GOOD: Answer = (200, {"success": True, "result": ["a"]})


@pytest.mark.parametrize(
    "bad",
    [
        (502, "<html>Bad Gateway</html>"),
        (500, error("Internal Server Error")),
        (429, "slow down"),
        requests.ConnectTimeout(),
        requests.ReadTimeout(),
        requests.ConnectionError(),
    ],
)
def test_what_may_pass_is_tried_again(peer: Any, bad: Answer) -> None:
    calls = peer(bad, bad, GOOD)
    pauses: list[float] = []
    assert client(pauses).read("package_list") == ["a"]
    assert (len(calls), pauses) == (3, list(PAUSES))
    assert calls[0]["timeout"] == TIMEOUT


def test_giving_up_asks_for_a_later_try(peer: Any) -> None:
    peer(*[requests.ReadTimeout()] * 3)
    with pytest.raises(CatalogueUnreachable, match="没有回答package_list") as raised:
        client().read("package_list")
    assert raised.value.permanent is False


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (409, error("Validation Error", name=["已被使用"]), "CKAN不接受package_create.*已被使用"),
        (403, error("Authorization Error", message="Access denied: x"), "检查CKAN_API_TOKEN"),
        (400, "Bad request: Action name not known", "HTTP 400"),
        (301, "", "HTTP 301"),
    ],
)
def test_what_cannot_be_helped_is_said_at_once(
    peer: Any, status: int, body: Any, said: str
) -> None:
    calls = peer(*[(status, body)] * 3)
    expected = CatalogueUnreachable if status == 301 else CatalogueRefused
    with pytest.raises(expected, match=said):
        client().write("package_create", name="x")
    assert len(calls) == (3 if status == 301 else 1)


def test_package_that_somebody_else_changed_meanwhile_is_tried_again(peer: Any) -> None:
    peer(*[(409, error("Validation Error", match=["metadata_modified"]))] * 3)
    with pytest.raises(CatalogueUnreachable):
        client().write("package_revise", match={})


def test_what_is_not_there_is_none(peer: Any) -> None:
    peer((404, error("Not Found Error", message="未找到")))
    assert client().read("package_show", id="x") is None


def test_dry_run_sends_nothing_that_writes(peer: Any) -> None:
    calls = peer(GOOD)
    assert CkanClient(dry_run=True).write("package_create", name="x") == {}
    assert calls == []
