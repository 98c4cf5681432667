"""What a push did, or would do."""

from dataclasses import asdict, dataclass, field
from typing import Any

CREATED, UPDATED, UNCHANGED, DELETED, ABSENT = (
    "created", "updated", "unchanged", "deleted", "absent",
)  # fmt: skip


@dataclass(slots=True)
class RowCounts:
    """Rows of the datastore by what happened to them."""

    created: int = 0
    updated: int = 0
    deleted: int = 0
    unchanged: int = 0

    @property
    def changes(self) -> int:
        """How many rows were not yet right."""
        return self.created + self.updated + self.deleted


@dataclass(slots=True)
class PushReport:
    """推送结果: one dataset. A part that is not created, updated or deleted was right already."""

    name: str
    organization: str = UNCHANGED
    group: str = UNCHANGED
    package: str = UNCHANGED
    table: str = UNCHANGED
    rows: RowCounts = field(default_factory=RowCounts)

    @property
    def changes(self) -> int:
        """How many things were not yet right; 0 after a second push."""
        parts = (self.organization, self.group, self.package, self.table)
        return sum(part not in (UNCHANGED, ABSENT) for part in parts) + self.rows.changes

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {**asdict(self), "changes": self.changes}
