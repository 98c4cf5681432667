"""System checks: what is plugged in resolves."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from inspect import signature
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
    for name, path in settings.RECONCILERS:
        yield "RECONCILERS", name, path
    for setting in WIRED:
        for name, path in getattr(settings, setting).items():
            yield setting, name, path


def _duty_faults() -> Iterator[str]:
    names = Counter(name for name, _path, _seconds in settings.WORKER_DUTIES)
    for name, path, seconds in settings.WORKER_DUTIES:
        where = f"WORKER_DUTIES[{name!r}]"
        if names[name] > 1:
            yield f"{where} stands there {names[name]} times: a duty is known by its name"
        if not isinstance(seconds, int) or seconds < 1:
            yield f"{where} comes every {seconds!r} seconds: it takes a whole number from 1"
        with suppress(ImportError):  # sitegroup.E001
            function = import_string(path)
            if not callable(function) or _needs_arguments(function):
                yield f"{where} is {path!r}, which is no function without arguments"


def _needs_arguments(function: Callable[..., Any]) -> bool:
    try:
        signature(function).bind()
    except TypeError:
        return True
    return False


@register
def duties_are_sound(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """sitegroup.E002: a duty of the workers cannot be done as it is wired."""
    hint = "Mend WORKER_DUTIES in cms/settings/wiring.py: (name, dotted path, seconds)."
    return [Error(fault, hint=hint, id="sitegroup.E002") for fault in _duty_faults()]


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
