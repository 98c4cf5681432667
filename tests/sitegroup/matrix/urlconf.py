"""The live URLconf, name by name."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, get_resolver

ADMIN = "admin/"


@dataclass(frozen=True)
class Live:
    """One pattern: its name as a request's match has it, and its arguments in order."""

    name: str
    route: str
    arguments: tuple[str, ...]
    pattern: Any

    @property
    def is_admin(self) -> bool:
        """Whether it lies under /admin/."""
        return self.route.startswith(ADMIN)


def _arguments(pattern: Any) -> tuple[str, ...]:
    named = tuple(getattr(pattern, "converters", {})) or tuple(pattern.regex.groupindex)
    return named or tuple(str(number) for number in range(pattern.regex.groups))


def _walk(
    resolver: Any, route: str, spaces: tuple[str, ...], above: tuple[str, ...]
) -> Iterator[Live]:
    for found in resolver.url_patterns:
        here, arguments = route + str(found.pattern), (*above, *_arguments(found.pattern))
        if isinstance(found, URLPattern):
            name = ":".join([*spaces, found.name or found.lookup_str])
            yield Live(name, here, arguments, found)
        else:
            inner = (*spaces, found.namespace) if found.namespace else spaces
            yield from _walk(found, here, inner, arguments)


@cache
def live() -> tuple[Live, ...]:
    """Every pattern of the installation."""
    return tuple(_walk(get_resolver(), "", (), ()))


def admin() -> tuple[Live, ...]:
    """Those under /admin/."""
    return tuple(found for found in live() if found.is_admin)
