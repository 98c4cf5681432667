"""How mail leaves the installation: one address in EMAIL_URL, to the console when unset."""

from dataclasses import dataclass
from email.utils import getaddresses
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

from cms.settings import env

BACKENDS = "django.core.mail.backends"
# Scheme: the port when none is given, TLS from the start, TLS by STARTTLS.
SERVERS = {
    "smtp": (25, False, False),
    "smtps": (465, True, False),
    "smtp+tls": (587, False, True),
}
TAKES = (
    "it takes smtp://user:password@host:port, smtps:// or smtp+tls:// (STARTTLS) in the same way, "
    "file:///folder or console: (special characters in user and password as %XX)"
)
DEFAULT_TIMEOUT, LONGEST_TIMEOUT = 10, 300


@dataclass(frozen=True, slots=True)
class Transport:
    """What Django's EMAIL_* settings are made from."""

    backend: str
    folder: str | None = None
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    ssl: bool = False
    tls: bool = False


def transport(name: str) -> Transport:
    """The way of the mail in the variable. Raises ImproperlyConfigured with what it takes."""
    value = env.text(name, "console:")
    try:
        parts = urlsplit(value)
        found = _local(parts) or _server(parts)
    except ValueError as error:  # no port, no host that can be one
        raise _refused(name, value) from error
    if found is None or parts.query or parts.fragment:
        raise _refused(name, value)
    return found


def timeout(name: str) -> int:
    """Seconds that the mail server may take for one step. Raises ImproperlyConfigured."""
    return env.count(name, default=DEFAULT_TIMEOUT, least=1, most=LONGEST_TIMEOUT)


def sender(name: str, default: str) -> str:
    """An address, with or without a name before it. Raises ImproperlyConfigured."""
    value = env.text(name)
    if not value:
        return default
    try:
        ((_name, address),) = getaddresses([value if value.isprintable() else ""])
        validate_email(address)
    except (ValidationError, ValueError) as error:
        raise ImproperlyConfigured(
            f"{name} is {value!r}: it takes an address such as office@county.example "
            "or Office <office@county.example>"
        ) from error
    return value


def _local(parts: SplitResult) -> Transport | None:
    if parts.scheme == "console" and not (parts.netloc or parts.path):
        return Transport(f"{BACKENDS}.console.EmailBackend")
    folder = unquote(parts.path)
    if parts.scheme == "file" and not parts.netloc and Path(folder).is_absolute():
        return Transport(f"{BACKENDS}.filebased.EmailBackend", folder=folder)
    return None


def _server(parts: SplitResult) -> Transport | None:
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    whole = parts.hostname and bool(user) == bool(password) and parts.path in ("", "/")
    if parts.scheme not in SERVERS or not whole:
        return None
    port, ssl, tls = SERVERS[parts.scheme]
    return Transport(
        backend="sitegroup.notices.smtp.EmailBackend",
        host=str(parts.hostname),
        port=parts.port or port,
        user=user,
        password=password,
        ssl=ssl,
        tls=tls,
    )


def _refused(name: str, value: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name} is {env.without_password(value)!r}: {TAKES}")
