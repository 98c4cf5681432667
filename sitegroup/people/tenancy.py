"""The address table's lines of people and roles; who may change whom, the services ask."""

from sitegroup.guard.addresses.shapes import SIGNED_IN, Address, Table
from sitegroup.models import SEPARATED_ROLES, Role

READERS: frozenset[str] = frozenset(
    {Role.SITE_ADMINISTRATOR, Role.COUNTY_ADMINISTRATOR, *SEPARATED_ROLES}
)
MANAGERS: frozenset[str] = READERS - {Role.AUDITOR}
# a person belongs to several units: whether one of them is one's own, the view asks
_CHANGE = Address(MANAGERS, words={"pk": None})

TABLE: Table = {
    "people:password": Address(SIGNED_IN),
    "people:active": Address(SIGNED_IN),
    "people:index": Address(READERS),
    "people:person": Address(READERS, words={"pk": None}),
    "people:create": Address(MANAGERS),
    "people:join": Address(MANAGERS),
    "people:grant": _CHANGE,
    "people:revoke": Address(MANAGERS, words={"pk": None, "membership": None}),
    "people:stop": _CHANGE,
    "people:start": _CHANGE,
    "people:new_password": _CHANGE,
    "people:unlock": _CHANGE,
    "wagtailadmin_tag_autocomplete": Address(SIGNED_IN),
    "wagtailadmin_tag_model_autocomplete": Address(
        SIGNED_IN, words={"app_name": None, "model_name": None}
    ),
}
