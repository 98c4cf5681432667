"""Passwords and sessions: the first day, old age, idleness."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from sitegroup.models import Account
from sitegroup.people.passwords import temporary_password
from sitegroup.people.services import reset_password
from tests.sitegroup.desk.conftest import Browser
from tests.sitegroup.people.conftest import County

NEW = {"new_password1": "Kaihua-2026-xue", "new_password2": "Kaihua-2026-xue"}
OWN = "/admin/people/password/"


@pytest.mark.parametrize("password", ["kaihuaxue", "kaihua2026", "KAIHUA-XUE", "Kh-1a", "12345678"])
def test_a_weak_password_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)


def test_every_temporary_password_keeps_the_rules() -> None:
    for _again in range(50):
        validate_password(temporary_password())


def test_the_first_sign_in_leads_to_a_new_password(county: County, browser: Browser) -> None:
    reset_password(by=county.admin, person=county.author)
    county.author.refresh_from_db()
    client = browser(county.author)
    for place in ("/admin/", "/admin/review/", "/admin/account/"):
        assert client.get(place).headers["Location"] == OWN
    assert client.post(OWN, NEW).headers["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200
    assert not Account.objects.get(user=county.author).must_change_password


def test_the_given_password_is_no_new_one(county: County, browser: Browser) -> None:
    issued = reset_password(by=county.admin, person=county.author)
    client = browser(issued.person)
    same = {"new_password1": issued.password, "new_password2": issued.password}
    assert "不能和现在的密码一样" in client.post(OWN, same).content.decode()


def test_a_new_password_ends_every_other_session(county: County, browser: Browser) -> None:
    theirs = browser(county.author)
    reset_password(by=county.admin, person=county.author)
    assert "/login/" in theirs.get("/admin/").headers["Location"]


def test_an_old_password_must_be_changed(county: County, browser: Browser, settings: Any) -> None:
    settings.PASSWORD_MAX_AGE_DAYS = 90
    assert browser(county.author).get("/admin/").status_code == 200
    long_ago = timezone.now() - timedelta(days=91)
    Account.objects.create(user=county.author, password_set_at=long_ago)
    assert browser(county.author).get("/admin/").headers["Location"] == OWN


def test_nobody_passes_the_new_password_by_asking_for_json(
    county: County, browser: Browser
) -> None:
    reset_password(by=county.admin, person=county.author)
    county.author.refresh_from_db()
    client = browser(county.author)
    assert client.get("/admin/api/main/pages/").status_code == 302


def idle(client: Any, minutes: int) -> None:
    """Let a session look as if nobody had used it for so long."""
    session = client.session
    session["last_active"] -= minutes * 60
    session.save()


def test_a_session_that_nobody_uses_ends(county: County, browser: Browser) -> None:
    client = browser(county.author)
    idle(client, 29)
    assert client.get("/admin/").status_code == 200
    idle(client, 31)
    assert client.get("/admin/").headers["Location"].startswith("/admin/login/")
    assert "已自动退出" in client.get("/admin/login/").content.decode()


def test_what_a_window_asks_by_itself_keeps_nothing_alive(county: County, browser: Browser) -> None:
    client = browser(county.author)
    idle(client, 20)
    client.post("/admin/editing-sessions/ping/wagtailcore/page/1/1/")
    idle(client, 11)
    assert client.get("/admin/").status_code == 302


def test_typing_does(county: County, browser: Browser) -> None:
    client = browser(county.author)
    idle(client, 20)
    assert client.get("/admin/people/active/").status_code == 204
    idle(client, 11)
    assert client.get("/admin/").status_code == 200


def test_the_account_page_changes_a_password_and_no_email(county: County, browser: Browser) -> None:
    client = browser(county.author)
    form = {
        "name_email-first_name": "方雨桐", "name_email-email": "me@evil.example",
        "locale-preferred_language": "zh-hans", "theme-theme": "system", "theme-density": "default",
        "theme-contrast": "system", "theme-keyboard_shortcuts": "on",
        "password-old_password": "jyj-author", "password-new_password1": "Kaihua-2026-xue",
        "password-new_password2": "Kaihua-2026-xue",
    }  # fmt: skip
    client.post("/admin/account/", form)
    county.author.refresh_from_db()
    assert county.author.check_password("Kaihua-2026-xue")
    assert county.author.email == ""
    assert client.get("/admin/").status_code == 200


def test_an_old_password_is_no_new_one(county: County) -> None:
    with pytest.raises(ValidationError, match="不能和现在的密码一样"):
        validate_password("jyj-author", county.author)
