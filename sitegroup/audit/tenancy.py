"""The address table's lines of the record of operations; what a person may read, the views ask."""

from sitegroup.guard.addresses.shapes import Address, Table
from sitegroup.models import Role

_READERS: frozenset[str] = frozenset({Role.AUDITOR, Role.SITE_ADMINISTRATOR})

TABLE: Table = {
    "audit:entries": Address(_READERS),
    "audit:export": Address(_READERS, words={"name": None}),
    "audit:entry": Address(_READERS, words={"sequence": None}),
}
