"""What can go wrong on the way to a person."""

from sitegroup.exceptions import PlatformError


class NotSent(PlatformError):
    """没有送达: the far end did not take it; `permanent` if it never will."""

    code = "notice_not_sent"
    permanent = False
