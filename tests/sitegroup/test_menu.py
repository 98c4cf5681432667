"""Every door that the menu shows opens for the person who sees it."""

import re

import pytest
from django.test import Client

from sitegroup.models import Role
from tests.factories import user
from tests.sitegroup.conftest import County

LINK = re.compile(r'"url": "(/admin/[^"]*)"')


@pytest.mark.parametrize("role", Role)
def test_no_door_of_the_menu_is_dead(county: County, role: Role) -> None:
    client = Client(headers={"host": "portal.test"})
    client.force_login(user("somebody", county.site, role))
    doors = set(LINK.findall(client.get("/admin/").content.decode()))
    assert {"/admin/", "/admin/review/", "/admin/notices/"} <= doors
    answers = {
        door: client.get(door, follow=True).status_code for door in doors - {"/admin/logout/"}
    }
    assert set(answers.values()) == {200}, answers
