"""What the environment says, read by small functions that refuse with one sentence."""

import hashlib
import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

LARGEST_COUNT = 20
MOST_DAYS = 36_500


def text(name: str, default: str = "") -> str:
    """The variable's value without surrounding blanks, or the default when unset or empty."""
    return os.environ.get(name, "").strip() or default


def url(name: str, schemes: tuple[str, ...], default: str = "") -> str:
    """An address with one of the given schemes.

    Raises ImproperlyConfigured with the variable's name and what it takes.
    """
    value = text(name, default)
    parts = urlsplit(value)
    if value and (parts.scheme not in schemes or not (parts.netloc or parts.scheme == "sqlite")):
        kinds = ", ".join(f"{scheme}://" for scheme in schemes)
        raise ImproperlyConfigured(f"{name} is {value!r}: it takes an address that begins {kinds}")
    return value


def words(name: str) -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def choice(name: str, choices: tuple[str, ...], default: str) -> str:
    """One of the given words. Raises ImproperlyConfigured naming them."""
    value = text(name, default).upper()
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}: it takes one of {', '.join(choices)}")
    return value


def count(name: str) -> int:
    """A small whole number, 0 when unset. Raises ImproperlyConfigured with what it takes."""
    value = text(name, "0")
    if not value.isascii() or not value.isdigit() or int(value) > LARGEST_COUNT:
        raise ImproperlyConfigured(
            f"{name} is {value!r}: it takes a number from 0 to {LARGEST_COUNT}"
        )
    return int(value)


def days(name: str, least: int, default: int) -> int:
    """A number of days. Raises ImproperlyConfigured when it is none or fewer than `least`."""
    value = text(name, str(default))
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= MOST_DAYS:
        raise ImproperlyConfigured(
            f"{name} is {value!r}: it takes a number of days from {least} to {MOST_DAYS}"
        )
    return int(value)


def digest(name: str, choices: tuple[str, ...], default: str) -> str:
    """The name of a digest. Raises ImproperlyConfigured where this machine does not have it."""
    value = choice(name, choices, default).lower()
    try:
        hashlib.new(value)
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} is {value!r}: the OpenSSL of this Python does not have it"
        ) from None
    return value


def secret_key(folder: Path) -> str:
    """SECRET_KEY, or one made once for this installation and kept readable by its owner only."""
    given = text("SECRET_KEY")
    if given:
        return given
    file = folder / "secret_key"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        made = folder / f"secret_key.{os.getpid()}"
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(50))
        if file.exists():
            made.unlink()
        else:
            made.rename(file)
    return file.read_text().strip()
