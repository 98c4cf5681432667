"""Check again what is live: rules change, links break. In batches, going on where it ended."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from sitegroup.checking.findings import Finding
from sitegroup.checking.models import (
    CheckedFile,
    CheckRun,
    ContentFinding,
    FindingRun,
    FindingWaiver,
)
from sitegroup.checking.rulebook import rulebook
from sitegroup.checking.running import check
from sitegroup.checking.services import finding_row
from sitegroup.guard.releasable import releasable_models
from sitegroup.models import Release, ReleaseKind, Site

BATCH = 100
NIGHT = range(1, 6)  # o'clock, when few read
PART_SECONDS = 10.0
REST = timedelta(hours=20)

Shown = Callable[[int, int], None]


def check_at_night() -> None:
    """The worker's duty: a part of the night's round, then let deliveries go on.

    Raises RuleError where the rules cannot be read.
    """
    now = timezone.localtime()
    if now.hour not in NIGHT:
        return
    done = CheckRun.objects.filter(site=None, finished_at__gt=now - REST)
    if done.exists() and not _unfinished(None):
        return
    ends = time.monotonic() + PART_SECONDS
    for _batch in check_public():
        if time.monotonic() > ends:
            return


def check_public(*, site: Site | None = None) -> Iterator[CheckRun]:
    """One round over everything live, the run after each batch; go on with one that was broken off.

    Raises RuleError.
    """
    run = _unfinished(site) or CheckRun.objects.create(site=site, rules_version=rulebook().version)
    models = live_models()
    names = [model._meta.label for model in models]
    if run.model in names:
        models = models[names.index(run.model) :]
    for model in models:
        if run.model != model._meta.label:
            run.model, run.last_pk = model._meta.label, 0
        while batch := _batch(model, run):
            _check_batch(model, batch, run)
            yield run
    _finish(run)
    yield run


def _unfinished(site: Site | None) -> CheckRun | None:
    open_runs = CheckRun.objects.filter(
        site=site, finished_at=None, rules_version=rulebook().version
    )
    return open_runs.order_by("-pk").first()


def live_models() -> list[Any]:
    """Every kind of content that can be public, in a fixed order."""
    return sorted(releasable_models(), key=lambda model: model._meta.label)


def live_count(site: Site | None = None) -> int:
    """How much a whole round checks."""
    return sum(_live(model, site).count() for model in live_models())


def _live(model: Any, site: Site | None) -> Any:
    found = model._default_manager.filter(live=True)
    return found.filter(site=site) if site else found


def _batch(model: Any, run: CheckRun) -> list[Any]:
    later = _live(model, run.site).filter(pk__gt=run.last_pk)
    return list(later.order_by("pk")[:BATCH])


def _check_batch(model: Any, batch: list[Any], run: CheckRun) -> None:
    """Check, write and move on in one transaction a batch; files are read before it."""
    results = [(subject, check(subject)) for subject in batch]
    kind = ContentType.objects.get_for_model(model, for_concrete_model=False)
    keys = [str(subject.pk) for subject in batch]
    hashes = _released_hashes(kind, keys)
    waived = set(
        FindingWaiver.objects.filter(content_type=kind, object_id__in=keys).values_list(
            "object_id", "content_hash", "fingerprint"
        )
    )
    with transaction.atomic():
        known = _open_findings(kind, keys)
        fresh, seen = [], []
        for subject, findings in results:
            digest = hashes.get(str(subject.pk), "")
            for one in {finding.fingerprint: finding for finding in findings}.values():
                name = (str(subject.pk), one.fingerprint)
                if (str(subject.pk), digest, one.fingerprint) in waived:
                    continue
                if name in known:
                    seen.append(known[name])
                else:
                    fresh.append(_row(kind, subject, digest, one, run))
        ContentFinding.objects.filter(pk__in=seen).update(seen_in=run)
        gone = set(known.values()) - set(seen)
        ContentFinding.objects.filter(pk__in=gone).update(gone_at=timezone.now())
        ContentFinding.objects.bulk_create(fresh)
        run.checked += len(batch)
        run.last_pk = batch[-1].pk
        run.save(update_fields=["model", "last_pk", "checked"])


def _released_hashes(kind: ContentType, keys: list[str]) -> dict[str, str]:
    """The content hash of the latest release of each object."""
    released = Release.objects.filter(
        content_type=kind, object_id__in=keys, kind=ReleaseKind.RELEASE
    )
    return dict(released.order_by("pk").values_list("object_id", "content_hash"))


def _open_findings(kind: ContentType, keys: list[str]) -> dict[tuple[str, str], int]:
    """(object, fingerprint) -> row of what earlier nights found and is not gone yet."""
    found = ContentFinding.objects.filter(
        content_type=kind, object_id__in=keys, run=FindingRun.NIGHTLY, gone_at=None
    )
    return {
        (key, name): pk for key, name, pk in found.values_list("object_id", "fingerprint", "pk")
    }


def _row(
    kind: ContentType, subject: Any, digest: str, one: Finding, run: CheckRun
) -> ContentFinding:
    now = timezone.now()
    return finding_row(
        subject, kind, digest, one, run=FindingRun.NIGHTLY, found_at=now, seen_in=run
    )


@transaction.atomic
def _finish(run: CheckRun) -> None:
    """Close what the round has not seen (withdrawn, moved away), and forget old readings."""
    now = timezone.now()
    unseen = ContentFinding.objects.filter(run=FindingRun.NIGHTLY, gone_at=None)
    if run.site:
        unseen = unseen.filter(site=run.site)
    # a later round over one unit may have seen it since this one passed
    unseen.filter(Q(seen_in=None) | Q(seen_in__lt=run.pk)).update(gone_at=now)
    if run.site is None:
        CheckedFile.objects.exclude(rules_version=run.rules_version).delete()
    run.finished_at = now
    run.save(update_fields=["finished_at"])
