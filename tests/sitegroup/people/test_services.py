"""Accounts and roles: who may give what to whom, and what stays."""

from typing import Any

import pytest
from django.contrib.auth import authenticate

from sitegroup.models import UNIT_ROLES, Account, Membership, Role
from sitegroup.people.exceptions import LastAdministrator, PeopleRefused
from sitegroup.people.services import (
    activate,
    amend_person,
    create_person,
    deactivate,
    grant,
    reset_password,
    revoke,
)
from tests.factories import user
from tests.sitegroup.people.conftest import County, roles


def test_a_new_colleague_has_no_role_and_a_password_for_one_day(county: County) -> None:
    issued = create_person(by=county.admin, site=county.site, username="jyj-new", name="新同事")
    assert authenticate(None, username="jyj-new", password=issued.password) == issued.person
    assert issued.person.account.must_change_password
    assert not issued.person.memberships.exists()


def test_nobody_opens_accounts_for_another_unit(county: County) -> None:
    for somebody in (county.admin, county.author):
        with pytest.raises(PeopleRefused, match="不能给这个单位开账号"):
            create_person(by=somebody, site=county.other, username="x1", name="某")


@pytest.mark.parametrize("username", ["jyj-author", "有 空格", "x" * 151, ""])
def test_a_username_that_cannot_be_is_refused_with_a_reason(county: County, username: str) -> None:
    with pytest.raises(PeopleRefused, match=r"\S"):
        create_person(by=county.admin, site=county.site, username=username, name="某")


@pytest.mark.parametrize("role", Role.values)
def test_a_unit_gives_its_own_roles_and_no_others(county: County, role: str) -> None:
    if role in UNIT_ROLES:
        grant(by=county.admin, person=county.author, site=county.site, role=role)
        assert role in roles(county.author, county.site)
    else:
        with pytest.raises(PeopleRefused, match="不由您授予"):
            grant(by=county.admin, person=county.author, site=county.site, role=role)
    with pytest.raises(PeopleRefused, match="不由您授予"):
        grant(by=county.admin, person=county.author, site=county.other, role=role)


@pytest.mark.parametrize("role", [Role.OFFICE_REVIEWER, Role.AUDITOR, Role.COUNTY_ADMINISTRATOR])
def test_the_county_gives_the_countys_roles(county: County, role: str) -> None:
    made = grant(by=county.county_admin, person=county.author, site=county.office, role=role)
    assert made.granted_by == county.county_admin
    assert made.granted_at is not None


def test_giving_twice_changes_nothing(county: County) -> None:
    fields: dict[str, Any] = {"person": county.author, "site": county.site, "role": "editor"}
    assert grant(by=county.admin, **fields) == grant(by=county.county_admin, **fields)


@pytest.mark.parametrize("who", ["admin", "county_admin"])
def test_nobody_changes_their_own_roles(county: County, who: str) -> None:
    person = getattr(county, who)
    with pytest.raises(PeopleRefused, match="自己的岗位"):
        grant(by=person, person=person, site=county.site, role=Role.EDITOR)
    with pytest.raises(PeopleRefused, match="自己的岗位"):
        revoke(by=person, membership=person.memberships.get())


def test_superusers_are_out_of_reach(county: County) -> None:
    root = user("root", is_superuser=True)
    for change in (deactivate, reset_password):
        with pytest.raises(PeopleRefused):
            change(by=county.county_admin, person=root)
    with pytest.raises(PeopleRefused, match="超级用户"):
        grant(by=county.county_admin, person=root, site=county.site, role=Role.EDITOR)


@pytest.mark.parametrize("elsewhere", ["other", "office"])
@pytest.mark.parametrize("change", [reset_password, deactivate])
def test_who_also_works_elsewhere_is_not_the_units_alone(
    county: County, elsewhere: str, change: Any
) -> None:
    site = getattr(county, elsewhere)
    Membership.objects.create(user=county.author, site=site, role=Role.AUDITOR)
    with pytest.raises(PeopleRefused, match="不只由您管理"):
        change(by=county.admin, person=county.author)
    with pytest.raises(PeopleRefused, match="不只由您管理"):
        amend_person(by=county.admin, person=county.author, name="x", email="me@evil.example")


def test_the_portals_administrator_has_no_hold_on_the_countys(county: County) -> None:
    clerk = user("portal-admin", county.office, Role.SITE_ADMINISTRATOR)
    with pytest.raises(PeopleRefused):
        reset_password(by=clerk, person=county.county_admin)
    with pytest.raises(PeopleRefused):
        revoke(by=clerk, membership=county.county_admin.memberships.get())


def test_a_foreign_person_may_get_a_role_but_stays_foreign(county: County) -> None:
    grant(by=county.admin, person=county.stranger, site=county.site, role=Role.EDITOR)
    with pytest.raises(PeopleRefused):
        reset_password(by=county.admin, person=county.stranger)
    with pytest.raises(PeopleRefused, match="不由您收回"):
        revoke(by=county.admin, membership=county.stranger.memberships.get(site=county.other))


def test_a_stopped_account_comes_back_with_another_password(county: County) -> None:
    deactivate(by=county.admin, person=county.author)
    assert roles(county.author, county.site) == {Role.AUTHOR}
    issued = activate(by=county.admin, person=county.author)
    assert authenticate(None, username="jyj-author", password="jyj-author") is None
    assert authenticate(None, username="jyj-author", password=issued.password) == county.author


def test_the_last_administrator_does_not_go_unnoticed(county: County) -> None:
    last = county.admin.memberships.get()
    with pytest.raises(LastAdministrator, match="最后一名单位管理员"):
        revoke(by=county.county_admin, membership=last)
    with pytest.raises(LastAdministrator):
        deactivate(by=county.county_admin, person=county.admin)
    user("second", county.site, Role.SITE_ADMINISTRATOR)
    revoke(by=county.county_admin, membership=last)
    assert not roles(county.admin, county.site)


def test_the_last_administrator_goes_when_it_is_said_twice(county: County) -> None:
    revoke(by=county.county_admin, membership=county.admin.memberships.get(), confirmed=True)
    assert not roles(county.admin, county.site)


def test_who_lost_the_last_role_stays_in_the_list_of_the_unit(county: County) -> None:
    revoke(by=county.admin, membership=county.author.memberships.get())
    assert Account.objects.get(user=county.author).site == county.site


def test_a_stopped_administrator_manages_nobody(county: County) -> None:
    county.admin.is_active = False
    county.admin.save()
    with pytest.raises(PeopleRefused):
        grant(by=county.admin, person=county.author, site=county.site, role=Role.EDITOR)
