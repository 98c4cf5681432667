"""The environment: what its variables do, and that a wrong value is one sentence."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import get_connection, send_mail

from cms.settings import env, mail

Environment = pytest.MonkeyPatch


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("smtp://mail.test", ("mail.test", 25, "", "", False, False)),
        ("smtp://mail.test:2525/", ("mail.test", 2525, "", "", False, False)),
        ("smtps://u:p@mail.test", ("mail.test", 465, "u", "p", True, False)),
        ("smtp+tls://u:p@mail.test", ("mail.test", 587, "u", "p", False, True)),
        (
            "smtps://office%40a.test:p%3A%2F%40@[::1]:9465",
            ("::1", 9465, "office@a.test", "p:/@", True, False),
        ),
    ],
)
def test_mail_goes_to_the_server_named(
    monkeypatch: Environment, value: str, expected: tuple[str, int, str, str, bool, bool]
) -> None:
    monkeypatch.setenv("EMAIL_URL", value)
    way = mail.transport("EMAIL_URL")
    assert (way.host, way.port, way.user, way.password, way.ssl, way.tls) == expected
    # Django's own backend takes it
    assert get_connection(way.backend, host=way.host, use_tls=way.tls, use_ssl=way.ssl)


def test_mail_may_go_to_a_folder(monkeypatch: Environment, settings: Any, tmp_path: Path) -> None:
    monkeypatch.setenv("EMAIL_URL", f"file://{tmp_path}/sent%20mail")
    way = mail.transport("EMAIL_URL")
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = way.backend, way.folder
    send_mail("督办", "请办理", None, ["a@b.test"])
    [sent] = (tmp_path / "sent mail").iterdir()
    assert f"From: {configured.DEFAULT_FROM_EMAIL}" in sent.read_text()


@pytest.mark.parametrize("value", ["", "console:", "  console: "])
def test_mail_goes_to_the_console_unless_told(monkeypatch: Environment, value: str) -> None:
    monkeypatch.setenv("EMAIL_URL", value)
    assert mail.transport("EMAIL_URL").backend.endswith(".console.EmailBackend")


@pytest.mark.parametrize(
    "value",
    [
        "mail.test", "http://mail.test", "smtp://", "smtp://mail.test:x", "smtp://mail.test:99999",
        "smtp://[::1", "smtp://u@mail.test", "smtp://mail.test/box", "smtp://mail.test?tls=1",
        "file://folder", "file:folder", "file:", "console:x", "smtp:u:secret@mail.test",
        "smtpx://u:sec/ret@mail.test", "u:secret@mail.test",
    ],
)  # fmt: skip
def test_a_wrong_way_of_mail_is_one_sentence(monkeypatch: Environment, value: str) -> None:
    monkeypatch.setenv("EMAIL_URL", value)
    with pytest.raises(ImproperlyConfigured, match=r"^EMAIL_URL is .*: it takes smtp://") as raised:
        mail.transport("EMAIL_URL")
    assert "\n" not in str(raised.value)
    assert "sec" not in str(raised.value)


@pytest.mark.parametrize(
    "value", ["office", "Office <office>", "a@b.test, c@d.test", "a@b.test\nx"]
)
def test_the_sender_is_one_address(monkeypatch: Environment, value: str) -> None:
    monkeypatch.setenv("DEFAULT_FROM_EMAIL", value)
    with pytest.raises(ImproperlyConfigured, match=r"^DEFAULT_FROM_EMAIL is"):
        mail.sender("DEFAULT_FROM_EMAIL", "noreply@portal.test")


def test_the_sender_may_have_a_name(monkeypatch: Environment) -> None:
    monkeypatch.setenv("DEFAULT_FROM_EMAIL", "云溪县政府 <office@portal.test>")
    assert mail.sender("DEFAULT_FROM_EMAIL", "") == "云溪县政府 <office@portal.test>"


@pytest.mark.parametrize("value", ["0", "301", "-1", "1.5", "ten", "٣"])
def test_the_mail_server_has_some_seconds(monkeypatch: Environment, value: str) -> None:
    monkeypatch.setenv("EMAIL_TIMEOUT", value)
    with pytest.raises(ImproperlyConfigured, match=r"it takes a number from 1 to 300"):
        mail.timeout("EMAIL_TIMEOUT")


@pytest.mark.parametrize(
    "value", ["s3://key:secret@bucket/media", "https://store.test/", "file:///x"]
)
def test_files_lie_in_a_folder(monkeypatch: Environment, value: str, tmp_path: Path) -> None:
    monkeypatch.setenv("MEDIA_URL_STORAGE", value)
    with pytest.raises(
        ImproperlyConfigured, match=r"^MEDIA_URL_STORAGE is .* takes a folder"
    ) as it:
        env.folder("MEDIA_URL_STORAGE", tmp_path)
    assert "secret" not in str(it.value)


def test_a_file_is_no_folder(monkeypatch: Environment, tmp_path: Path) -> None:
    (tmp_path / "media").touch()
    monkeypatch.setenv("MEDIA_URL_STORAGE", str(tmp_path / "media"))
    with pytest.raises(ImproperlyConfigured, match=r"that is a file"):
        env.folder("MEDIA_URL_STORAGE", tmp_path)


@pytest.mark.parametrize(
    "value", ["postgres//u:secret@db", "mysql://u:secret@db/x", "postgres://["]
)
def test_a_password_is_not_shown(monkeypatch: Environment, value: str) -> None:
    monkeypatch.setenv("DATABASE_URL", value)
    with pytest.raises(ImproperlyConfigured, match=r"^DATABASE_URL is .* takes an address") as it:
        env.url("DATABASE_URL", ("postgres",))
    assert "secret" not in str(it.value)


def test_a_wrong_value_ends_the_start(tmp_path: Path) -> None:
    given = {"DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "cms.settings.dev"}
    ended = subprocess.run(
        [sys.executable, "manage.py", "check"],
        env={**os.environ, **given, "EMAIL_URL": "imap://mail.test"},
        cwd=configured.BASE_DIR, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode != 0
    assert "EMAIL_URL is 'imap://mail.test': it takes smtp://" in ended.stderr
