"""What the environment says, read by small functions that refuse with one sentence."""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

LARGEST_COUNT = 20


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


def folder(name: str) -> str:
    """A folder that is there, as an absolute path; empty when unset.

    Raises ImproperlyConfigured with the variable's name and what it takes.
    """
    value = text(name)
    if value and not Path(value).is_dir():
        raise ImproperlyConfigured(f"{name} is {value!r}: it takes a folder that exists")
    return str(Path(value).resolve()) if value else ""


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
