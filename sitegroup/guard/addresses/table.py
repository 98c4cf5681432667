"""The whole table: Wagtail's own names, and those that rooms add in the wiring."""

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from sitegroup.guard.addresses.shapes import Address, Table
from sitegroup.guard.addresses.stock import SUPERUSER_ONLY


@cache
def table() -> dict[str, Address]:
    """Name of the URLconf -> its line. Raises ValueError where two rooms claim one name."""
    whole: dict[str, Address] = {}
    for path in settings.ADDRESS_TABLES:
        part: Table = import_string(path)
        if twice := whole.keys() & part.keys():
            raise ValueError(f"{path} names again what is in the address table: {sorted(twice)}")
        whole.update(part)
    return whole


@cache
def superuser_only() -> dict[str, str]:
    """Name of the URLconf -> why units do not need it."""
    return {name: why for why, names in SUPERUSER_ONLY.items() for name in names}
