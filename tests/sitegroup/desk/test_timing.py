"""定时发布 beside 送审: what is typed there, and what becomes of it."""

from datetime import datetime
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from wagtail.test.utils.form_data import streamfield

from cms.expenses.importing import values_of
from cms.pages.models import Article, Channel
from sitegroup.models import CaseState, ReviewCase
from sitegroup.review.scheduling import release_due
from sitegroup.review.services import submit
from tests.cms.expenses.conftest import good_figures
from tests.factories import agree, article
from tests.sitegroup.desk.conftest import Browser, County, said
from tests.sitegroup.desk.test_submitting import add, form

NAME = "review-publish_at"
LATER = "2099-03-01T09:30:15"
MOMENT = datetime(2099, 3, 1, 9, 30, 15, tzinfo=ZoneInfo("Asia/Shanghai"))
SUBMIT = {"action-review": "1"}


@pytest.fixture
def place(county: County) -> str:
    """Where an article of the unit is begun."""
    return add(Channel.objects.get(site=county.site, slug="gzdt"))


def statement(**changes: str) -> dict[str, object]:
    """What the form of a statement sends."""
    figures = {k: "" if v is None else v for k, v in values_of(good_figures()).items()}
    return {**figures, "waiver": "", "seen": "", "year": "2024", "submit": "", **changes}


def test_an_article_is_submitted_for_an_hour(county: County, place: str, browser: Browser) -> None:
    client = browser(county.author)
    answer = client.post(place, form(**SUBMIT, **{NAME: LATER}), follow=True)
    assert "审定后，定于2099-03-01 09:30:15发布。" in said(answer)
    case = ReviewCase.objects.get()
    assert case.publish_at == MOMENT
    for person in county.deciders:
        agree(case, person)
    case.refresh_from_db()
    assert (case.state, release_due(), Article.objects.get().live) == ("approved", 0, False)
    shown = browser(county.deciders[2]).get(f"/admin/review/{case.pk}/").content.decode()
    assert "审定后，定于2099-03-01 09:30:15发布。" in shown
    assert case.state == CaseState.APPROVED


def test_without_an_hour_nothing_waits(county: County, place: str, browser: Browser) -> None:
    answer = browser(county.author).post(place, form(**SUBMIT, **{NAME: ""}), follow=True)
    assert "定于" not in said(answer)
    assert ReviewCase.objects.get().publish_at is None


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("2020-01-01T08:00", "时间已经过了"),
        ("0001-01-01T00:00", "时间已经过了"),
        ("明天上午", "时间看不懂"),
        ("2099-02-30T08:00", "时间看不懂"),
        ("9999-12-31T23:59:59-12:00", "时间看不懂"),
        ("9" * 5000, "时间看不懂"),
    ],
)
def test_an_hour_that_cannot_be_is_said_and_kept(
    county: County, place: str, browser: Browser, typed: str, why: str
) -> None:
    client = browser(county.author)
    answer = client.post(place, form(**SUBMIT, **{NAME: typed}), follow=True)
    assert why in said(answer)
    assert not ReviewCase.objects.exists()
    assert Article.objects.get().title == "2026年冬季道路养护的通知"
    assert parse_qs(urlsplit(answer.redirect_chain[-1][0]).query) == {NAME: [typed]}
    assert f'value="{typed}"' in answer.content.decode()
    assert why in answer.content.decode().split('id="id_review-publish_at_error"')[1]


def test_the_hour_stays_when_something_else_is_missing_or_it_is_saved(
    county: County, place: str, browser: Browser
) -> None:
    client = browser(county.author)
    for sent in (form(body=streamfield([]), **SUBMIT), form()):
        answer = client.post(place, {**sent, NAME: LATER}, follow=True)
        assert f'value="{LATER}"' in answer.content.decode()
    assert not ReviewCase.objects.exists()


def test_the_editor_loses_nothing_to_a_form_that_is_refused(
    county: County, browser: Browser
) -> None:
    page = article(county.site, by=county.author)
    sent = {**form(title=""), **SUBMIT, NAME: LATER}
    shown = browser(county.author).post(f"/admin/pages/{page.pk}/edit/", sent)
    assert f'value="{LATER}"' in shown.content.decode()


def test_a_statement_is_submitted_for_an_hour(county: County, browser: Browser) -> None:
    client, sent = browser(county.author), statement(site=str(county.site.pk))
    refused = client.post("/admin/expenses/new/", {**sent, NAME: "2020-01-01T08:00"})
    shown = refused.content.decode()
    assert (refused.status_code, ReviewCase.objects.exists()) == (422, False)
    assert 'href="#id_review-publish_at"' in shown
    assert 'value="2020-01-01T08:00"' in shown
    assert 'value="17.86"' in shown
    place = refused.context["action"]
    seen = refused.context["form"].data["seen"]
    answer = client.post(place, {**sent, "seen": seen, NAME: LATER}, follow=True)
    assert "定于2099-03-01 09:30:15发布" in said(answer)
    assert ReviewCase.objects.get().publish_at == MOMENT


def test_a_statement_keeps_the_hour_when_it_is_saved(county: County, browser: Browser) -> None:
    sent = statement(site=str(county.site.pk), save="")
    del sent["submit"]
    client = browser(county.author)
    answer = client.post("/admin/expenses/new/", {**sent, NAME: LATER}, follow=True)
    assert f'value="{LATER}"' in answer.content.decode()


def test_why_a_due_release_did_not_happen_is_said(county: County, browser: Browser) -> None:
    case = submit(
        subject=article(county.site, by=county.author), by=county.author, publish_at=MOMENT
    )
    ReviewCase.objects.filter(pk=case.pk).update(state="approved", problem="网址被占用")
    shown = browser(county.author).get(f"/admin/review/{case.pk}/").content.decode()
    assert "还没有发布：网址被占用" in shown
