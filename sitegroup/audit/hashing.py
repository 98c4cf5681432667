"""The hash of an entry: everything it says, its place in the chain, and the hash before it."""

import hashlib
import json
from datetime import UTC
from typing import Any

from django.utils.translation import gettext as _

from sitegroup.audit.models import AuditEntry
from sitegroup.exceptions import PlatformError

GENESIS = "0" * 64
UNHASHED = ("entry_hash",)
FIELDS = tuple(field.attname for field in AuditEntry._meta.concrete_fields)


class UnknownDigest(PlatformError):
    """校验算法不可用: this machine cannot compute the digest that an entry names."""

    code = "unknown_digest"


def plain(entry: AuditEntry) -> dict[str, Any]:
    """Every stored field of an entry, as JSON takes it; the time in UTC to the microsecond."""
    found = {name: getattr(entry, name) for name in FIELDS}
    found["at"] = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    return found


def canonical(value: Any) -> str:
    """JSON in one way only: sorted keys, no blanks, characters as they are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(entry: AuditEntry, **instead: Any) -> str:
    """What `entry_hash` must be, in hex, with some fields taken `instead` of the entry's own.

    Raises UnknownDigest where this machine lacks the entry's algorithm.
    """
    content = {**plain(entry), **instead}
    for name in UNHASHED:
        del content[name]
    try:
        made = hashlib.new(entry.algorithm)
    except ValueError:
        why = _("第%(number)d条操作记录用%(name)s校验，这台机器的OpenSSL没有这种算法。")
        raise UnknownDigest(
            why % {"number": entry.sequence, "name": entry.algorithm.upper()}
        ) from None
    made.update(canonical(content).encode())
    return made.hexdigest()
