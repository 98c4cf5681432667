"""Links that lead to strange hosts, or nowhere. Nothing is fetched: only our own tree is asked."""

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from urllib.parse import unquote, urlsplit

from django.urls import Resolver404, resolve

from sitegroup.checking.findings import Finding, Place, found
from sitegroup.checking.rulebook import Rule, RuleBook
from sitegroup.delivery.registry import locate, registry
from sitegroup.delivery.views import find_page
from sitegroup.guard.releasable import FileReference, ReviewLink
from sitegroup.models import PublicFile, Site

WEB = ("http", "https", "")
SHOWN = 60


def check_links(
    links: Iterable[ReviewLink], book: RuleBook, *, site: Site, files: Iterable[FileReference]
) -> list[Finding]:
    """Findings of strange hosts and broken links, one for each field and rule."""
    strange, broken = book.first("host"), book.first("broken_link")
    own_files = {file.url for file in files if file.url}
    hits: dict[tuple[str, str], list[str]] = {}
    rules: dict[str, Rule] = {}
    for link in links:
        rule = _broken(link, strange, broken, site, own_files)
        if rule:
            rules[rule.code] = rule
            hits.setdefault((rule.code, link.label), []).append(_shown(link))
    return [
        found(rules[code], Place(label=label), count=len(shown), excerpts=shown)
        for (code, label), shown in hits.items()
    ]


def _broken(
    link: ReviewLink, strange: Rule | None, broken: Rule | None, site: Site, own_files: set[str]
) -> Rule | None:
    """The rule that a link breaks, if any."""
    if not link.address:
        return broken
    try:
        parts = urlsplit(link.address)
        host = (parts.hostname or "").lower()
    except ValueError:
        return broken
    if parts.scheme not in WEB or (not host and not parts.path):
        return None  # mail, telephone, a place in the same text
    if host and host not in registry().by_host:
        allowed = strange.options.get("allowed", ()) if strange else ()
        return None if any(fnmatchcase(host, str(one)) for one in allowed) else strange
    base = urlsplit(site.base_url)
    path = parts.path or "/"
    if not path.startswith("/"):
        return None
    return None if _is_there(host or base.hostname or "", unquote(path), own_files) else broken


def _is_there(host: str, path: str, own_files: set[str]) -> bool:
    """Whether an address of ours has something public, or will have with this release."""
    if path in own_files:
        return True
    try:
        match = resolve(path)
    except Resolver404:
        return False
    if match.url_name == "document":
        wanted = str(match.kwargs.get("document_id", ""))
        return PublicFile.objects.filter(file_kind="document", file_id=wanted).exists()
    if match.url_name != "page":
        return True  # search, datasets and the like have their own addresses
    place = locate(host, path if path.endswith("/") else f"{path}/")
    return place is not None and find_page(place) is not None


def _shown(link: ReviewLink) -> str:
    return (link.address or link.text)[:SHOWN]


def own_hosts() -> Iterator[str]:
    """The hosts of every site of the group."""
    yield from registry().by_host
