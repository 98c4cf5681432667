"""核验: whether everything public is what was released, down to the bytes of its files."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import CharField, Exists, Max, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.fields import StreamField

from sitegroup.exceptions import PlatformError
from sitegroup.guard.releasable import FileReference, releasable_models
from sitegroup.models import PublicFile, Release, ReleaseKind, Site
from sitegroup.review.hashing import IGNORED, content_hash
from sitegroup.review.stored_files import FileKey, StoredFiles

BATCH = 500
NAMED = 5  # in the words of the nightly duty
UNRELEASED, REVISION, CONTENT, APPROVED, FILES, MISSING, BYTES = (
    "unreleased", "revision", "content", "approved", "files", "missing", "bytes",
)  # fmt: skip


class VerifyFailed(PlatformError):
    """公开内容与发布记录不符."""

    code = "verify_failed"
    permanent = False


@dataclass(frozen=True, slots=True)
class Verified:
    """One public object; `differs` is empty where it is what was released.

    unreleased: no release, or withdrawn; revision: another than the released one; content: the
    row is not what the revision holds; approved: revision or files are not what was approved;
    files: others are open to the public than the object shows; missing: a file that it shows is
    not in the store; bytes: a file there is not the one on record.
    """

    key: str
    differs: tuple[str, ...] = ()


def verify_nightly() -> None:
    """The worker's duty. Raises VerifyFailed naming what is not what was released."""
    wrong = [found for found in verify_public() if found.differs]
    if wrong:
        named = "；".join(f"{one.key} {'、'.join(one.differs)}" for one in wrong[:NAMED])
        raise VerifyFailed(
            _("%(count)d项公开内容与发布记录不符：%(first)s。请运行verify_public看全部。")
            % {"count": len(wrong), "first": named}
        )


def verify_public(*, site: Site | None = None, since: datetime | None = None) -> Iterator[Verified]:
    """Every public object in batches, of one unit, or only what was released since then."""
    files = StoredFiles()
    for model in releasable_models():
        kind = ContentType.objects.get_for_model(model, for_concrete_model=False)
        live = _live(model, kind, site, since).order_by("pk")
        batch = list(live[:BATCH])
        while batch:
            yield from _Batch(kind, batch, files).verified()
            batch = list(live.filter(pk__gt=batch[-1].pk)[:BATCH])


def public_count(*, site: Site | None = None, since: datetime | None = None) -> int:
    """How much `verify_public` will look at."""
    kinds = ContentType.objects.get_for_models(*releasable_models(), for_concrete_models=False)
    return sum(_live(model, kind, site, since).count() for model, kind in kinds.items())


def _live(
    model: Any, kind: ContentType, site: Site | None, since: datetime | None
) -> QuerySet[Any]:
    found: QuerySet[Any] = model._default_manager.filter(live=True)
    if site is not None:
        found = found.filter(site=site)
    if since is not None:
        own = Release.objects.filter(
            content_type=kind, object_id=Cast(OuterRef("pk"), CharField()), released_at__gte=since
        )
        found = found.filter(Exists(own))
    return found


class _Batch:
    """Objects of one kind with all that they are compared with, read for all of them at once."""

    def __init__(self, kind: ContentType, subjects: Sequence[Any], files: StoredFiles) -> None:
        self.subjects = subjects
        of_batch = {"content_type": kind, "object_id__in": [str(one.pk) for one in subjects]}
        last = Release.objects.filter(**of_batch).order_by().values("object_id")
        latest = Release.objects.filter(pk__in=last.annotate(last=Max("pk")).values("last"))
        self.releases = {one.object_id: one for one in latest.select_related("revision")}
        self.opened: dict[str, set[FileKey]] = defaultdict(set)
        for key, *file in PublicFile.objects.filter(**of_batch).values_list(
            "object_id", "file_kind", "file_id"
        ):
            self.opened[key].add((file[0], file[1]))
        _read_parts(subjects)
        self.shown = {str(one.pk): one.file_keys() for one in subjects}
        files.read({key for keys in self.shown.values() for key in keys})
        self.files = files

    def verified(self) -> Iterator[Verified]:
        for subject in self.subjects:
            key = f"{subject.object_type}:{subject.pk}"
            yield Verified(key, tuple(self._differences(subject)))

    def _differences(self, subject: Any) -> Iterator[str]:
        key = str(subject.pk)
        shown = [file for file in self.shown[key] if file in self.files]
        if self.opened[key] != set(shown):
            yield FILES
        if any(self.files.is_missing(file) for file in shown):
            yield MISSING
        if any(self.files.is_changed(file) for file in shown):
            yield BYTES
        release = self.releases.get(key)
        if release is None or release.kind != ReleaseKind.RELEASE or release.revision is None:
            yield UNRELEASED
            return
        if subject.live_revision_id != release.revision_id:
            yield REVISION
        model = type(subject)
        if _plain(model, subject.serializable_data()) != _plain(model, release.revision.content):
            yield CONTENT
        references = [
            FileReference(kind, file_id, self.files.digest(kind, file_id), "", "", 0)
            for kind, file_id in shown
        ]
        if content_hash(release.revision.content, references) != release.content_hash:
            yield APPROVED


def _read_parts(subjects: Sequence[Any]) -> None:
    """Give every subject the rows that belong to it, each kind of row in one query."""
    for relation in get_all_child_relations(type(subjects[0])):
        name, field = relation.get_accessor_name(), relation.field
        rows: dict[Any, list[Any]] = defaultdict(list)
        if name not in IGNORED:
            found = relation.related_model._default_manager.filter(
                **{f"{field.name}__in": subjects}
            )
            for row in found:
                rows[getattr(row, field.attname)].append(row)
        for subject in subjects:
            getattr(subject, name).set(rows[subject.pk])


def _plain(model: Any, content: dict[str, Any]) -> Any:
    """Content as JSON keeps it; without the keys that rows of parts are given when released."""
    kept = {name: _part(value) for name, value in content.items() if name not in IGNORED}
    for field in model._meta.concrete_fields:
        # a text of JSON, and PostgreSQL keeps the keys in an order of its own
        if isinstance(field, StreamField) and isinstance(kept.get(field.name), str):
            kept[field.name] = json.loads(kept[field.name])
    return json.loads(json.dumps(kept, cls=DjangoJSONEncoder))


def _part(value: Any) -> Any:
    if isinstance(value, list) and all(isinstance(row, dict) for row in value):
        return [{key: cell for key, cell in row.items() if key != "pk"} for row in value]
    return value
