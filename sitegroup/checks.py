"""System checks: what is plugged in resolves."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.module_loading import import_string

from sitegroup.checking.exceptions import RuleError
from sitegroup.checking.rulebook import rulebook

WIRED = ("SEARCH_SOURCES", "DATASET_SOURCES", "CHANNEL_FEATURES", "FILE_OPENERS")
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
def check_rules_hold(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """sitegroup.E010: a file of rules of the content check cannot be used."""
    try:
        rulebook()
    except RuleError as error:
        hint = "Mend the file, or take it out of CHECK_RULES_DIR."
        return [Error(str(error), hint=hint, id="sitegroup.E010")]
    return []


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
