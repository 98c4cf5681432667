"""Forms of the platform's own rooms, by name."""

from typing import Any

from sitegroup.models import Role
from tests.sitegroup.matrix.world import Bodies, Side


def _new_person(side: Side) -> dict[str, Any]:
    return {
        "site": side.ids["site"], "username": "new-person", "name": "x", "phone": "", "email": "",
        "roles": [Role.EDITOR],
    }  # fmt: skip


OURS: Bodies = {
    "review:decide": lambda side: {
        "seen_hash": side.ids["hash"], "decision": "approve", "opinion": "同意公开。",
        "lawful": "yes", "accurate": "yes", "disclosable": "yes",
    },
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
