"""The record as the official form: every field, for those who may see the case, for good."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.media.models import Attachment
from cms.pages.models import ArticleAttachment
from sitegroup.guard.groups import collection_of
from sitegroup.models import CaseState, ReviewCase, Role
from sitegroup.review.services import submit
from sitegroup.review.withdrawal import withdraw
from tests.factories import agree, article, unit, user
from tests.sitegroup.desk.conftest import Browser, County, address, decision, subject


def sheet(browser: Browser, person: Any, case: ReviewCase) -> str:
    """The form as text, tags away."""
    answer = browser(person).get(address(case, "form/"))
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    return re.sub(r"\s*<[^>]*>\s*", "|", answer.content.decode())


def field(form: str, label: str) -> str:
    """What stands beside a label."""
    return next(part for part in form.split(f"|{label}|", 1)[1].split("|") if part)


@pytest.fixture
def filed(county: County) -> ReviewCase:
    """An article with a summary and a file, approved by all three."""
    document = Attachment(title="名单", collection=collection_of(county.site))
    document.file.save("mingdan.csv", ContentFile(b"name\n"))
    page = article(county.site, by=county.author, summary="冬季养护的路段和时间。")
    page.attachments.add(ArticleAttachment(document=document))
    page.save_revision(user=county.author)
    case = submit(subject=page, by=county.author)
    for person, opinion in zip(county.deciders, ("一审同意", "二审同意", "三审同意"), strict=True):
        agree(case, person, opinion=opinion)
    case.refresh_from_db()
    return case


def test_every_field_of_the_record_is_on_it(
    county: County, filed: ReviewCase, browser: Browser
) -> None:
    case = filed
    case.record.legal_basis = "《条例》第十九条"
    case.record.save()
    form = sheet(browser, county.author, case)
    for label, value in (
        ("信息名称", case.title), ("内容摘要", "冬季养护的路段和时间。"),
        ("拟公开方式", "主动公开"), ("公开范围", "社会公众"), ("公开渠道", "云溪县教育局"),
        ("公开依据", "《条例》第十九条"),
        ("事项范围", "本单位事项"), ("送审人", "author"), ("办理情况", "已发布"),
    ):  # fmt: skip
        assert field(form, label) == value
    assert field(form, "审查结论").startswith("公开 ")
    assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$", field(form, "公开时间"))
    assert f"SHA-256 {case.content_hash}" in form
    assert f"SHA-256 {Attachment.objects.get().digest}" in form
    assert "与内容校验值不符" not in form
    for number, (role, person) in enumerate(
        zip(("部门审核", "保密审查", "政府办审定"), county.deciders, strict=True), start=1
    ):
        step = form.split(f"第{number}步", 1)[1]
        assert step.index(role) < step.index(person.username)
    assert [form.index(said) for said in ("一审同意", "二审同意", "三审同意")] == sorted(
        form.index(said) for said in ("一审同意", "二审同意", "三审同意")
    )
    assert "涉及工作秘密|否" in form


def test_what_is_not_to_be_disclosed_says_its_ground_and_the_steps_that_nobody_took(
    county: County, case: ReviewCase, browser: Browser
) -> None:
    sent = decision(case, decision="withhold", ground="15-privacy", opinion="含住户姓名。")
    browser(county.deciders[0]).post(address(case, "decide/"), sent)
    case.refresh_from_db()
    assert case.state == CaseState.CONCLUDED
    form = sheet(browser, county.deciders[0], case)
    assert field(form, "不予公开的理由和依据") == "涉及个人隐私（条例第十五条）"
    assert field(form, "审查结论").startswith("不予公开 ")
    assert form.count("没有办理") == 2


def test_a_file_that_is_another_now_is_said(
    county: County, case: ReviewCase, browser: Browser
) -> None:
    ReviewCase.objects.filter(pk=case.pk).update(content_hash="0" * 64)
    assert "与内容校验值不符" in sheet(browser, county.author, case)


def test_it_stays_after_the_content_is_withdrawn(
    county: County, filed: ReviewCase, browser: Browser
) -> None:
    withdraw(subject=subject(filed), by=county.deciders[0], reason="数据有误")
    assert re.search(r"（\d{4}-\d\d-\d\d \d\d:\d\d撤下）", sheet(browser, county.author, filed))
    page = browser(county.author).get(address(filed)).content.decode()
    assert "数据有误" in page
    assert f'href="{address(filed, "form/")}"' in page


def test_only_who_may_see_the_case_may_print_it(
    county: County, case: ReviewCase, browser: Browser
) -> None:
    for person in (
        user("other", unit("czj"), Role.AUTHOR, Role.DEPARTMENT_REVIEWER),
        county.deciders[2],  # not before the office yet
    ):
        assert browser(person).get(address(case, "form/")).status_code == 404
    assert browser(None).get(address(case, "form/")).status_code == 302
    assert browser(county.author).post(address(case, "form/")).status_code == 405


def test_text_that_looks_like_code_is_text_and_a_schedule_is_a_proposal(
    county: County, browser: Browser
) -> None:
    hour = timezone.now() + timedelta(days=1)
    page = article(county.site, "<script>alert(1)</script>", by=county.author)
    case = submit(subject=page, by=county.author, publish_at=hour)
    seen = browser(county.author).get(address(case, "form/")).content.decode()
    assert "<script>alert" not in seen
    assert f"定于{timezone.localtime(hour):%Y-%m-%d %H:%M:%S}" in seen


def test_more_opinions_ask_no_more_queries(
    county: County, case: ReviewCase, browser: Browser, django_assert_max_num_queries: Any
) -> None:
    client, place = browser(county.author), address(case, "form/")
    agree(case, county.deciders[0])
    client.get(place)
    with CaptureQueriesContext(connection) as asked:
        client.get(place)
    agree(case, county.deciders[1])
    with django_assert_max_num_queries(len(asked)):
        client.get(place)
