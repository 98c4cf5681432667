"""Three people, three steps, one article: what each of them sees and does at the desk."""

from typing import Any

import pytest
from django.test import Client

from sitegroup.models import ReviewCase
from sitegroup.review.services import submit
from tests.factories import article, portal, reviewers, unit, user

pytestmark = pytest.mark.django_db


def test_smoke() -> None:
    office = portal()
    site = unit("jyj")
    author = user("author", site, "author")
    deciders = reviewers(site, office)
    page = article(site, by=author)
    case = submit(subject=page, by=author)
    client = Client(headers={"host": "portal.test"})
    for decider in deciders:
        client.force_login(decider)
        print(client.get("/admin/review/").content.decode()[-3000:])
        seen = client.get(f"/admin/review/{case.pk}/")
        assert seen.status_code == 200
        answer = client.post(f"/admin/review/{case.pk}/decide/", {"seen_hash": ReviewCase.objects.get().content_hash, "decision": "approve", "opinion": "同意"})
        assert answer.status_code == 302, answer.content.decode()
    page.refresh_from_db()
    assert page.live
