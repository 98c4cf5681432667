"""作废: what a voided case held, beside what stands now, for those who approved it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from sitegroup.guard.roles import holds, sites_of
from sitegroup.models import COUNTY_ROLES, CaseState, Decision, ReviewCase
from sitegroup.names import name_of
from sitegroup.review.desk import access
from sitegroup.review.desk.diff import FieldDiff, compare
from sitegroup.review.desk.reading import candidate_of
from sitegroup.review.hashing import latest_hash


@dataclass(frozen=True, slots=True)
class Voided:
    """Why a case is void and what changed: `fields` are only those that differ.

    `note` says what the fields do not; `by` and `at` are of the latest edit, where the reader may
    see it; `later` is the case that came after, if the reader may open it.
    """

    why: str
    was_approved: bool
    fields: tuple[FieldDiff, ...] = ()
    note: str = ""
    by: str = ""
    at: datetime | None = None
    later: int | None = None


def voided(case: ReviewCase, subject: Any, user: Any) -> Voided | None:
    """What to tell this person of a void case; None of any other.

    `subject` is the object as it stands in the database, None where it is gone.
    """
    if case.state != CaseState.VOIDED:
        return None
    mine = case.decisions.filter(reviewer=user, decision=Decision.APPROVE)
    told: dict[str, Any] = {
        "why": case.problem, "was_approved": mine.exists(), "later": _later(case, user),
    }  # fmt: skip
    if subject is None:
        return Voided(**told, note=_("这条内容已经删除。"))
    if not _may_compare(case, user):
        return Voided(**told, note=_("现在的内容还没有送到您这里，所以不显示改动。"))
    return Voided(**told, **_difference(case, subject))


def _may_compare(case: ReviewCase, user: Any) -> bool:
    """Whether the draft as it is now may be shown to somebody who may see the case.

    To the unit's own people, and to the county's reviewers of what they approved or had before
    them; an auditor sees the case and needs no draft.
    """
    if sites_of(user).filter(pk=case.site_id).exists() or access.is_decider(case, user):
        return True
    return holds(user, roles=COUNTY_ROLES) and case.decisions.filter(reviewer=user).exists()


def _difference(case: ReviewCase, subject: Any) -> dict[str, Any]:
    """What differs between the case and the subject's latest revision, and who saved that."""
    revision = subject.latest_revision
    then, now = candidate_of(case).review_fields(), revision.as_object().review_fields()
    fields = tuple(field for field in compare(then, now) if field.changed)
    saved = {"by": name_of(revision.user) if revision.user else "", "at": revision.created_at}
    if latest_hash(subject) == case.content_hash:
        return {"note": _("现在的内容和送审时一样。")}
    if not fields:
        return {**saved, "note": _("各栏文字没有变，变的是附件、图片或者设置。")}
    return {**saved, "fields": fields}


def _later(case: ReviewCase, user: Any) -> int | None:
    after = ReviewCase.objects.filter(
        content_type=case.content_type, object_id=case.object_id, pk__gt=case.pk
    )
    newest = list(after.order_by("-pk")[:1])
    return newest[0].pk if access.seen_among(newest, user, site=case.site) else None
