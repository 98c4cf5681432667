"""What can go wrong on the way to a person."""

from sitegroup.exceptions import PlatformError


class NotSent(PlatformError):
    """没有送达: the far end did not take it; `permanent` if it never will."""

    code = "notice_not_sent"
    permanent = False


class PeerAway(NotSent):
    """对方没有回应: nothing that goes the same way now would arrive either."""

    code = "notice_peer_away"
