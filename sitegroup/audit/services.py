"""The verb: record. One chain for the installation, written by one at a time."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest
from django.utils import timezone

from sitegroup.audit import origin
from sitegroup.audit.hashing import GENESIS, canonical, digest
from sitegroup.audit.models import Action, AuditEntry, Result
from sitegroup.exceptions import PlatformError
from sitegroup.guard.releasable import Releasable
from sitegroup.models.membership import Membership
from sitegroup.models.site import Site
from sitegroup.names import name_of
from sitegroup.review.models import ReviewCase

logger = logging.getLogger(__name__)

# any number, as long as nothing else of ours locks it; the letters "audit"
CHAIN_LOCK = 0x6175646974
LONGEST_REASON = 500
LONGEST_PATH = 200
SYSTEM = "系统"
SUPERUSER = "superuser"
P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Target:
    """对象: what an operation was about, in words that outlive it."""

    kind: str = ""
    key: str = ""
    title: str = ""
    site: Site | None = None


def target_of(subject: Any) -> Target:
    """What the record calls a content, a case, a site or any other row."""
    if subject is None or isinstance(subject, Target):
        return subject or Target()
    if isinstance(subject, ReviewCase):
        # not `subject.subject`, which the case would keep as it is now
        kind: Any = subject.content_type.model_class()
        found = kind._default_manager.filter(pk=subject.object_id).first() if kind else None
        key = found.object_key if isinstance(found, Releasable) else subject.object_id
        return Target(subject.object_type, key, subject.title, subject.site)
    if isinstance(subject, Releasable):
        return Target(subject.object_type, subject.object_key, str(subject), subject.owning_site())
    site = subject if isinstance(subject, Site) else None
    return Target(str(subject._meta.model_name), str(subject.pk), str(subject), site)


def record(
    *,
    action: str,
    by: Any,
    subject: Any = None,
    site: Site | None = None,
    result: str = Result.OK,
    detail: dict[str, Any] | None = None,
    name: str = "",
) -> AuditEntry:
    """记下一条: append an entry in the caller's transaction, or in one of its own.

    `by` None is the installation itself, or a stranger whose `name` is given. Other writers wait
    until the caller's transaction ends, so record last.
    """
    entry = _described(action, by, target_of(subject), site, name)
    entry.result = result
    entry.detail = _clean(canonical(detail or {}))
    with transaction.atomic():
        _append(entry)
    return entry


def _described(action: str, by: Any, target: Target, site: Site | None, name: str) -> AuditEntry:
    held = _held(by)
    site = site or target.site or _only_site(held)
    return AuditEntry(
        actor_id=by.pk if by is not None else None,
        actor_name=_clean(name or _name(by), 150),
        role=_clean(_roles(by, held, site), 200),
        address=origin.address(),
        agent=_clean(origin.agent(), origin.LONGEST_AGENT),
        action=action,
        object_type=_clean(target.kind, 40),
        object_key=_clean(target.key, 140),
        object_title=_clean(target.title, 255),
        site=site,
        site_name=_clean(site.name, 100) if site else "",
    )


def _held(by: Any) -> list[Membership]:
    if by is None or by.pk is None:
        return []
    found = Membership.objects.filter(user_id=by.pk).select_related("site__organisation")
    return list(found.order_by("pk"))


def _only_site(held: list[Membership]) -> Site | None:
    sites = {membership.site_id: membership.site for membership in held}
    return next(iter(sites.values())) if len(sites) == 1 else None


def _roles(by: Any, held: list[Membership], site: Site | None) -> str:
    """The roles that count here: those in this unit where there are any, else all."""
    here = [m.role for m in held if site is not None and m.site_id == site.pk]
    roles = dict.fromkeys(here or [m.role for m in held])
    return ",".join([*([SUPERUSER] if getattr(by, "is_superuser", False) else []), *roles])


def _name(by: Any) -> str:
    return SYSTEM if by is None else name_of(by)


def _clean(text: str, longest: int | None = None) -> str:
    """What both databases keep to the letter: no NUL, no half of a pair of surrogates."""
    whole = text.replace("\0", "").encode("utf-8", "replace").decode()
    return whole[:longest]


def hold_chain() -> None:
    """Be the only writer until the present transaction ends.

    On SQLite the transaction itself (BEGIN IMMEDIATE) is.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])


def _append(entry: AuditEntry) -> None:
    """Give the entry its place: nobody else appends between reading the last and writing this."""
    hold_chain()
    last = AuditEntry.objects.order_by("-sequence").only("sequence", "entry_hash").first()
    entry.sequence = last.sequence + 1 if last else 1
    entry.prev_hash = last.entry_hash if last else GENESIS
    entry.at = timezone.now()
    entry.algorithm = settings.AUDIT_HASH
    entry.entry_hash = digest(entry)
    entry.save()


def record_apart(**entry: Any) -> None:
    """Record what was refused or failed, though the transaction around it is rolled back.

    Outside a transaction at once; inside one of a request when the request is over. Takes what
    `record` takes. A record that cannot be written is at least a line of the log: a refusal
    stays a refusal.
    """
    found = origin.current.get()
    if found is not None and entry.get("result") == Result.REFUSED:
        found.refused = True
    if connection.in_atomic_block and found is not None:
        found.pending.append(lambda: _record_surely(entry))
    else:
        _record_surely(entry)


def _record_surely(entry: dict[str, Any]) -> None:
    try:
        record(**entry)
    except DatabaseError as error:
        logger.error("not recorded (%s): %s", error, entry)


def publication_refused(request: HttpRequest, why: str, subject: Any = None) -> None:
    """Record that somebody tried to change what is public by another way than review."""
    record_apart(
        action=Action.PUBLICATION_REFUSED,
        by=request.user if request.user.is_authenticated else None,
        subject=subject,
        result=Result.REFUSED,
        detail={"path": request.path_info[:LONGEST_PATH], "why": why[:LONGEST_REASON]},
    )


def refusals_recorded(action: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Record each PlatformError of a service, outside its transaction; then raise it again.

    The service takes `by`, and `subject`, `person`, `membership` or `case_id`, by keyword.
    Decorate outermost.
    """

    def decorated(service: Callable[P, R]) -> Callable[P, R]:
        @wraps(service)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                return service(*args, **kwargs)
            except PlatformError as error:
                _refused(action, error, kwargs)
                raise

        return call

    return decorated


def _refused(action: str, error: PlatformError, given: dict[str, Any]) -> None:
    held = given.get("membership")
    subject = given.get("subject") or given.get("person") or (held.user if held else None)
    if subject is None and "case_id" in given:
        subject = ReviewCase.objects.filter(pk=given["case_id"]).first()
    record_apart(
        action=action,
        by=given.get("by"),
        subject=subject,
        result=Result.REFUSED,
        detail={"code": error.code, "why": str(error)[:LONGEST_REASON]},
    )
