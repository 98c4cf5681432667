"""The hash that approvals are bound to: canonical content plus the files it shows."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from sitegroup.guard.releasable import FileReference, Releasable

# Bookkeeping of Wagtail and of the tree inside a revision; no reader ever sees it.
IGNORED = frozenset(
    {
        "comments", "depth", "draft_title", "expire_at", "expired", "first_published_at",
        "go_live_at", "has_unpublished_changes", "last_published_at", "latest_revision",
        "latest_revision_created_at", "live", "live_revision", "locale", "locked", "locked_at",
        "locked_by", "numchild", "owner", "path", "published_at", "translation_key", "url_path",
        "wagtail_admin_comments",
    }
)  # fmt: skip


def content_hash(content: dict[str, Any], files: Iterable[FileReference]) -> str:
    """SHA-256 (hex) of a revision's content and of the digests of its files, in a fixed order."""
    plain = {key: value for key, value in content.items() if key not in IGNORED}
    canonical = json.dumps(
        plain, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    digest = hashlib.sha256(canonical.encode())
    for file in sorted((f.kind, f.file_id, f.digest) for f in files):
        digest.update("\0".join(file).encode())
    return digest.hexdigest()


def latest_hash(subject: Releasable) -> str:
    """The hash of what would be released if the subject's latest revision were."""
    return revision_hash(subject.latest_revision)


def revision_hash(revision: Any) -> str:
    """The hash of one revision with the files that it shows."""
    return content_hash(revision.content, revision.as_object().referenced_files())
