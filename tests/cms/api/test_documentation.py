"""docs/api.md: every example is asked, and answers what the page says."""

import json
import re
from pathlib import Path
from typing import Any

from django.test import Client

from sitegroup.changes.worker import drain_all
from sitegroup.models import Role
from tests.cms.api.conftest import County
from tests.factories import article, released, reviewers, unit, user

PAGE = Path(__file__).parents[3] / "docs/api.md"
EXAMPLE = re.compile(
    r"```http\nGET (?P<path>\S+)\n\nHTTP/1.1 (?P<status>\d+) [^\n]*\n"
    r"Content-Type: (?P<type>\S+)\n\n"
    r"(?P<body>.*?)```",
    re.DOTALL,
)


def lacking(example: Any, answer: Any, place: str = "") -> list[str]:
    """What the example has and the answer has not."""
    if isinstance(example, dict) and isinstance(answer, dict):
        missing = [f"{place}.{name}" for name in example if name not in answer]
        shared = [name for name in example if name in answer]
        return missing + [
            part for name in shared for part in lacking(example[name], answer[name], name)
        ]
    if isinstance(example, list) and example:
        return lacking(example[0], answer[0], f"{place}[]") if answer else [f"{place}[]"]
    return []


def test_the_examples_are_true(county: County) -> None:
    bureau = unit("jyj", name="云溪县教育局")
    author = user("editor", bureau, Role.EDITOR)
    deciders = reviewers(bureau, county.portal)
    for title in ("关于校舍检查的通知", "关于做好秋季学期开学工作的通知"):
        page = released(article(bureau, title, by=author), author, deciders)
    drain_all()
    client = Client(headers={"host": "portal.test"})
    examples = list(EXAMPLE.finditer(PAGE.read_text()))
    assert len(examples) == PAGE.read_text().count("```http")
    for example in examples:
        answer = client.get(example["path"].replace("/123/", f"/{page.pk}/"))
        assert str(answer.status_code) == example["status"], example["path"]
        assert answer.headers["Content-Type"] == example["type"]
        body = json.loads(example["body"])
        assert lacking(body, answer.json()) == [], example["path"]
        for name in ("status", "code", "title", "type", "q", "previous"):
            if name in body and example["path"].count("/") < 5:
                assert answer.json()[name] == body[name]
