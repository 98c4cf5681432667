"""What the environment says, read by small functions that refuse with one sentence."""

import hashlib
import os
import re
import secrets
from datetime import time
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

LARGEST_COUNT = 20
_USER_AND_PASSWORD = re.compile(r"^([a-z][a-z0-9+.-]*:(?://)?)?.*@", re.IGNORECASE)


def text(name: str, default: str = "") -> str:
    """The variable's value without surrounding blanks, or the default when unset or empty."""
    return os.environ.get(name, "").strip() or default


def url(name: str, schemes: tuple[str, ...], default: str = "") -> str:
    """An address with one of the given schemes.

    Raises ImproperlyConfigured with the variable's name and what it takes.
    """
    value = text(name, default)
    try:
        parts = urlsplit(value)
        fits = parts.scheme in schemes and bool(parts.netloc or parts.scheme == "sqlite")
    except ValueError:  # a bracket that is not closed
        fits = False
    if value and not fits:
        kinds = ", ".join(f"{scheme}://" for scheme in schemes)
        shown = without_password(value)
        raise ImproperlyConfigured(f"{name} is {shown!r}: it takes an address that begins {kinds}")
    return value


def without_password(value: str) -> str:
    """An address as it may be shown in a log."""
    return _USER_AND_PASSWORD.sub(r"\1***@", value)


def folder(name: str, default: Path) -> Path:
    """A folder on this machine, which need not be there yet.

    Raises ImproperlyConfigured where the value is an address, or a file is in the way.
    """
    value = text(name, str(default))
    if "://" in value:
        shown = without_password(value)
        raise ImproperlyConfigured(
            f"{name} is {shown!r}: it takes a folder such as /srv/gongkai, no address "
            "(a store such as s3:// has to be mounted as a folder)"
        )
    found = Path(value).resolve()
    if found.exists() and not found.is_dir():
        raise ImproperlyConfigured(f"{name} is {value!r}: it takes a folder, and that is a file")
    return found


def existing_folder(name: str) -> str:
    """A folder that is there, as an absolute path; empty when unset.

    Raises ImproperlyConfigured with the variable's name and what it takes.
    """
    value = text(name)
    if value and not Path(value).is_dir():
        raise ImproperlyConfigured(f"{name} is {value!r}: it takes a folder that exists")
    return str(Path(value).resolve()) if value else ""


def words(name: str) -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def choice(name: str, choices: tuple[str, ...], default: str) -> str:
    """One of the given words. Raises ImproperlyConfigured naming them."""
    value = text(name, default).upper()
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}: it takes one of {', '.join(choices)}")
    return value


def count(name: str, *, default: int = 0, least: int = 0, most: int = LARGEST_COUNT) -> int:
    """A whole number within its bounds. Raises ImproperlyConfigured with what it takes."""
    value = text(name, str(default))
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
        raise ImproperlyConfigured(f"{name} is {value!r}: it takes a number from {least} to {most}")
    return int(value)


def switch(name: str) -> bool:
    """on (1) or off (0), off when unset. Raises ImproperlyConfigured for anything else."""
    return choice(name, ("ON", "OFF", "1", "0"), "OFF") in ("ON", "1")


def networks(name: str) -> list[IPv4Network | IPv6Network]:
    """Networks as 10.0.0.0/8, with commas. Raises ImproperlyConfigured with what it takes."""
    try:
        return [ip_network(word) for word in words(name)]
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name} has a wrong part ({error}): it takes networks as 10.0.0.0/8, with commas"
        ) from error


def hours(name: str, default: str) -> tuple[tuple[time, time], ...]:
    """Spans of a day, as 08:30-12:00,14:30-18:00, in order.

    Raises ImproperlyConfigured with the variable's name and what it takes.
    """
    value = text(name, default)
    try:
        spans = tuple(_span(part) for part in value.split(","))
    except ValueError:
        spans = ()
    ends = [clock for span in spans for clock in span]
    if not ends or ends != sorted(set(ends)):
        raise ImproperlyConfigured(
            f"{name} is {value!r}: it takes spans of a day in order, as {default}"
        )
    return spans


def _span(part: str) -> tuple[time, time]:
    start, end = part.split("-")
    return time.fromisoformat(start.strip()), time.fromisoformat(end.strip())


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
