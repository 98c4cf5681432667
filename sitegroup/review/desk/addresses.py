"""The desk's lines of the address table; who has which part in a case, the views ask."""

from dataclasses import replace

from sitegroup.guard.addresses.kinds import named_model
from sitegroup.guard.addresses.shapes import MEMBERS, WRITERS, Address, Table
from sitegroup.models import Role
from sitegroup.review.chains import DECIDERS
from sitegroup.review.desk.after import VIEWERS
from sitegroup.review.withdrawal import WITHDRAWERS

# whoever holds such a post, and whoever may give it: whose post it is, the view asks
_APPOINTERS: frozenset[str] = frozenset(
    {
        *DECIDERS,
        Role.SITE_ADMINISTRATOR,
        Role.COUNTY_ADMINISTRATOR,
        Role.SECURITY_ADMINISTRATOR,
    }
)
_COUNTY: frozenset[str] = frozenset({Role.COUNTY_ADMINISTRATOR})
# one chain serves every unit: it is nobody's own
_CHAIN = Address(_COUNTY, words={"pk": None})
_CASE = Address(MEMBERS, path={"case_id": "case"})
# which file of an object: the view looks among its own
_FILE = {"kind": None, "file_id": None}
_URGENT = Address(
    frozenset({Role.EMERGENCY_RELEASER}),
    path={"pk": named_model},
    words={"app": None, "model": None},
)
_AFTER = Address(VIEWERS, path={"review_id": "emergency review"})

TABLE: Table = {
    "review:tasks": Address(MEMBERS),
    "review:decided": Address(MEMBERS),
    "review:submitted": Address(MEMBERS),
    "review:item": _CASE,
    "review:decide": _CASE,
    "review:recall": _CASE,
    "review:form": _CASE,
    "review:preview": _CASE,
    # a file is one of the case's, or is not there
    "review:file": Address(
        MEMBERS, path={"case_id": "case"}, words={"kind": None, "file_id": None}
    ),
    "review:substitutes": Address(MEMBERS),
    "review:appoint": Address(_APPOINTERS, sent={"place": "membership", "site": "site"}),
    "review:end_substitution": Address(_APPOINTERS, words={"pk": None}),
    "review:chains": Address(_COUNTY),
    "review:chain_new": Address(_COUNTY),
    "review:chain": _CHAIN,
    "review:chain_delete": _CHAIN,
    "review:withdraw": Address(
        frozenset(WITHDRAWERS), path={"pk": named_model}, words={"app": None, "model": None}
    ),
    "review:together": Address(WRITERS, sent={"site": "site"}),
    "review:cancel_bundle": Address(WRITERS, path={"bundle_id": "bundle"}),
    "review:urgent": _URGENT,
    "review:urgent_preview": _URGENT,
    "review:urgent_file": replace(_URGENT, words={**_URGENT.words, **_FILE}),
    "review:emergencies": Address(VIEWERS),
    "review:after": _AFTER,
    "review:after_preview": _AFTER,
    "review:after_file": replace(_AFTER, words=_FILE),
}
