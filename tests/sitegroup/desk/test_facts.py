"""What is on record of a case lies beside its text, and not more than the reader may see."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sitegroup.models import ReviewCase, Role, Substitution
from sitegroup.review.services import submit
from sitegroup.review.together import submit_together
from tests.factories import agree, article, user
from tests.sitegroup.desk.conftest import Browser, County, address, decision

TOMORROW = timedelta(days=1)


def seen(browser: Browser, person: Any, case: ReviewCase) -> str:
    """The page of a case as somebody reads it."""
    answer = browser(person).get(address(case))
    assert answer.status_code == 200
    text: str = answer.content.decode()
    return text


def test_the_proposal_and_the_hour_are_shown_to_the_second(
    county: County, browser: Browser
) -> None:
    page = article(
        county.site, by=county.author, disclosure_mode="on_request",
        disclosure_ground="15-privacy", disclosure_reason="涉及住户姓名。",
    )  # fmt: skip
    hour = (timezone.localtime() + TOMORROW).replace(hour=9, minute=30, second=7, microsecond=0)
    case = submit(subject=page, by=county.author, publish_at=hour)
    case.record.legal_basis = "《条例》第十条"
    case.record.save()
    facts = seen(browser, county.deciders[0], case).split('class="desk-facts"', 1)[1]
    facts = facts.split("</dl>", 1)[0]
    for label, value in (
        ("拟公开方式", "依申请公开"), ("不公开的理由", "涉及个人隐私（条例第十五条）"),
        ("说明", "涉及住户姓名。"), ("事项范围", "本单位事项"), ("公开渠道", "云溪县教育局"),
        ("公开依据", "《条例》第十条"), ("定时发布", f"{hour:%Y-%m-%d} 09:30:07"),
    ):  # fmt: skip
        assert f"<dt>{label}</dt><dd>{value}</dd>" in facts
    assert "公开范围" not in facts  # nothing was given


def test_earlier_opinions_keep_their_answers_ground_and_whose_step_it_was(
    county: County, case: ReviewCase, browser: Browser
) -> None:
    away, second, _office = county.deciders
    away.first_name = "王建国"
    away.save()
    deputy = user("deputy", county.site, Role.EDITOR, first_name="李代")
    today = timezone.localdate()
    Substitution.objects.create(
        absent=away, substitute=deputy, site=county.site, role=Role.DEPARTMENT_REVIEWER,
        starts_on=today, ends_on=today + TOMORROW,
    )  # fmt: skip
    page = seen(browser, deputy, case)
    assert f"您代王建国办理，到{today + TOMORROW}为止" in page
    assert "您代" not in seen(browser, away, case)
    agree(case, deputy)
    sent = decision(case, decision="refer", ground="14-secret", privacy="yes", opinion="待定。")
    assert browser(second).post(address(case, "decide/"), sent).status_code == 302
    page = seen(browser, second, case)
    assert "李代（代王建国）" in page
    assert "准确：文字、数据、附件已核对 <b>是</b>" in page
    assert '<li class="desk-bad">涉及个人隐私 <b>是</b></li>' in page
    assert "理由：属于国家秘密（条例第十四条）" in page


@pytest.fixture
def bundle(county: County) -> list[ReviewCase]:
    """Three pieces that go out together."""
    pieces = [article(county.site, title, by=county.author) for title in ("甲", "乙", "丙")]
    made = submit_together(site=county.site, title="招生一组", subjects=pieces, by=county.author)
    return list(made.cases.order_by("pk"))


def test_a_bundle_links_only_to_what_the_reader_may_open(
    county: County, bundle: list[ReviewCase], browser: Browser
) -> None:
    first, second, office = county.deciders
    page = seen(browser, first, bundle[0])
    assert "招生一组" in page
    assert [f'href="{address(case)}">{case.title}' in page for case in bundle] == [
        False, True, True,
    ]  # fmt: skip
    for person in (first, second):
        agree(bundle[0], person)
    page = seen(browser, office, bundle[0])
    assert "乙 <span" in page
    assert f'href="{address(bundle[1])}"' not in page
    assert browser(office).get(address(bundle[1])).status_code == 404


def test_a_bundle_of_many_costs_no_more_queries(
    county: County, browser: Browser, django_assert_max_num_queries: Any
) -> None:
    def case_of(name: str, size: int) -> ReviewCase:
        pieces = [article(county.site, f"{name}{n}", by=county.author) for n in range(size)]
        made = submit_together(site=county.site, title=name, subjects=pieces, by=county.author)
        return made.cases.order_by("pk")[0]

    few, many = case_of("少", 2), case_of("多", 9)
    client = browser(county.deciders[0])
    client.get(address(few))

    with CaptureQueriesContext(connection) as asked:
        client.get(address(few))
    with django_assert_max_num_queries(len(asked)):
        client.get(address(many))


def test_who_stands_in_for_the_office_opens_what_their_list_shows(
    county: County, case: ReviewCase, browser: Browser
) -> None:
    first, second, office = county.deciders
    deputy = user("clerk", county.office, Role.EDITOR)
    today = timezone.localdate()
    Substitution.objects.create(
        absent=office, substitute=deputy, site=county.office, role=Role.OFFICE_REVIEWER,
        starts_on=today, ends_on=today,
    )  # fmt: skip
    client = browser(deputy)
    assert client.get(address(case)).status_code == 404  # not before the office yet
    for person in (first, second):
        agree(case, person)
    assert case.title in client.get("/admin/review/").content.decode()
    assert "同意并发布" in seen(browser, deputy, case)
    assert client.post(address(case, "decide/"), decision(case)).status_code == 302
    assert case.decisions.get(step=3).stands_in_for == office
