"""What was public of some content, version by version."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet

from sitegroup.guard.releasable import Releasable, subject_type
from sitegroup.models import Release, ReleaseKind, ReviewCase


def last_release_of(subject: Releasable) -> Release | None:
    """The version that was made public last, whatever has happened to it since."""
    return _releases(subject_type(subject), str(subject.pk)).first()


def release_before(release: Release) -> Release | None:
    """The version that was made public before this one."""
    return _releases(release.content_type, release.object_id).filter(pk__lt=release.pk).first()


def release_before_case(case: ReviewCase) -> Release | None:
    """The version that was public when the case was submitted."""
    found = _releases(case.content_type, case.object_id).exclude(revision=None)
    return found.filter(released_at__lt=case.submitted_at).first()


def _releases(kind: ContentType, object_id: str) -> QuerySet[Release]:
    found = Release.objects.filter(content_type=kind, object_id=object_id, kind=ReleaseKind.RELEASE)
    return found.select_related("revision").order_by("-pk")
