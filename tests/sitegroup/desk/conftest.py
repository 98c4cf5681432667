"""A county with one unit, its people, and a browser for each of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from sitegroup.models import ReviewCase, Role, Site
from sitegroup.review.questions import required
from sitegroup.review.services import submit
from tests.factories import article, portal, reviewers, unit, user

Browser = Callable[[Any], Client]


@dataclass
class County:
    """The office, one unit and who works there; `deciders` in the order of the steps."""

    office: Site
    site: Site
    author: Any
    deciders: list[Any]


@pytest.fixture
def county(db: None) -> County:
    """A portal, a bureau of education, an author and three reviewers."""
    office = portal()
    site = unit("jyj", name="云溪县教育局")
    author = user("author", site, Role.AUTHOR)
    return County(office, site, author, reviewers(site, office))


@pytest.fixture
def browser() -> Browser:
    """Sign a person in; `browser(None)` is a stranger."""

    def sign_in(person: Any) -> Client:
        client = Client(headers={"host": "portal.test"})
        if person:
            client.force_login(person)
        return client

    return sign_in


@pytest.fixture
def case(county: County) -> ReviewCase:
    """An article that its author has submitted."""
    return submit(subject=article(county.site, by=county.author), by=county.author)


def decision(case: ReviewCase, **changes: str) -> dict[str, str]:
    """What the desk's form sends."""
    fields = {"seen_hash": case.content_hash, "decision": "approve", "opinion": "同意公开。"}
    now = ReviewCase.objects.get(pk=case.pk)
    answers = {q.key: "yes" if q.good else "no" for q in required(now.current)}
    return {**fields, **answers, **changes}


def subject(case: ReviewCase) -> Any:
    """What the case is about, as it is now."""
    return case.subject


def address(case: ReviewCase, action: str = "") -> str:
    """The case at the desk."""
    return f"/admin/review/{case.pk}/{action}"


def said(answer: Any) -> str:
    """The messages that a page (followed to its end) shows."""
    return "".join(str(message) for message in answer.context["messages"])
