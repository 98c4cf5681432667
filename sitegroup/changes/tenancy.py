"""The address table's lines of 发布后处理; whose deliveries they are, the views ask."""

from sitegroup.guard.addresses.shapes import Address, Table
from sitegroup.models import Role

_TENDERS: frozenset[str] = frozenset({Role.SITE_ADMINISTRATOR, Role.COUNTY_ADMINISTRATOR})

TABLE: Table = {
    "deliveries:overview": Address(_TENDERS),
    "deliveries:retry": Address(_TENDERS, words={"delivery_id": None}),
    "deliveries:retry_effect": Address(_TENDERS, words={"effect": None}),
}
