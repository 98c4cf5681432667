"""The lists say what is late and what was found, at a cost that does not grow with them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sitegroup.checking.services import findings_of, hash_of, waive
from sitegroup.models import EmergencyReview, Release, ReviewCase, Role
from sitegroup.review.services import submit
from tests.cms.expenses.conftest import draft, good_figures
from tests.factories import agree, article, released, unit, user
from tests.sitegroup.checking.samples import resident_id
from tests.sitegroup.desk.conftest import Browser, County

LIST = "/admin/review/"
PHONE = "<p>联系人手机13812345678。</p>"
IDENTITY = f"<p>张三{resident_id()}</p>"


def text(browser: Browser, person: Any, tab: str = "") -> str:
    """A list as somebody reads it."""
    read: str = browser(person).get(f"{LIST}{tab}").content.decode()
    return read


def aged(case: ReviewCase, **fields: Any) -> ReviewCase:
    """The case as if its clock had run."""
    ReviewCase.objects.filter(pk=case.pk).update(**fields)
    case.refresh_from_db()
    return case


def test_the_column_counts_what_the_content_check_found(county: County, browser: Browser) -> None:
    submit(subject=article(county.site, by=county.author, text=PHONE), by=county.author)
    page = text(browser, county.deciders[0])
    assert '<span class="desk-warn">请核对1</span>' in page
    assert "<span>必须改0</span>" in page


def test_what_was_waived_counts_no_more(county: County, browser: Browser) -> None:
    page = article(county.site, by=county.author, text=IDENTITY)
    candidate = page.get_latest_revision_as_object()
    for row in [row for row in findings_of(candidate) if row.blocks]:
        waive(
            subject=page, by=county.deciders[1], fingerprint=row.fingerprint, reason="本人同意",
            seen_hash=hash_of(candidate),
        )  # fmt: skip
    submit(subject=page, by=county.author)
    assert "<span>必须改0</span>" in text(browser, county.deciders[0])


def test_the_column_counts_what_a_statement_asks_to_look_at(
    county: County, browser: Browser
) -> None:
    items = dict(good_figures().items)
    items["reception"] = replace(items["reception"], prior_reason="与上年持平。")
    submit(subject=draft(county.site, county.author, items=items), by=county.author)
    page = text(browser, county.deciders[0])
    assert '<span class="desk-warn">请核对1</span>' in page


def test_a_longer_list_asks_no_more_queries(
    county: County, browser: Browser, django_assert_max_num_queries: Any
) -> None:
    def add(count: int) -> None:
        for number in range(count):
            page = article(county.site, f"第{number}件", by=county.author, text=PHONE)
            submit(subject=page, by=county.author)

    add(2)
    person, counted = county.deciders[0], {}
    tabs = ("", "submitted/")
    client = browser(person)
    for tab in tabs:
        client.get(f"{LIST}{tab}")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{LIST}{tab}")
        counted[tab] = len(asked)
    add(8)
    for tab in tabs:
        with django_assert_max_num_queries(counted[tab]):
            client.get(f"{LIST}{tab}")


def test_a_step_past_its_limit_lights_a_lamp_for_who_decides_it_only(
    county: County, case: ReviewCase, browser: Browser
) -> None:
    first, second, _office = county.deciders
    assert "desk-lamps" not in text(browser, first)
    aged(case, step_since=timezone.now() - timedelta(days=30))
    page = text(browser, first)
    assert "您的待办有1件已超时，请先办。" in page
    assert '<tr class="desk-late">' in page
    assert "desk-lamps" not in text(browser, second)


@pytest.fixture
def late(county: County, case: ReviewCase) -> ReviewCase:
    """Approved for an hour that passed, and not public."""
    for person in county.deciders:
        aged(case, publish_at=timezone.now() + timedelta(hours=1))
        agree(case, person)
    hour = timezone.now() - timedelta(minutes=5)
    return aged(case, publish_at=hour, problem="发布时出错，系统会再试。")


def test_a_release_that_did_not_happen_lights_a_lamp_for_the_unit_and_who_decided(
    county: County, late: ReviewCase, browser: Browser
) -> None:
    for person in (county.author, county.deciders[2], user("root", is_superuser=True)):
        page = text(browser, person)
        assert "定时发布有1件到时间没有发出。" in page
        assert late.title in page and "系统会再试" in page
    done = text(browser, county.deciders[2], "decided/")
    assert '<tr class="desk-late">' in done


def test_another_unit_and_an_office_that_had_no_part_see_no_lamp(
    county: County, late: ReviewCase, browser: Browser
) -> None:
    others = [
        user("other", unit("czj"), Role.AUTHOR, Role.DEPARTMENT_REVIEWER),
        user("office2", county.office, Role.OFFICE_REVIEWER),
    ]
    for person in others:
        page = text(browser, person)
        assert "desk-lamps" not in page and late.title not in page


def test_a_late_approval_after_an_emergency_is_counted_for_who_may_see_it(
    county: County, browser: Browser
) -> None:
    page = released(article(county.site, by=county.author), county.author, county.deciders)
    release = Release.objects.filter(object_id=str(page.pk)).latest("pk")
    review = EmergencyReview.objects.create(release=release, due_at=timezone.now())
    stranger = user("other", unit("czj"), Role.AUTHOR)
    for person, shown in ((county.deciders[2], True), (county.author, True), (stranger, False)):
        assert ("应急发布有1件超过时限没有补审。" in text(browser, person)) is shown
    review.due_at = timezone.now() + timedelta(hours=1)
    review.save()
    assert "应急发布有" not in text(browser, county.deciders[2])


def test_on_a_phone_every_cell_says_what_it_is(
    county: County, case: ReviewCase, browser: Browser
) -> None:
    page = text(browser, county.author, "submitted/")
    for label in ("起草单位", "种类", "送审人", "送审时间", "办理情况", "剩余时限", "检查结果"):
        assert f'data-label="{label}"' in page
