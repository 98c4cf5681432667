"""/admin/people/: what each person sees there, and what the buttons do."""

import re

import pytest
from axes.models import AccessAttempt
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from sitegroup.models import Account, Role
from sitegroup.people.reading import locked_names
from tests.factories import user
from tests.sitegroup.desk.conftest import Browser, said
from tests.sitegroup.people.conftest import County, roles

LIST = "/admin/people/"


def password_on(page: str) -> str:
    """The temporary password that an answer shows."""
    found = re.search(r'people-password">([^<]+)<', page)
    assert found
    return found[1].replace("&amp;", "&")


def test_a_unit_sees_its_own_people_only(county: County, browser: Browser) -> None:
    shown = browser(county.admin).get(LIST).content.decode()
    assert "方雨桐" in shown
    assert "czj-foreign" not in shown
    assert "外局某" not in shown
    assert "宫志平" not in shown


def test_a_search_finds_nobody_of_another_unit(county: County, browser: Browser) -> None:
    shown = browser(county.admin).get(LIST, {"q": "foreign", "site": county.other.pk})
    assert "没有符合这些条件的人" in shown.content.decode()


def test_roles_elsewhere_do_not_show(county: County, browser: Browser) -> None:
    county.author.memberships.create(site=county.other, role=Role.DATA_STEWARD)
    client = browser(county.admin)
    for address in (LIST, f"{LIST}{county.author.pk}/"):
        rows = client.get(address).content.decode().split("<table", 1)[1].split("</table", 1)[0]
        assert "财政局" not in rows
        assert "数据管理员" not in rows


ACTIONS = ("", "grant/", "stop/", "start/", "new-password/", "unlock/", "roles/{held}/revoke/")


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_foreign_person_is_not_there(
    county: County, browser: Browser, action: str, method: str
) -> None:
    held = county.stranger.memberships.get().pk
    address = f"{LIST}{county.stranger.pk}/{action.format(held=held)}"
    answer = getattr(browser(county.admin), method)(address)
    assert answer.status_code in ({404} if method == "post" or not action else {404, 405})
    assert roles(county.stranger, county.other) == {Role.AUTHOR}


def test_a_foreign_role_is_not_taken_through_an_own_person(
    county: County, browser: Browser
) -> None:
    foreign = county.author.memberships.create(site=county.other, role=Role.EDITOR)
    address = f"{LIST}{county.author.pk}/roles/{foreign.pk}/revoke/"
    assert browser(county.admin).post(address).status_code == 404
    assert Role.EDITOR in roles(county.author, county.other)


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.DEPARTMENT_REVIEWER, Role.OFFICE_REVIEWER])
def test_others_have_no_such_page(county: County, browser: Browser, role: str) -> None:
    client = browser(user("x", county.site, role))
    for address in (LIST, f"{LIST}new/", f"{LIST}join/"):
        assert client.get(address).status_code == 404
    assert client.get(f"{LIST}{county.author.pk}/").status_code == 404
    assert '"name": "people"' not in client.get("/admin/").content.decode()


def test_an_auditor_looks_and_changes_nothing(county: County, browser: Browser) -> None:
    client = browser(user("audit", county.office, Role.AUDITOR))
    shown = client.get(LIST).content.decode()
    assert "方雨桐" in shown
    assert "新开账号" not in shown
    assert "<form method" not in client.get(f"{LIST}{county.author.pk}/").content.decode()
    client.post(f"{LIST}{county.author.pk}/stop/")
    county.author.refresh_from_db()
    assert county.author.is_active


def test_a_colleague_is_added_with_roles(county: County, browser: Browser) -> None:
    form = {"site": county.site.pk, "username": "jyj-new", "name": "新同事", "roles": ["author"]}
    shown = browser(county.admin).post(f"{LIST}new/", form)
    assert "no-store" in shown.headers["Cache-Control"]
    assert Client().login(username="jyj-new", password=password_on(shown.content.decode()))
    new = Account.objects.get(user__username="jyj-new")
    assert (new.site, roles(new.user, county.site)) == (county.site, {"author"})


@pytest.mark.parametrize("wish", [{"roles": ["auditor"]}, {"is_superuser": "on", "groups": "1"}])
def test_no_form_gives_what_is_not_the_units(
    county: County, browser: Browser, wish: dict[str, object]
) -> None:
    form = {"site": county.site.pk, "username": "climber", "name": "某", **wish}
    browser(county.admin).post(f"{LIST}new/", form)
    for climber in Account.objects.filter(user__username="climber"):
        assert not climber.user.is_superuser
        assert not climber.user.groups.exists()
        assert not climber.user.memberships.exists()


def test_a_taken_username_is_said_beside_what_was_typed(county: County, browser: Browser) -> None:
    form = {"site": county.site.pk, "username": "czj-foreign", "name": "新同事"}
    answer = browser(county.admin).post(f"{LIST}new/", form)
    assert answer.status_code == 400
    assert "外局某" not in answer.content.decode()
    assert 'value="新同事"' in answer.content.decode()


def test_an_existing_person_is_found_by_the_whole_username(
    county: County, browser: Browser
) -> None:
    client = browser(county.admin)
    form = {"site": county.site.pk, "role": "editor"}
    assert client.post(f"{LIST}join/", {**form, "username": "czj-fore"}).status_code == 400
    client.post(f"{LIST}join/", {**form, "username": "czj-foreign"})
    assert roles(county.stranger, county.site) == {"editor"}


def test_a_person_who_was_stopped_is_out_at_once(county: County, browser: Browser) -> None:
    theirs = browser(county.author)
    browser(county.admin).post(f"{LIST}{county.author.pk}/stop/")
    browser(county.admin).post(f"{LIST}{county.author.pk}/start/")
    assert "/login/" in theirs.get("/admin/").headers["Location"]


def test_the_last_administrator_is_asked_about(county: County, browser: Browser) -> None:
    client, held = browser(county.county_admin), county.admin.memberships.get()
    address = f"{LIST}{county.admin.pk}/roles/{held.pk}/revoke/"
    asked = client.post(address)
    assert asked.status_code == 409
    assert "最后一名单位管理员" in asked.content.decode()
    assert "岗位已收回" in said(client.post(address, {"confirmed": "1"}, follow=True))


def test_a_locked_person_is_shown_and_unlocked(county: County, browser: Browser) -> None:
    AccessAttempt.objects.create(
        username="jyj-author", ip_address="10.0.0.9", user_agent="x", failures_since_start=5
    )
    client = browser(county.admin)
    assert "已锁定" in client.get(LIST).content.decode()
    client.post(f"{LIST}{county.author.pk}/unlock/")
    assert locked_names(["jyj-author"]) == set()


def test_a_long_list_costs_what_a_short_one_costs(
    county: County, browser: Browser, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(40):
        user(f"p{number}", county.site, Role.AUTHOR)
    client = browser(county.admin)
    client.get(LIST)
    with django_assert_max_num_queries(26):
        client.get(LIST)


@pytest.mark.parametrize(("who", "given"), [("county_admin", True), ("admin", False)])
def test_only_the_county_gives_a_county_role_by_the_page(
    county: County, browser: Browser, who: str, given: bool
) -> None:
    client, address = browser(getattr(county, who)), f"{LIST}{county.author.pk}/"
    assert ("政府办审定" in client.get(address).content.decode()) is given
    client.post(f"{address}grant/", {"site": county.site.pk, "role": Role.OFFICE_REVIEWER})
    assert (Role.OFFICE_REVIEWER in roles(county.author, county.site)) is given


def test_the_county_sees_all_people_but_superusers(county: County, browser: Browser) -> None:
    root = user("root-of-all", is_superuser=True)
    client = browser(county.county_admin)
    shown = client.get(LIST).content.decode()
    assert "方雨桐" in shown
    assert "外局某" in shown
    assert "root-of-all" not in shown
    assert client.get(f"{LIST}{root.pk}/").status_code == 404


def test_a_name_is_corrected(county: County, browser: Browser) -> None:
    form = {"name": "方雨童", "email": "fyt@jyj.example", "phone": "0990-1234567"}
    browser(county.admin).post(f"{LIST}{county.author.pk}/", form)
    county.author.refresh_from_db()
    assert (county.author.first_name, county.author.account.phone) == ("方雨童", "0990-1234567")
