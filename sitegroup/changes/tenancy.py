"""The address table's lines of 发布后处理; whose deliveries they are, the views ask."""

from sitegroup.guard.addresses.shapes import Address, Table
from sitegroup.models import Role

TENDERS: frozenset[str] = frozenset({Role.SITE_ADMINISTRATOR, Role.COUNTY_ADMINISTRATOR})

TABLE: Table = {
    "deliveries:overview": Address(TENDERS),
    "deliveries:retry": Address(TENDERS, words={"delivery_id": None}),
    "deliveries:retry_effect": Address(TENDERS, words={"effect": None}),
}
