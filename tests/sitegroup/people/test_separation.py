"""三员分立: one opens accounts, one gives roles, one reads what happened."""

from dataclasses import dataclass
from typing import Any

import pytest

from sitegroup.models import Role
from sitegroup.people.exceptions import PeopleRefused
from sitegroup.people.passwords import temporary_password
from sitegroup.people.services import (
    choose_password,
    create_person,
    deactivate,
    grant,
    reset_password,
)
from tests.factories import user
from tests.sitegroup.desk.conftest import Browser
from tests.sitegroup.people.conftest import County, roles


@dataclass
class Three:
    """The three administrators."""

    system: Any
    security: Any
    auditor: Any


@pytest.fixture
def three(county: County, settings: Any) -> Three:
    """The option is on, and the three are there."""
    settings.THREE_ADMIN_SEPARATION = True
    return Three(
        user("system", county.office, Role.SYSTEM_ADMINISTRATOR),
        user("security", county.office, Role.SECURITY_ADMINISTRATOR),
        user("auditor", county.office, Role.AUDITOR),
    )


def opened(county: County, three: Three, name: str = "new") -> Any:
    """An account whose owner has chosen a password."""
    person = create_person(by=three.system, site=county.site, username=name, name="某").person
    choose_password(person=person, password=temporary_password())
    return person


def test_accounts_and_roles_are_two_peoples_work(county: County, three: Three) -> None:
    person = opened(county, three)
    with pytest.raises(PeopleRefused):
        grant(by=three.system, person=person, site=county.site, role=Role.AUTHOR)
    grant(by=three.security, person=person, site=county.site, role=Role.AUTHOR)
    assert roles(person, county.site) == {Role.AUTHOR}
    with pytest.raises(PeopleRefused):
        create_person(by=three.security, site=county.site, username="y1", name="某")


@pytest.mark.parametrize("who", ["admin", "county_admin"])
def test_nobody_else_gives_roles(county: County, three: Three, who: str) -> None:
    by = getattr(county, who)
    with pytest.raises(PeopleRefused):
        grant(by=by, person=county.author, site=county.site, role=Role.EDITOR)
    for change in (reset_password, deactivate):
        with pytest.raises(PeopleRefused):
            change(by=by, person=county.author)


def test_no_role_while_another_knows_the_password(county: County, three: Three) -> None:
    issued = create_person(by=county.admin, site=county.site, username="new", name="某")
    with pytest.raises(PeopleRefused, match="本人先登录并改密码"):
        grant(by=three.security, person=issued.person, site=county.site, role=Role.AUTHOR)


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMINISTRATOR, Role.AUTHOR])
def test_one_of_the_three_is_nothing_else(county: County, three: Three, role: str) -> None:
    with pytest.raises(PeopleRefused, match="三员分立"):
        grant(by=three.security, person=three.auditor, site=county.office, role=role)
    with pytest.raises(PeopleRefused, match="三员分立"):
        grant(by=three.security, person=county.author, site=county.office, role=Role.AUDITOR)


def test_who_holds_two_of_three_has_neither_power(county: County, three: Three) -> None:
    three.security.memberships.create(site=county.office, role=Role.AUDITOR)
    with pytest.raises(PeopleRefused):
        grant(by=three.security, person=county.author, site=county.site, role=Role.EDITOR)


def test_superusers_are_shut_out_once_there_are_three(
    county: County, three: Three, browser: Browser
) -> None:
    root = user("root", is_superuser=True)
    shown = browser(None).post("/admin/login/", {"username": "root", "password": "root"})
    assert "已实行三员分立" in shown.content.decode()
    assert "/login/" in browser(root).get("/admin/").headers["Location"]
    three.auditor.is_active = False
    three.auditor.save()
    assert browser(root).get("/admin/").status_code == 200


def test_without_separation_the_two_roles_do_not_exist(county: County) -> None:
    with pytest.raises(PeopleRefused):
        grant(
            by=county.county_admin, person=county.author, site=county.office,
            role=Role.SECURITY_ADMINISTRATOR,
        )  # fmt: skip
    lone = user("lone", county.office, Role.SECURITY_ADMINISTRATOR)
    with pytest.raises(PeopleRefused):
        grant(by=lone, person=county.author, site=county.site, role=Role.EDITOR)
