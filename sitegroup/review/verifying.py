"""核验: whether everything public is what was released, by the digests on record of its files."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder

from sitegroup.guard.releasable import Releasable, subject_type
from sitegroup.models import PublicFile, Release, ReleaseKind, Site
from sitegroup.review.hashing import IGNORED, content_hash

BATCH = 200
UNRELEASED, REVISION, CONTENT, APPROVED, FILES = (
    "unreleased", "revision", "content", "approved", "files",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verified:
    """One public object; `differs` is empty where it is what was released.

    unreleased: no release, or withdrawn; revision: another than the released one; content: the
    row is not what the revision holds; approved: revision or files are not what was approved;
    files: others are open to the public than the object shows.
    """

    key: str
    differs: tuple[str, ...] = ()


def verify_public(*, site: Site | None = None) -> Iterator[Verified]:
    """Every public object, one by one."""
    for model in apps.get_models():
        if not issubclass(model, Releasable):
            continue
        manager: Any = model._default_manager
        for subject in manager.filter(live=True).order_by("pk").iterator(chunk_size=BATCH):
            if site is None or subject.owning_site() == site:
                key = f"{subject.object_type}:{subject.pk}"
                yield Verified(key, tuple(_differences(subject)))


def _differences(subject: Any) -> Iterator[str]:
    of_subject = {"content_type": subject_type(subject), "object_id": str(subject.pk)}
    release = Release.objects.filter(**of_subject).select_related("revision").last()
    files = subject.referenced_files()
    opened = set(PublicFile.objects.filter(**of_subject).values_list("file_kind", "file_id"))
    if opened != {(file.kind, file.file_id) for file in files}:
        yield FILES
    if release is None or release.kind != ReleaseKind.RELEASE or release.revision is None:
        yield UNRELEASED
        return
    if subject.live_revision_id != release.revision_id:
        yield REVISION
    if _plain(subject.serializable_data()) != _plain(release.revision.content):
        yield CONTENT
    if content_hash(release.revision.content, files) != release.content_hash:
        yield APPROVED


def _plain(content: dict[str, Any]) -> Any:
    """Content as JSON keeps it; without the keys that rows of parts are given when released."""
    kept = {name: _part(value) for name, value in content.items() if name not in IGNORED}
    return json.loads(json.dumps(kept, cls=DjangoJSONEncoder))


def _part(value: Any) -> Any:
    if isinstance(value, list) and all(isinstance(row, dict) for row in value):
        return [{key: cell for key, cell in row.items() if key != "pk"} for row in value]
    return value
