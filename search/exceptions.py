"""What can go wrong with the index."""

from sitegroup.exceptions import PeerAway, PlatformError


class SearchError(PlatformError):
    """检索故障: the index cannot answer or take documents now."""

    code = "search_error"
    permanent = False


class IndexUnavailable(PeerAway, SearchError):
    """索引不可用: it is missing, broken, or its server does not answer."""

    code = "index_unavailable"


class IndexBusy(PeerAway, SearchError):
    """索引正忙: another process holds the write lock for too long."""

    code = "index_busy"


class RebuildRefused(SearchError):
    """重建未完成: the new index does not hold what it should, so the old one stays."""

    code = "rebuild_refused"
