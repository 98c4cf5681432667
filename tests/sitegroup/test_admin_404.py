"""An address of the admin that leads nowhere, for somebody who reads Chinese."""

import pytest
from django.test import Client

from tests.sitegroup.conftest import County

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/admin/no-such/", "/admin/audit/1/", "/admin/pages/99999/"])
def test_what_is_not_there_is_said_in_chinese(county: County, address: str) -> None:
    client = Client(headers={"host": "portal.test"})
    client.force_login(county.author)
    answer = client.get(address)
    said = answer.content.decode()
    assert answer.status_code == 404
    assert "没有找到" in said
    assert "Error 404" not in said
    assert "The requested page" not in said
    assert "Go to Wagtail" not in said
