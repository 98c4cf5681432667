"""What can be wrong with an expense statement as a whole."""

from sitegroup.exceptions import PlatformError


class StatementLocked(PlatformError):
    """正在审核: nobody changes what reviewers read."""

    code = "statement_locked"
