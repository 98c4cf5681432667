"""Who is told what, and what is not said."""

from typing import Any

import pytest
from django.core import mail
from django.test import override_settings
from wagtail.users.models import UserProfile

from sitegroup.models import Membership, Notice, NoticeSetting, NoticeState, ReviewCase, Role
from sitegroup.notices.models import NoticeKind
from sitegroup.notices.sending import send_due
from sitegroup.notices.services import case_concluded, emergency_released, event_of, step_opened
from sitegroup.notices.telling import tell_address
from sitegroup.review.exceptions import ContentChanged
from sitegroup.review.services import submit
from tests.factories import agree, article, unit, user
from tests.sitegroup.conftest import County
from tests.sitegroup.notices.conftest import make_due, told

pytestmark = pytest.mark.django_db


def act(case: ReviewCase, by: Any, decision: str = "approve") -> None:
    """Decide the current step as the chain expects it."""
    agree(case, by, decision=decision, seen_hash=case.content_hash)


def test_each_step_tells_those_who_decide_it(people: County, case: ReviewCase) -> None:
    assert told("opened") == ["jyj-reviewer"]
    act(case, people.deciders[0])
    assert told("opened") == ["jyj-reviewer", "jyj-secrecy"]
    act(case, people.deciders[1])
    assert told("opened") == ["jyj-office", "jyj-reviewer", "jyj-secrecy"]


def test_the_author_hears_of_a_return_and_of_a_release(people: County, case: ReviewCase) -> None:
    act(case, people.deciders[0], "return")
    assert told("returned") == ["writer"]
    people.public(title="另一条")
    assert told("released") == ["writer"]


def test_who_approved_hears_that_the_content_changed(people: County, case: ReviewCase) -> None:
    act(case, people.deciders[0])
    changed = case.subject
    changed.title = "改过的标题"
    changed.save_revision(user=people.author)
    with pytest.raises(ContentChanged):
        act(case, people.deciders[1])
    assert told("voided") == ["jyj-reviewer", "writer"]


def test_no_other_unit_hears_of_it(people: County) -> None:
    other = unit("wjj")
    user("stranger", other, Role.DEPARTMENT_REVIEWER, Role.SITE_ADMINISTRATOR, email="s@x.example")
    people.public()
    assert not Notice.objects.filter(recipient__username="stranger").exists()


def test_an_author_is_not_asked_to_review_it(people: County) -> None:
    Membership.objects.create(user=people.author, site=people.site, role=Role.DEPARTMENT_REVIEWER)
    submit(subject=article(people.site, by=people.author), by=people.author)
    assert told("opened") == ["jyj-reviewer"]


def test_a_step_that_nobody_can_decide_is_told_to_those_above(people: County) -> None:
    people.deciders[0].is_active = False
    people.deciders[0].save()
    submit(subject=article(people.site, by=people.author), by=people.author)
    assert told("unattended") == ["chief", "county-chief"]


def test_the_same_is_told_once(case: ReviewCase) -> None:
    before = Notice.objects.count()
    step_opened(case)
    assert Notice.objects.count() == before


def test_another_end_is_told_to_the_author(case: ReviewCase) -> None:
    case_concluded(case)
    assert told("concluded") == ["writer"]


def test_an_emergency_is_told_to_all_who_review_it_but_its_releaser(people: County) -> None:
    people.public()
    release = ReviewCase.objects.get().site.releases.latest("pk")
    emergency_released(release, title="停水", url="/admin/review/")
    assert told("emergency") == ["county-chief"]  # the office's only reviewer released it


def test_what_fails_tells_nobody(people: County) -> None:
    page = article(people.site, by=people.author)
    submit(subject=page, by=people.author)
    before = Notice.objects.count()
    with pytest.raises(Exception, match="正在审核"):
        submit(subject=page, by=people.author)
    assert Notice.objects.count() == before


def test_many_notices_are_one_mail(people: County) -> None:
    for number in range(3):
        submit(subject=article(people.site, f"第{number}条", by=people.author), by=people.author)
    make_due()
    assert send_due() == 3
    assert [message.to for message in mail.outbox] == [["jyj-reviewer@yunxi.example"]]
    assert mail.outbox[0].body.count("/admin/review/") == 3
    assert "3条通知" in mail.outbox[0].subject


def test_a_new_notice_waits_for_company(case: ReviewCase) -> None:
    assert send_due() == 0
    assert mail.outbox == []


@pytest.mark.parametrize("allowed", [True, False])
def test_a_mail_names_the_title_only_where_it_may(people: County, allowed: bool) -> None:
    submit(subject=article(people.site, "撤并方案", by=people.author), by=people.author)
    make_due()
    with override_settings(NOTICE_TITLES=allowed):
        send_due()
    message = mail.outbox[0]
    assert ("撤并方案" in message.body) is allowed
    assert "撤并方案" not in message.subject
    assert "云溪县教育局" in message.body
    assert "http://portal.test/admin/review/" in message.body


@override_settings(ADMIN_HOST="edit.yunxi.example")
def test_a_link_leads_to_the_host_of_the_admin(case: ReviewCase) -> None:
    make_due()
    send_due()
    assert f"http://edit.yunxi.example/admin/review/{case.pk}/" in mail.outbox[0].body


def test_a_mail_speaks_the_language_of_its_reader(people: County, case: ReviewCase) -> None:
    UserProfile.objects.create(user=people.deciders[0], preferred_language="en")
    make_due()
    send_due()
    assert "New task" in mail.outbox[0].body


def test_who_wants_no_mail_gets_none(people: County) -> None:
    NoticeSetting.objects.create(user=people.deciders[0], by_mail=False)
    submit(subject=article(people.site, by=people.author), by=people.author)
    assert told("opened") == ["jyj-reviewer"]
    assert told("opened", "mail") == []


def test_who_left_meanwhile_gets_nothing(people: County, case: ReviewCase) -> None:
    people.deciders[0].is_active = False
    people.deciders[0].save()
    make_due()
    send_due()
    assert mail.outbox == []
    assert Notice.objects.get(channel="mail").state == NoticeState.DROPPED


def test_somebody_without_an_account_is_told_by_mail(case: ReviewCase) -> None:
    tell_address(event_of(NoticeKind.RELEASED, case), "office@yunxi.example")
    make_due()
    send_due()
    assert ["office@yunxi.example"] in [message.to for message in mail.outbox]
