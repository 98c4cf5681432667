"""Who sees a case and its files, and who does not."""

from typing import Any

import pytest
from django.core.files.base import ContentFile

from cms.media.models import Attachment
from cms.pages.models import ArticleAttachment
from sitegroup.guard.groups import collection_of
from sitegroup.models import ReviewCase
from sitegroup.review.services import submit
from tests.factories import article, unit, user
from tests.sitegroup.desk.conftest import Browser, County, address, decision

ACTIONS = ["", "preview/", "files/document/1/"]


@pytest.mark.parametrize("role", ["author", "department_reviewer", "secrecy_reviewer"])
def test_a_case_of_another_unit_is_not_there(
    county: County, case: ReviewCase, browser: Browser, role: str
) -> None:
    stranger = user("stranger", unit("czj"), role)
    client = browser(stranger)
    assert [client.get(address(case, action)).status_code for action in ACTIONS] == [404] * 3
    assert client.post(address(case, "decide/"), decision(case)).status_code == 404
    assert client.post(address(case, "recall/")).status_code == 404


def test_the_office_sees_a_case_at_its_step_and_after(
    county: County, case: ReviewCase, browser: Browser
) -> None:
    first, second, office = county.deciders
    client = browser(office)
    assert client.get(address(case)).status_code == 404
    for person in (first, second):
        browser(person).post(address(case, "decide/"), decision(case))
    assert case.title in client.get("/admin/review/").content.decode()
    client.post(address(case, "decide/"), decision(case))
    assert case.title in client.get("/admin/review/decided/").content.decode()
    assert client.get(address(case)).status_code == 200


def test_a_stranger_is_asked_to_sign_in(case: ReviewCase, browser: Browser) -> None:
    answer = browser(None).get(address(case))
    assert answer.status_code == 302
    assert "/admin/login/" in answer["Location"]


@pytest.mark.parametrize("path", ["999999/", "withdraw/pages/article/x/", "withdraw/a/b/1/"])
def test_what_does_not_exist_is_not_there(county: County, browser: Browser, path: str) -> None:
    assert browser(county.author).get(f"/admin/review/{path}").status_code == 404


def test_the_lists_hold_what_belongs_to_each(
    county: County, case: ReviewCase, browser: Browser
) -> None:
    first, second, _office = county.deciders
    assert case.title in browser(first).get("/admin/review/").content.decode()
    assert case.title not in browser(second).get("/admin/review/").content.decode()
    submitted = browser(county.author).get("/admin/review/submitted/").content.decode()
    assert "审核中（第1步，共3步：部门审核）" in submitted


def test_the_preview_is_the_page_and_is_not_stored(
    county: County, case: ReviewCase, browser: Browser
) -> None:
    answer = browser(county.deciders[0]).get(address(case, "preview/"))
    assert "定于下周一开始。" in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Robots-Tag"] == "noindex"


@pytest.fixture
def attached(county: County) -> Any:
    """A submitted article with a file, and the file."""
    document = Attachment(title="名单", collection=collection_of(county.site))
    document.file.save("mingdan.csv", ContentFile(b"name\n"))
    page = article(county.site, by=county.author)
    page.attachments.add(ArticleAttachment(document=document))
    page.save_revision(user=county.author)
    return submit(subject=page, by=county.author), document


def test_a_reviewer_downloads_the_files_of_the_case(
    county: County, attached: Any, browser: Browser
) -> None:
    case, document = attached
    client = browser(county.deciders[0])
    assert "mingdan" in client.get(address(case)).content.decode()
    answer = client.get(address(case, f"files/document/{document.pk}/"))
    assert answer.getvalue() == b"name\n"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert client.get(address(case, "files/document/999/")).status_code == 404


def test_a_file_in_review_is_hidden_from_everybody_else(
    county: County, attached: Any, browser: Browser
) -> None:
    _case, document = attached
    name = document.filename
    places = [f"/files/{document.pk}/{name}", f"/admin/documents-stock/{document.pk}/{name}"]
    other = user("other", unit("czj"), "author")
    for person in (None, other):
        client = browser(person)
        assert [client.get(place).status_code for place in places] == [404, 404]
    assert browser(county.author).get(places[0]).status_code == 200


def test_a_reviewer_who_opened_the_case_sees_its_pictures_and_files(
    county: County, attached: Any, browser: Browser
) -> None:
    case, document = attached
    client = browser(county.deciders[0])
    place = f"/files/{document.pk}/{document.filename}"
    assert client.get(place).status_code == 404
    client.get(address(case))
    answer = client.get(place)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
