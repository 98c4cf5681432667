"""System checks: what the index is fed from resolves."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.module_loading import import_string

NEEDED = ("document", "all_documents")


def _faults() -> Iterator[str]:
    for name, path in settings.SEARCH_SOURCES.items():
        try:
            source = import_string(path)
        except ImportError as error:
            yield f"SEARCH_SOURCES[{name!r}] is {path!r}, which cannot be imported: {error}"
            continue
        missing = [verb for verb in NEEDED if not callable(getattr(source, verb, None))]
        if missing:
            yield f"SEARCH_SOURCES[{name!r}] is {path!r}, which lacks {' and '.join(missing)}"


@register
def sources_resolve(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """search.E001: a search source leads nowhere or is none."""
    hint = "Mend the path in cms/settings/wiring.py."
    return [Error(fault, hint=hint, id="search.E001") for fault in _faults()]
