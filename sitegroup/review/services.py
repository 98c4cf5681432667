"""The verbs of review: submit, decide, recall. Only these lead to the release engine."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sitegroup.audit.models import Action
from sitegroup.audit.services import record, refusals_recorded
from sitegroup.guard.releasable import Releasable
from sitegroup.guard.roles import holds, may_edit
from sitegroup.models import (
    CaseState,
    Decision,
    Release,
    ReleaseKind,
    ReviewCase,
    ReviewDecision,
)
from sitegroup.review.chains import steps_for
from sitegroup.review.engine import release_case, subject_type
from sitegroup.review.exceptions import ContentChanged, NotReady, ReviewRefused
from sitegroup.review.hashing import content_hash

OPINION_LIMIT = 2000


def open_case(subject: Releasable) -> ReviewCase | None:
    """The case of this object that is in review now, if any."""
    return ReviewCase.objects.filter(
        content_type=subject_type(subject), object_id=str(subject.pk), state=CaseState.IN_REVIEW
    ).first()


def latest_hash(subject: Releasable) -> str:
    """The hash of what would be released if the subject's latest revision were."""
    revision = subject.latest_revision
    return content_hash(revision.content, revision.as_object().referenced_files())


@refusals_recorded(Action.SUBMITTED)
@transaction.atomic
def submit(*, subject: Releasable, by: Any) -> ReviewCase:
    """送审: put the latest revision before the first reviewer.

    Raises ReviewRefused when the person may not, or it is already in review; NotReady with the
    problems that must be mended first.
    """
    site = subject.owning_site()
    if not may_edit(by, site):
        raise ReviewRefused(_("您不是%(site)s的起草人，不能送审。") % {"site": site})
    subject = type(subject)._default_manager.select_for_update().get(pk=subject.pk)
    if open_case(subject):
        raise ReviewRefused(_("这条内容正在审核，不用再送。"))
    revision = subject.latest_revision or subject.save_revision(user=by, clean=False)
    candidate = revision.as_object()
    problems = [p for p in candidate.release_problems() if p.level == "error"]
    if problems:
        raise NotReady(problems)
    case = ReviewCase.objects.create(
        content_type=subject_type(subject),
        object_id=str(subject.pk),
        object_type=subject.object_type,
        site=site,
        title=str(candidate)[:255],
        revision=revision,
        content_hash=content_hash(revision.content, candidate.referenced_files()),
        steps=steps_for(site=site, object_type=subject.object_type),
        submitted_by=by,
        author_ids=sorted(_authors(subject) | {by.pk}),
    )
    record(action=Action.SUBMITTED, by=by, subject=case, detail={"case": case.pk})
    return case


def _authors(subject: Releasable) -> set[int]:
    """Everybody who wrote since the last release; or ever, of what is not public now."""
    last = (
        Release.objects.filter(
            content_type=subject_type(subject),
            object_id=str(subject.pk),
            kind=ReleaseKind.RELEASE,
        )
        .order_by("-pk")
        .first()
    )
    revisions = subject.revisions.exclude(user=None)
    if last and last.revision_id and subject.live:
        later = revisions.filter(pk__gt=last.revision_id)
        return set(later.values_list("user_id", flat=True))
    owner = getattr(subject, "owner_id", None)
    return {*revisions.values_list("user_id", flat=True), *([owner] if owner else [])}


def refusal(case: ReviewCase, user: Any) -> str:
    """Why this person may not decide the current step; empty if they may."""
    if case.state != CaseState.IN_REVIEW:
        return _("这一件已经办结（%(state)s）。") % {"state": case.get_state_display()}
    if not holds(user, roles=(case.role,), site=case.site):
        return _("这一步由%(role)s办理，您不在这个岗位。") % {"role": case.role_label}
    if user.pk in case.author_ids:
        return _("这条内容是您起草的，按规定不能自己审核。")
    if case.decisions.filter(reviewer=user).exists():
        return _("您已经办过这一件的前一步，同一件的各步要由不同的人办理。")
    return ""


@refusals_recorded(Action.APPROVED)
def decide(*, case_id: int, by: Any, decision: str, opinion: str, seen_hash: str) -> ReviewCase:
    """同意 or 退回修改: decide the current step, on what the reviewer saw.

    The last approval releases, in the same transaction. Raises ReviewRefused, or ContentChanged
    when the content is no longer what was seen; then the case is void and nothing is public.
    """
    opinion = opinion.strip()
    if not opinion:
        raise ReviewRefused(_("请填写审核意见。"))
    if len(opinion) > OPINION_LIMIT:
        raise ReviewRefused(_("审核意见最多%(limit)d字。") % {"limit": OPINION_LIMIT})
    if decision not in Decision.values:
        raise ReviewRefused(_("没有这种审核结论。"))
    with transaction.atomic():
        case = ReviewCase.objects.select_for_update().select_related("revision").get(pk=case_id)
        if why := refusal(case, by):
            raise ReviewRefused(why)
        changed = _void_if_changed(case)
        if not changed and seen_hash == case.content_hash:
            _record(case, by=by, decision=decision, opinion=opinion)
            return case
    raise ContentChanged(_("内容已变，请重新看：您打开以后，这条内容被改过，刚才的意见没有记下。"))


def _void_if_changed(case: ReviewCase) -> bool:
    """Void the case if its subject is gone or no longer what was submitted."""
    model: Any = case.content_type.model_class()
    subject = model._default_manager.select_for_update().filter(pk=case.object_id).first()
    same = (
        subject is not None
        and subject.latest_revision_id == case.revision_id
        and latest_hash(subject) == case.content_hash
    )
    if not same:
        _close(case, CaseState.VOIDED)
    return not same


def _record(case: ReviewCase, *, by: Any, decision: str, opinion: str) -> None:
    ReviewDecision.objects.create(
        case=case,
        step=case.step,
        role=case.role,
        reviewer=by,
        decision=decision,
        opinion=opinion,
        seen_hash=case.content_hash,
    )
    said = {"case": case.pk, "step": case.step, "opinion": opinion, "hash": case.content_hash}
    action = Action.RETURNED if decision == Decision.RETURN else Action.APPROVED
    record(action=action, by=by, subject=case, detail=said)
    if decision == Decision.RETURN:
        _close(case, CaseState.RETURNED)
    elif case.step < len(case.steps):
        case.step += 1
        case.step_since = timezone.now()
        case.save(update_fields=["step", "step_since"])
    else:
        release_case(case=case, by=by)
        _close(case, CaseState.RELEASED)


def _close(case: ReviewCase, state: str) -> None:
    case.state = state
    case.closed_at = timezone.now()
    case.save(update_fields=["state", "closed_at"])


@refusals_recorded(Action.RECALLED)
@transaction.atomic
def recall(*, case_id: int, by: Any) -> ReviewCase:
    """撤回: the author takes it back before it is public. Raises ReviewRefused."""
    case = ReviewCase.objects.select_for_update().get(pk=case_id)
    if case.state != CaseState.IN_REVIEW:
        raise ReviewRefused(_("这一件已经办结，不能撤回。"))
    if by.pk not in case.author_ids and not may_edit(by, case.site):
        raise ReviewRefused(_("只有起草单位能撤回。"))
    _close(case, CaseState.CANCELLED)
    record(action=Action.RECALLED, by=by, subject=case, detail={"case": case.pk})
    return case
