"""System checks: what is plugged in resolves."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.module_loading import import_string

WIRED = ("SEARCH_SOURCES", "DATASET_SOURCES", "CHANNEL_FEATURES")
CHECKED_ELSEWHERE = ("SEARCH_SOURCES",)  # search.E001


def wired_paths() -> Iterator[tuple[str, str, str]]:
    """(setting, name, dotted path) of everything in cms/settings/wiring.py."""
    for name, path, _kinds in settings.CHANGE_EFFECTS:
        yield "CHANGE_EFFECTS", name, path
    for name, path, _seconds in settings.WORKER_DUTIES:
        yield "WORKER_DUTIES", name, path
    for setting in WIRED:
        for name, path in getattr(settings, setting).items():
            yield setting, name, path


@register
def wiring_resolves(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """sitegroup.E001: a dotted path in the wiring leads nowhere."""
    found: list[CheckMessage] = []
    for setting, name, path in wired_paths():
        if setting in CHECKED_ELSEWHERE:
            continue
        try:
            import_string(path)
        except ImportError as error:
            found.append(
                Error(
                    f"{setting}[{name!r}] is {path!r}, which cannot be imported: {error}",
                    hint="Mend the path in cms/settings/wiring.py.",
                    id="sitegroup.E001",
                )
            )
    return found
