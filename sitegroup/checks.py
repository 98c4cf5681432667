"""System checks: what is plugged in resolves."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from inspect import signature
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError
from django.utils import timezone
from django.utils.module_loading import import_string

from sitegroup.checking.exceptions import RuleError
from sitegroup.checking.rulebook import rulebook

WIRED = (
    "SEARCH_SOURCES",
    "DATASET_SOURCES",
    "CHANNEL_FEATURES",
    "HOME_FIGURES",
    "ADDRESS_KINDS",
    "FILE_OPENERS",
    "STORED_FILES",
)
DECEMBER = 12
CHECKED_ELSEWHERE = ("SEARCH_SOURCES",)  # search.E001


def wired_paths() -> Iterator[tuple[str, str, str]]:
    """(setting, name, dotted path) of everything in cms/settings/wiring.py."""
    for name, path, _kinds in settings.CHANGE_EFFECTS:
        yield "CHANGE_EFFECTS", name, path
    for name, path, _seconds in settings.WORKER_DUTIES:
        yield "WORKER_DUTIES", name, path
    for name, path in settings.RECONCILERS:
        yield "RECONCILERS", name, path
    if settings.SMS_BACKEND:
        yield "SMS_BACKEND", "sms", settings.SMS_BACKEND
    for path in settings.ADDRESS_TABLES:
        yield "ADDRESS_TABLES", path.split(".")[-2], path
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


@register
def webhook_is_signed(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """sitegroup.E010: notices would go to a webhook without a signature."""
    if not settings.NOTICE_WEBHOOK_URL or settings.NOTICE_WEBHOOK_SECRET:
        return []
    return [
        Error(
            "NOTICE_WEBHOOK_URL is set and NOTICE_WEBHOOK_SECRET is not.",
            hint="Set a long random secret and give the same to the gateway.",
            id="sitegroup.E010",
        )
    ]


@register(Tags.database)
def holidays_are_known(
    app_configs: Sequence[Any] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """sitegroup.W010: this year's holiday notice, in December the next one's, was not imported."""
    from sitegroup import calendar  # noqa: PLC0415 - its model is ready only now

    if not databases:
        return []
    today = timezone.localdate()
    years = {today.year, today.year + (today.month == DECEMBER)}
    try:
        unknown = [str(year) for year in sorted(years) if not calendar.is_known(year)]
    except DatabaseError:  # before the first migration
        return []
    if not unknown:
        return []
    return [
        Warning(
            f"The holidays of {', '.join(unknown)} are not known: limits count Monday to Friday.",
            hint="Import the yearly notice: manage.py import_holidays FILE.csv",
            id="sitegroup.W010",
        )
    ]
