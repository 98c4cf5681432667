"""A person's notices in the admin, and what did not arrive."""

from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client

from sitegroup.models import Membership, Notice, NoticeSetting, NoticeState, ReviewCase, Role
from tests.factories import unit, user
from tests.sitegroup.conftest import County

pytestmark = pytest.mark.django_db
MINE, UNDELIVERED, SETTINGS = (f"/admin/notices/{p}" for p in ("", "undelivered/", "settings/"))


def signed_in(person: Any) -> Client:
    """A browser of this person."""
    client = Client(headers={"host": "portal.test"})
    client.force_login(person)
    return client


def opened_for(person: Any) -> Notice:
    """The notice of this person's task."""
    return Notice.objects.get(recipient=person, channel="desk", kind="opened")


def test_unread_comes_first_and_opening_reads_it(people: County, case: ReviewCase) -> None:
    client = signed_in(people.deciders[0])
    page = client.get(MINE).content.decode()
    assert "未读" in page
    assert case.title in page
    answer = client.get(f"/admin/notices/{opened_for(people.deciders[0]).pk}/")
    assert answer.headers["Location"] == f"/admin/review/{case.pk}/"
    assert "未读" not in client.get(MINE).content.decode()


def test_the_first_page_shows_what_is_unread(people: County, case: ReviewCase) -> None:
    client = signed_in(people.deciders[0])
    address = f"/admin/notices/{opened_for(people.deciders[0]).pk}/"
    assert address in client.get("/admin/").content.decode()
    client.post("/admin/notices/read/")
    assert address not in client.get("/admin/").content.decode()


@pytest.mark.parametrize("name", ["writer", "county-chief", "stranger"])
def test_nobody_opens_anothers_notice(people: County, case: ReviewCase, name: str) -> None:
    user("stranger", unit("wjj"), Role.SITE_ADMINISTRATOR)
    person = type(people.author).objects.get(username=name)
    answer = signed_in(person).get(f"/admin/notices/{opened_for(people.deciders[0]).pk}/")
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert case.title not in signed_in(person).get(MINE).content.decode()


def test_who_moved_to_another_unit_sees_no_old_titles(people: County, case: ReviewCase) -> None:
    reviewer = people.deciders[0]
    notice = opened_for(reviewer)
    reviewer.memberships.all().delete()
    Membership.objects.create(user=reviewer, site=unit("wjj"), role=Role.EDITOR)
    client = signed_in(reviewer)
    assert case.title not in client.get(MINE).content.decode()
    assert client.get(f"/admin/notices/{notice.pk}/").status_code == HTTPStatus.NOT_FOUND


def test_a_stranger_signs_in_first(case: ReviewCase) -> None:
    answer = Client(headers={"host": "portal.test"}).get(MINE)
    assert answer.headers["Location"].startswith("/admin/login/")


def test_an_administrator_sends_again_what_was_given_up(people: County, case: ReviewCase) -> None:
    Notice.objects.filter(channel="mail").update(state=NoticeState.DEAD, last_error="550 unknown")
    dead = Notice.objects.get(channel="mail")
    client = signed_in(type(people.author).objects.get(username="county-chief"))
    page = client.get(UNDELIVERED).content.decode()
    assert "550 unknown" in page
    assert case.title not in page
    client.post(f"/admin/notices/{dead.pk}/retry/")
    dead.refresh_from_db()
    assert (dead.state, dead.attempts) == (NoticeState.WAITING, 0)


@pytest.mark.parametrize("name", ["writer", "chief", "jyj-office"])
def test_only_the_countys_administrators_see_what_was_given_up(people: County, name: str) -> None:
    client = signed_in(type(people.author).objects.get(username=name))
    assert client.get(UNDELIVERED).status_code == HTTPStatus.NOT_FOUND
    assert client.post("/admin/notices/1/retry/").status_code == HTTPStatus.NOT_FOUND
    assert "未能送达" not in client.get(MINE).content.decode()


def test_a_person_chooses_the_ways(people: County) -> None:
    client = signed_in(people.author)
    assert client.get(SETTINGS).context["form"].initial["by_mail"] is True
    client.post(SETTINGS, {"phone": "13800000000"})
    chosen = NoticeSetting.objects.get(user=people.author)
    assert (chosen.by_mail, chosen.phone) == (False, "13800000000")


def test_a_bad_number_is_named(people: County) -> None:
    answer = signed_in(people.author).post(SETTINGS, {"phone": "一三八"})
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert "手机号只写数字" in answer.content.decode()


def test_many_notices_cost_no_more_queries(
    people: County, case: ReviewCase, django_assert_max_num_queries: Any
) -> None:
    notice = opened_for(people.deciders[0])
    for number in range(30):
        notice.pk, notice.dedupe = None, f"copy {number}"
        notice._state.adding = True
        notice.save()
    client = signed_in(people.deciders[0])
    client.get(MINE)
    with django_assert_max_num_queries(15):
        client.get(MINE)
