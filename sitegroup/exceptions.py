"""Errors of the platform: what went wrong, why, and whether trying again can help."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _


class PlatformError(Exception):
    """An error to show to the person who caused it.

    `message` says where, why and how to mend it; `code` is for programs; `permanent` says that
    the same call can never succeed.
    """

    code = "platform_error"
    permanent = True

    def __init__(
        self, message: str | Promise, code: str | None = None, permanent: bool | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or type(self).code
        self.permanent = type(self).permanent if permanent is None else permanent

    def __str__(self) -> str:
        return str(self.message)


class PeerAway(PlatformError):
    """对方不可用: a far end as a whole does not answer now; whatever is sent there would fail."""

    code = "peer_away"
    permanent = False


@dataclass(frozen=True, slots=True)
class Problem:
    """问题: one finding of an import, in the shape of domain/imports.md rule 3.

    `row` is what the spreadsheet shows (the first row is 1); `level` is error or warning.
    """

    code: str
    message: str
    mend: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    cell: str = ""
    value: str = ""
    level: str = "error"

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return asdict(self)

    def __str__(self) -> str:
        where = [
            _("工作表“%s”") % self.sheet if self.sheet else "",
            _("第%d行") % self.row if self.row else "",
            _("“%s”") % self.column if self.column else "",
        ]
        place = "".join(where).strip()
        text = _("%(why)s%(mend)s") % {"why": self.message, "mend": self.mend}
        text = text.strip()
        return _("%(place)s：%(text)s") % {"place": place, "text": text} if place else text


class ImportRefused(PlatformError):
    """导入未通过: nothing was written; `problems` say why."""

    code = "import_refused"

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.problems)
