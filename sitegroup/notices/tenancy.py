"""The address table's lines of the notices: a person's own, and what the county mends."""

from sitegroup.guard.addresses.shapes import MEMBERS, Address, Table
from sitegroup.models import Role

_COUNTY: frozenset[str] = frozenset({Role.COUNTY_ADMINISTRATOR})

TABLE: Table = {
    "notices:mine": Address(MEMBERS),
    "notices:read_all": Address(MEMBERS),
    "notices:settings": Address(MEMBERS),
    # one's own or not there, whatever unit it is of: the view asks
    "notices:open": Address(MEMBERS, words={"notice_id": None}),
    "notices:undelivered": Address(_COUNTY),
    "notices:retry": Address(_COUNTY, words={"notice_id": None}),
}
