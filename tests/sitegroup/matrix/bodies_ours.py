"""Forms of the platform's own rooms, by name."""

from typing import Any

from sitegroup.models import Role
from sitegroup.review.questions import BY_ROLE
from tests.sitegroup.matrix.world import Bodies, Side


def _new_person(side: Side) -> dict[str, Any]:
    return {
        "site": side.ids["site"], "username": "new-person", "name": "x", "phone": "", "email": "",
        "roles": [Role.EDITOR],
    }  # fmt: skip


def _chain(seen: str = "") -> dict[str, Any]:
    """The form of a chain for the units' own matters, of two steps."""
    steps = {
        f"form-{place}-{name}": value
        for place, role in enumerate((Role.DEPARTMENT_REVIEWER, Role.SECRECY_REVIEWER))
        for name, value in {
            "number": place + 1, "role": role, "limit": 1, "limit_unit": "days",
            "must_record": list(BY_ROLE[role]),
        }.items()
    }  # fmt: skip
    count = {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 2}
    kind = "enterprise" if seen else "institution"
    return {
        "name": "x", "organisation_kind": kind, "matter": "own", "seen": seen, **count, **steps
    }  # fmt: skip


OURS: Bodies = {
    "review:decide": lambda side: {
        "seen_hash": side.ids["hash"], "decision": "approve", "opinion": "同意公开。",
        "lawful": "yes", "accurate": "yes", "disclosable": "yes",
    },
    "review:together": lambda side: {
        "site": side.ids["site"], "title": "New", "publish_at": "", "submit": "1",
        "chosen": [f"pages.article-{side.ids['page']}", f"pages.article-{side.ids['public']}"],
    },
    "review:urgent": lambda side: {
        "seen_hash": side.ids["draft_hash"], "reason": "x", "confirmed": "on",
    },
    "review:after": lambda side: {"seen_hash": side.ids["emergency_hash"], "opinion": "x"},
    "review:appoint": lambda side: {
        "place": side.ids["post"], "substitute": side.ids["user"], "starts_on": "2099-01-01",
        "ends_on": "2099-01-09",
    },
    "review:chain_new": lambda _side: _chain(),
    "review:chain": lambda side: _chain(side.ids["chain_seen"]),
    "review:withdraw": lambda _side: {"reason": "数据有误"},
    "people:create": _new_person,
    "people:join": lambda side: {
        "username": f"{side.mark}-author", "site": side.ids["site"], "role": Role.EDITOR,
    },
    "people:person": lambda _side: {"name": "x", "phone": "", "email": "x@example.test"},
    "people:grant": lambda side: {"site": side.ids["site"], "role": Role.EDITOR},
    "people:revoke": lambda _side: {"confirmed": "yes"},
    "people:stop": lambda _side: {"confirmed": "yes"},
    "notices:settings": lambda _side: {"by_mail": "on", "phone": "13800000000"},
    "checking:waive": lambda side: {
        "fingerprint": side.ids["fingerprint"], "seen_hash": side.ids["found_in"],
        "reason": "样例，不是真号码。",
    },
}  # fmt: skip
