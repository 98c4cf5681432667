"""The verbs of the content check: before 送审, before release, and a waiver."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sitegroup.audit.models import Action
from sitegroup.audit.services import record
from sitegroup.checking import access
from sitegroup.checking.attachments import check_files
from sitegroup.checking.exceptions import RuleError, WaiverRefused
from sitegroup.checking.findings import Finding
from sitegroup.checking.models import ContentFinding, FindingRun, FindingWaiver
from sitegroup.checking.rulebook import rulebook
from sitegroup.checking.running import check, with_own_hosts
from sitegroup.exceptions import Problem
from sitegroup.guard.inserting import insert_rows
from sitegroup.guard.releasable import Releasable, subject_type
from sitegroup.names import name_of
from sitegroup.review.exceptions import NotReady
from sitegroup.review.hashing import content_hash

REASON_LIMIT = 500


@dataclass(frozen=True)
class FindingRow:
    """One finding as pages show it; `waive_url` is empty where nothing is to be waived.

    `excerpt` is masked: what was found is not shown again, here or anywhere.
    """

    level: str
    sentence: str
    place: str
    excerpt: str
    fingerprint: str
    waived_by: str = ""
    waived_why: str = ""
    waive_url: str = ""

    @property
    def blocks(self) -> bool:
        """Whether it stands in the way of 送审 and release."""
        return self.level == "block" and not self.waived_by


def hash_of(candidate: Releasable) -> str:
    """What a waiver of this candidate is bound to: the hash that its review is bound to."""
    revision = candidate.latest_revision
    return content_hash(revision.content, candidate.referenced_files()) if revision else ""


def waivers_of(candidate: Releasable, digest: str) -> dict[str, FindingWaiver]:
    """The waivers of exactly this content, by the fingerprint of their finding."""
    kept = FindingWaiver.objects.filter(
        content_type=subject_type(candidate), object_id=str(candidate.pk), content_hash=digest
    )
    return {one.fingerprint: one for one in kept.select_related("waived_by")}


def read_ahead(candidate: Releasable) -> None:
    """Read the candidate's files now, before a transaction that must not wait for them."""
    try:
        book = with_own_hosts(rulebook())
    except RuleError:
        return  # the check itself will say so
    check_files(candidate.referenced_files(), book)


def check_for_submit(*, candidate: Releasable, digest: str) -> list[Problem]:
    """Check before 送审: what stands in the way, and nobody has waived for this very content.

    Every finding is kept for the reviewers; what only warns stands in nobody's way.
    """
    findings, blocking = _checked(candidate, digest)
    _keep(candidate, digest, findings)
    return blocking


def check_for_release(*, candidate: Releasable, digest: str) -> None:
    """Check again at the last approval: the content is the same, but the rules may not be.

    Raises NotReady, and nothing is released.
    """
    _findings, blocking = _checked(candidate, digest)
    if blocking:
        raise NotReady(blocking)


def _checked(candidate: Releasable, digest: str) -> tuple[list[Finding], list[Problem]]:
    """Everything found, and what of it stands in the way; so do rules that cannot be read."""
    try:
        findings = check(candidate)
    except RuleError as error:
        mend = _("规则改好以前不能送审和发布，请告诉县级管理员。")
        return [], [Problem(error.code, str(error), mend)]
    return findings, [one.problem() for one in _not_waived(findings, candidate, digest)]


def _not_waived(findings: list[Finding], candidate: Releasable, digest: str) -> list[Finding]:
    blocking = [one for one in findings if one.blocks]
    waived = waivers_of(candidate, digest) if blocking else {}
    return [one for one in blocking if one.fingerprint not in waived]


def what_blocks(candidate: Releasable) -> list[Finding]:
    """What forbids to release a candidate and is not waived for its text. Raises RuleError."""
    return _not_waived(check(candidate), candidate, hash_of(candidate))


def keep_imported(items: Iterable[tuple[Releasable, str, list[Finding]]]) -> None:
    """Keep what was found in (object, content hash, findings) that an import has just made."""
    now = timezone.now()
    insert_rows(
        [
            finding_row(
                subject, subject_type(subject), digest, one, run=FindingRun.SUBMIT, found_at=now
            )
            for subject, digest, findings in items
            for one in {finding.fingerprint: finding for finding in findings}.values()
        ]
    )


def _keep(candidate: Releasable, digest: str, findings: Iterable[Finding]) -> None:
    """Put the findings of this submission in the place of those of the last."""
    now, kind = timezone.now(), subject_type(candidate)
    ContentFinding.objects.filter(
        content_type=kind, object_id=str(candidate.pk), run=FindingRun.SUBMIT, gone_at=None
    ).update(gone_at=now)
    unique = {one.fingerprint: one for one in findings}
    ContentFinding.objects.bulk_create(
        finding_row(candidate, kind, digest, one, run=FindingRun.SUBMIT, found_at=now)
        for one in unique.values()
    )


def finding_row(
    subject: Any, kind: ContentType, digest: str, one: Finding, **run: Any
) -> ContentFinding:
    """An unsaved row of what was found; `run` says in which run and when."""
    return ContentFinding(
        content_type=kind,
        object_id=str(subject.pk),
        site=subject.owning_site(),
        title=str(subject)[:255],
        content_hash=digest,
        rule=one.rule,
        level=one.level,
        fingerprint=one.fingerprint,
        detail=one.as_dict(),
        **run,
    )


def results_address(subject: Any) -> str:
    """检查结果 of an object, in the admin."""
    meta = subject._meta
    return reverse("checking:results", args=[meta.app_label, meta.model_name, subject.pk])


def findings_of(candidate: Releasable) -> list[FindingRow]:
    """Every finding of a candidate as rows for a page, what blocks first. Raises RuleError."""
    waived = waivers_of(candidate, hash_of(candidate))
    address = results_address(candidate)
    return [_row(one, waived.get(one.fingerprint), address) for one in check(candidate)]


def _row(one: Finding, waiver: FindingWaiver | None, address: str) -> FindingRow:
    problem = one.problem()
    return FindingRow(
        level=one.level,
        sentence=one.sentence(),
        place=one.place.words(),
        excerpt="、".join(one.excerpts),
        fingerprint=one.fingerprint,
        waived_by=name_of(waiver.waived_by) if waiver else "",
        waived_why=waiver.reason if waiver else "",
        waive_url=f"{address}#{one.fingerprint}" if problem.level == "error" and not waiver else "",
    )


@transaction.atomic
def waive(*, subject: Any, by: Any, fingerprint: str, seen_hash: str, reason: str) -> FindingWaiver:
    """放行: let one blocking finding of the latest revision pass, for a reason that stays.

    Raises WaiverRefused when the person may not, there is no reason, the content is no longer
    what was seen, or there is no such finding. Raises RuleError.
    """
    reason = reason.strip()
    if why := access.refusal(by, subject):
        raise WaiverRefused(why)
    if not reason:
        raise WaiverRefused(_("请写明放行的原因。"))
    if len(reason) > REASON_LIMIT:
        raise WaiverRefused(_("放行的原因最多%d字。") % REASON_LIMIT)
    subject = type(subject)._default_manager.select_for_update().get(pk=subject.pk)
    candidate = subject.get_latest_revision_as_object()
    digest = hash_of(candidate)
    if digest != seen_hash:
        raise WaiverRefused(_("内容已变，请重新看检查结果，刚才的放行没有记下。"))
    listed = {one.fingerprint: one for one in check(candidate) if one.blocks}
    if fingerprint not in listed:
        raise WaiverRefused(_("没有这一处要放行的内容。"))
    known = waivers_of(candidate, digest)
    if fingerprint in known:
        return known[fingerprint]
    made = FindingWaiver.objects.create(
        content_type=subject_type(subject),
        object_id=str(subject.pk),
        site=subject.owning_site(),
        title=str(candidate)[:255],
        content_hash=digest,
        fingerprint=fingerprint,
        rule=listed[fingerprint].rule,
        detail=listed[fingerprint].as_dict(),
        reason=reason,
        role=access.role_for(by, subject.owning_site()),
        waived_by=by,
    )
    said = {"rule": made.rule, "reason": reason, "hash": digest}
    record(action=Action.WAIVED, by=by, subject=candidate, site=made.site, detail=said)
    return made
