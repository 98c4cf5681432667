"""Where an operation comes from: the request that is being answered, or a command."""

import ipaddress
import sys
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest

LONGEST_AGENT = 200


@dataclass
class Origin:
    """来源: the request, and what is to be recorded once its transactions are over."""

    request: HttpRequest
    pending: list[Callable[[], None]] = field(default_factory=list)
    refused: bool = False  # something of this request was, and is on record or about to be

    @property
    def user(self) -> Any:
        """Who is signed in; None for strangers."""
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated else None


current: ContextVar[Origin | None] = ContextVar("audit_origin", default=None)


def acting_user() -> Any:
    """Who makes the present request; None for strangers and commands."""
    origin = current.get()
    return origin.user if origin else None


def address() -> str:
    """The address that the present request comes from; empty for a command."""
    origin = current.get()
    if origin is None:
        return ""
    try:
        return str(ipaddress.ip_address(address_of(origin.request.META)))
    except ValueError:
        return ""


def address_of(meta: dict[str, Any]) -> str:
    """Who asks. Anybody can send X-Forwarded-For: only what our own proxies added counts."""
    forwarded = meta.get("HTTP_X_FORWARDED_FOR", "").split(",")
    count = settings.PROXIES
    if count and len(forwarded) >= count:
        return str(forwarded[-count].strip())
    return str(meta.get("REMOTE_ADDR", ""))


def agent() -> str:
    """The browser as it calls itself, shortened; the command's name for a command."""
    origin = current.get()
    if origin is None:
        return " ".join([Path(sys.argv[0]).name, *sys.argv[1:2]])[:LONGEST_AGENT]
    return str(origin.request.META.get("HTTP_USER_AGENT", ""))[:LONGEST_AGENT]
