"""The address table's lines of the content check; who may waive, the services ask."""

from sitegroup.guard.addresses.kinds import named_model
from sitegroup.guard.addresses.shapes import MEMBERS, Address, Table
from sitegroup.models import SEPARATED_ROLES

# who runs, guards or audits the installation has no business with drafts
_WHO: frozenset[str] = MEMBERS - frozenset(SEPARATED_ROLES)
_SUBJECT = Address(_WHO, path={"pk": named_model}, words={"app": None, "model": None})

TABLE: Table = {
    "checking:nightly": Address(_WHO),
    "checking:results": _SUBJECT,
    "checking:waive": _SUBJECT,
}
