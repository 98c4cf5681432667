"""The verbs of review: submit, decide, recall. Only these lead to the release engine."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sitegroup.audit.models import Action
from sitegroup.audit.services import record, refusals_recorded
from sitegroup.guard.releasable import Releasable, subject_type
from sitegroup.guard.roles import absent_colleague, holds, may_edit
from sitegroup.models import (
    DECIDABLE,
    OPEN_STATES,
    Attribute,
    BundleState,
    CaseState,
    Conclusion,
    Decision,
    DisclosureRecord,
    Ground,
    LimitUnit,
    Release,
    ReleaseBundle,
    ReleaseKind,
    ReviewCase,
    ReviewDecision,
)
from sitegroup.notices import services as notices
from sitegroup.review.bundles import bundle_before
from sitegroup.review.chains import steps_for
from sitegroup.review.closing import close, unfit, void_if_changed
from sitegroup.review.exceptions import ContentChanged, ReviewRefused
from sitegroup.review.finishing import finish
from sitegroup.review.hashing import content_hash
from sitegroup.review.questions import against, unanswered
from sitegroup.review.readiness import require_ready

OPINION_LIMIT = 2000
REFERRED_DAYS = 10
CHANGED = gettext_lazy("内容已变，请重新看：您打开以后，这条内容被改过，刚才的意见没有记下。")
# What each decision other than 同意 does to the case, and what the record then says.
ENDINGS: dict[str, tuple[str, str]] = {
    Decision.RETURN: (CaseState.RETURNED, ""),
    Decision.REDACT: (CaseState.RETURNED, Conclusion.REDACT),
    Decision.ON_REQUEST: (CaseState.CONCLUDED, Conclusion.ON_REQUEST),
    Decision.WITHHOLD: (CaseState.CONCLUDED, Conclusion.WITHHOLD),
    Decision.REFER: (CaseState.REFERRED, Conclusion.REFER),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """审核意见 as given: `answers` to what the step must record, `ground` for 不予公开."""

    decision: str
    opinion: str
    answers: dict[str, bool]
    ground: str


def open_case(subject: Releasable) -> ReviewCase | None:
    """The case of this object that is under way now, if any."""
    return ReviewCase.objects.filter(
        content_type=subject_type(subject), object_id=str(subject.pk), state__in=OPEN_STATES
    ).first()


@refusals_recorded(Action.SUBMITTED)
@transaction.atomic
def submit(
    *,
    subject: Releasable,
    by: Any,
    publish_at: datetime | None = None,
    bundle: ReleaseBundle | None = None,
) -> ReviewCase:
    """送审: put the latest revision before the first reviewer.

    `publish_at` schedules the release, `bundle` joins it with others. Raises ReviewRefused when
    the person may not, or it is already in review; NotReady with the problems to mend first.
    """
    site = subject.owning_site()
    if not may_edit(by, site):
        raise ReviewRefused(_("您不是%(site)s的起草人，不能送审。") % {"site": site})
    if publish_at is not None and publish_at <= timezone.now():
        raise ReviewRefused(_("定时发布的时间已经过了，请改为以后的时间，或者不填。"))
    bundle = _joined(bundle or bundle_before(subject), site.pk)
    subject = type(subject)._default_manager.select_for_update().get(pk=subject.pk)
    if open_case(subject):
        raise ReviewRefused(_("这条内容正在审核，不用再送。"))
    revision = subject.latest_revision or subject.save_revision(user=by, clean=False)
    candidate = revision.as_object()
    digest = content_hash(revision.content, candidate.referenced_files())
    warnings = require_ready(candidate, digest)
    matter = candidate.matter()
    case = ReviewCase.objects.create(
        content_type=subject_type(subject),
        object_id=str(subject.pk),
        object_type=subject.object_type,
        site=site,
        title=str(candidate)[:255],
        revision=revision,
        content_hash=digest,
        warnings=len(warnings),
        matter=matter,
        steps=steps_for(site=site, object_type=subject.object_type, matter=matter),
        submitted_by=by,
        author_ids=sorted(_authors(subject) | {by.pk}),
        publish_at=bundle.publish_at if bundle else publish_at,
        bundle=bundle,
    )
    _open_record(case, candidate)
    record(action=Action.SUBMITTED, by=by, subject=case, detail={"case": case.pk})
    notices.case_opened(case)
    return case


def _joined(bundle: ReleaseBundle | None, site_id: int) -> ReleaseBundle | None:
    """The bundle, locked, if this unit may add to it. Raises ReviewRefused."""
    if bundle is None:
        return None
    bundle = ReleaseBundle.objects.select_for_update().get(pk=bundle.pk)
    if bundle.state != BundleState.OPEN:
        raise ReviewRefused(_("“%(title)s”已经办结，不能再加内容。") % {"title": bundle.title})
    if bundle.site_id != site_id:
        raise ReviewRefused(_("只能和本单位的内容合并发布。"))
    return bundle


def _open_record(case: ReviewCase, candidate: Releasable) -> None:
    """审查记录: what the author proposes."""
    proposal = candidate.proposal()
    DisclosureRecord.objects.create(
        case=case,
        title=case.title,
        summary=proposal.summary,
        attribute=proposal.attribute,
        scope=proposal.scope or (_("社会公众") if proposal.attribute == Attribute.ACTIVE else ""),
        channel=proposal.channel or case.site.name[:200],
        legal_basis=proposal.legal_basis,
        ground=proposal.ground,
        reason=proposal.reason,
    )


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
    if case.state not in DECIDABLE:
        return _("这一件已经办结（%(state)s）。") % {"state": case.get_state_display()}
    holder = holds(user, roles=(case.role,), site=case.site)
    if not (holder or absent_colleague(user, role=case.role, site=case.site)):
        return _("这一步由%(role)s办理，您不在这个岗位。") % {"role": case.role_label}
    if user.pk in case.author_ids:
        return _("这条内容是您起草的，按规定不能自己审核。")
    if case.decisions.filter(reviewer=user, step__lt=case.step).exists():
        return _("您已经办过这一件的前一步，同一件的各步要由不同的人办理。")
    return ""


@refusals_recorded(Action.APPROVED)
def decide(
    *,
    case_id: int,
    by: Any,
    decision: str,
    opinion: str,
    seen_hash: str,
    answers: dict[str, bool] | None = None,
    ground: str = "",
) -> ReviewCase:
    """Decide the current step, on what the reviewer saw.

    `answers` holds yes or no for every question of the step, `ground` why it is not to be
    disclosed. The last approval releases, schedules or concludes, in the same transaction. Raises
    ReviewRefused, or ContentChanged when the content is no longer what was seen; then the case
    is void and nothing is public.
    """
    verdict = _checked(Verdict(decision, opinion.strip(), answers or {}, ground))
    with transaction.atomic():
        case = locked_case(case_id)
        if case.state == CaseState.VOIDED:
            raise ContentChanged(CHANGED)
        if why := refusal(case, by) or _incomplete(case, verdict):
            raise ReviewRefused(why)
        changed = void_if_changed(case)
        if not changed and seen_hash == case.content_hash:
            _record(case, by=by, verdict=verdict)
            return case
    raise ContentChanged(CHANGED)


def _checked(verdict: Verdict) -> Verdict:
    if not verdict.opinion:
        raise ReviewRefused(_("请填写审核意见。"))
    if len(verdict.opinion) > OPINION_LIMIT:
        raise ReviewRefused(_("审核意见最多%(limit)d字。") % {"limit": OPINION_LIMIT})
    if verdict.decision not in Decision.values:
        raise ReviewRefused(_("没有这种审核结论。"))
    if verdict.decision == Decision.WITHHOLD and verdict.ground not in Ground.values:
        raise ReviewRefused(_("不予公开要选择理由（条例第十四条至第十六条）。"))
    return verdict


def _incomplete(case: ReviewCase, verdict: Verdict) -> str:
    """Why this verdict does not do for the step; empty if it does."""
    if verdict.decision != Decision.APPROVE:
        return ""
    if why := unfit(case):
        return why
    if missing := unanswered(case.current, verdict.answers):
        names = "、".join(str(question.label) for question in missing)
        return _("请逐项填写审查项：%(names)s。") % {"names": names}
    if wrong := against(case.current, verdict.answers):
        names = "、".join(str(question.label) for question in wrong)
        return _("审查项“%(names)s”不允许同意公开，请退回修改或选择其他结论。") % {"names": names}
    return ""


def locked_case(case_id: int) -> ReviewCase:
    """The case, locked; its bundle first, so that two members never wait for each other."""
    bundle = ReviewCase.objects.values_list("bundle", flat=True).get(pk=case_id)
    if bundle:
        ReleaseBundle.objects.select_for_update().get(pk=bundle)
    found = ReviewCase.objects.select_for_update(of=("self",)).select_related("revision", "site")
    return found.get(pk=case_id)


def _record(case: ReviewCase, *, by: Any, verdict: Verdict) -> None:
    role_held = holds(by, roles=(case.role,), site=case.site)
    absent = None if role_held else absent_colleague(by, role=case.role, site=case.site)
    ReviewDecision.objects.create(
        case=case,
        step=case.step,
        role=case.role,
        reviewer=by,
        stands_in_for=absent,
        decision=verdict.decision,
        opinion=verdict.opinion,
        answers=verdict.answers,
        ground=verdict.ground,
        seen_hash=case.content_hash,
    )
    said = {
        "case": case.pk, "step": case.step, "decision": verdict.decision,
        "opinion": verdict.opinion, "hash": case.content_hash,
    }  # fmt: skip
    action = Action.APPROVED if verdict.decision == Decision.APPROVE else Action.RETURNED
    record(action=action, by=by, subject=case, detail=said)
    if verdict.decision != Decision.APPROVE:
        _end(case, verdict)
    elif case.is_last_step:
        finish(case, by=by)
    else:
        case.step += 1
        case.step_since = timezone.now()
        case.state = CaseState.IN_REVIEW
        case.save(update_fields=["step", "step_since", "state"])
        notices.step_opened(case)


def _end(case: ReviewCase, verdict: Verdict) -> None:
    state, conclusion = ENDINGS[verdict.decision]
    if verdict.decision == Decision.REFER:
        # the authority answers within ten working days (standards.md 3.3)
        case.current.update(limit=REFERRED_DAYS, limit_unit=LimitUnit.DAYS)
        case.step_since = timezone.now()
        case.save(update_fields=["steps", "step_since"])
    close(case, state, conclusion=conclusion, ground=verdict.ground)


@refusals_recorded(Action.RECALLED)
@transaction.atomic
def recall(*, case_id: int, by: Any) -> ReviewCase:
    """撤回: the author takes it back before it is public. Raises ReviewRefused."""
    case = locked_case(case_id)
    if case.state not in OPEN_STATES:
        raise ReviewRefused(_("这一件已经办结，不能撤回。"))
    if by.pk not in case.author_ids and not may_edit(by, case.site):
        raise ReviewRefused(_("只有起草单位能撤回。"))
    close(case, CaseState.CANCELLED)
    record(action=Action.RECALLED, by=by, subject=case, detail={"case": case.pk})
    return case
