"""The API's description of itself, and whether the API keeps to it."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from cms.api.schema import description
from cms.api.throttling import SearchThrottle, SuggestThrottle
from sitegroup.changes.worker import drain_all
from tests.cms.api.conftest import County

Ask = Callable[..., Any]
CHECKS = [
    not_a_server_error, content_type_conformance, response_headers_conformance,
    response_schema_conformance, status_code_conformance,
]  # fmt: skip
CHINESE = re.compile(r"[\u4e00-\u9fff]|^SHA|^OpenAPI")
EXAMPLES = 20


def test_the_description_is_valid_and_complete(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("spectacular", validate=True, fail_on_warn=True, urlconf="cms.urls")
    assert "openapi: 3.1" in capsys.readouterr().out


def test_everything_is_described_in_chinese() -> None:
    schema = description()
    for path in schema["paths"].values():
        operation = path["get"]
        assert CHINESE.search(operation["summary"])
        assert CHINESE.search(operation["description"])
        assert all(CHINESE.search(p["description"]) for p in operation.get("parameters", ()))
    unnamed = [
        f"{name}.{field}"
        for name, component in schema["components"]["schemas"].items()
        for field, words in [("", {"description": component["title"]}), *_properties(component)]
        if not CHINESE.search(words.get("description", ""))
    ]
    assert not unnamed, f"add these to cms/api/titles.py and cms/api/wording.py: {unnamed}"


def _properties(component: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return list(component.get("properties", {}).items())


def test_the_description_is_served(county: County, ask: Ask) -> None:
    answer = ask("schema/")
    assert answer.json()["openapi"].startswith("3.1")
    assert "/api/v1/sites/{code}/articles/" in answer.json()["paths"]
    assert ask("schema/", **{"if-none-match": answer.headers["ETag"]}).status_code == 304


def test_the_explorer_needs_nothing_from_elsewhere(county: County, ask: Ask) -> None:
    answer = ask("docs/")
    html = answer.content.decode()
    for address in re.findall(r'(?:src|href|action|content)="([^"]+)"', html):
        assert not re.match(r"(https?:)?//(?!portal\.test/)", address), address
    assert not answer.cookies
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "/api/v1/sites/{code}/articles/" in html


@pytest.fixture
def service(county: County, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The WSGI application over a county with something of everything, and its description."""
    county.publish(doc_no="云交发〔2026〕3号", validity="有效")
    county.state()
    drain_all()
    for throttle in (SearchThrottle, SuggestThrottle):
        monkeypatch.setattr(throttle, "rate", "100000/min")
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)  # as Django's own test client does
    yield schemathesis.openapi.from_wsgi(
        "/api/v1/schema/", get_wsgi_application(), headers={"Host": "portal.test"}
    )
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_the_api_keeps_to_its_description(county: County, service: Any) -> None:
    article = county.publish("又一条")
    known = {
        "code": "jiaotong", "name": "xinxi", "id": article.pk,
    }  # fmt: skip
    tried: Counter[int] = Counter()

    for found in service.get_all_operations():
        operation = found.ok()
        kinds = [operation.as_strategy(generation_mode=mode) for mode in GenerationMode]

        @given(case=st.one_of(kinds), there=st.booleans())
        @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
        def keeps(case: Any, there: bool) -> None:
            if there:
                case.path_parameters.update({n: known[n] for n in case.path_parameters})
            response = case.call(headers={"Host": "portal.test"})
            case.validate_response(response, checks=CHECKS)
            tried[response.status_code] += 1

        keeps()
    assert tried[200] > 20
    assert tried[400] > 20
    assert set(tried) <= {200, 400, 404, 405}
