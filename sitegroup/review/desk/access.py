"""Whose desk a case lies on, and who may look at it."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest

from sitegroup.guard.releasable import FileReference
from sitegroup.guard.roles import absent_colleague, holds, may_edit, stood_in_by
from sitegroup.models import (
    COUNTY_ROLES,
    DECIDABLE,
    WRITING_ROLES,
    CaseState,
    Membership,
    ReviewCase,
    ReviewDecision,
    Role,
    Site,
)
from sitegroup.review.desk.limits import deadline_of

# Files of the cases that a person has opened in this session; see `may_open_file`.
OPENED = "desk_files"
OPENED_MOST = 500


def _cases() -> QuerySet[ReviewCase]:
    """As lists need them; the content of a revision may be large."""
    return ReviewCase.objects.select_related("site__organisation", "content_type", "submitted_by")


def _opened() -> QuerySet[ReviewCase]:
    """With all that is read of one case."""
    return _cases().select_related("revision", "record", "bundle")


def tasks_of(user: Any) -> list[ReviewCase]:
    """待办: the cases that this person can decide now, soonest deadline first."""
    held = set(Membership.objects.filter(user=user).values_list("site_id", "role"))
    held |= set(stood_in_by(user).values_list("site_id", "role"))
    wide = {role for _site, role in held if role in COUNTY_ROLES}
    waiting = _cases().filter(state__in=DECIDABLE)
    if not wide:
        waiting = waiting.filter(site__in={site for site, _role in held})
    earlier = _decided_earlier(user)
    mine = [
        case
        for case in waiting
        if (case.role in wide or (case.site_id, case.role) in held)
        and user.pk not in case.author_ids
        and case.pk not in earlier
    ]
    return sorted(mine, key=lambda case: (deadline_of(case), case.pk))


def _decided_earlier(user: Any) -> set[int]:
    """The open cases of which this person decided an earlier step."""
    found = ReviewDecision.objects.filter(
        reviewer=user, case__state__in=DECIDABLE, step__lt=F("case__step")
    )
    return set(found.values_list("case_id", flat=True))


def _of_present_units(cases: QuerySet[ReviewCase], user: Any) -> QuerySet[ReviewCase]:
    """Without those of units that the person has left; the county's own people leave none."""
    if user.is_superuser or holds(user, roles=COUNTY_ROLES):
        return cases
    return cases.filter(site__in=Membership.objects.filter(user=user).values("site"))


def decided_by(user: Any) -> QuerySet[ReviewCase]:
    """已办: what this person decided, newest first."""
    found = _of_present_units(_cases(), user).filter(decisions__reviewer=user)
    return found.order_by("-decisions__pk").distinct()


def submitted_by(user: Any) -> QuerySet[ReviewCase]:
    """我送审的: what this person or their unit put before review, newest first."""
    writes_for = Membership.objects.filter(user=user, role__in=WRITING_ROLES).values("site")
    found = _cases().filter(submitted_by=user) | _cases().filter(site__in=writes_for)
    return _of_present_units(found, user).order_by("-pk").distinct()


def approved_seen_by(user: Any, cases: QuerySet[ReviewCase]) -> QuerySet[ReviewCase]:
    """Of cases that wait for nobody's decision any more, those that this person may see."""
    if user.is_superuser or holds(user, roles=(Role.COUNTY_ADMINISTRATOR, Role.AUDITOR)):
        return cases
    at_unit = Membership.objects.filter(user=user).exclude(role__in=COUNTY_ROLES)
    decided = ReviewDecision.objects.filter(reviewer=user)
    own = Q(site__in=at_unit.values("site")) | Q(pk__in=decided.values("case"))
    return _of_present_units(cases, user).filter(own)


def returned_to(user: Any) -> QuerySet[ReviewCase]:
    """退回给我的: cases that came back to this person and were not submitted again."""
    later = ReviewCase.objects.filter(
        content_type=OuterRef("content_type"),
        object_id=OuterRef("object_id"),
        pk__gt=OuterRef("pk"),
    )
    mine = ReviewCase.objects.filter(submitted_by=user, state=CaseState.RETURNED)
    found = _of_present_units(mine, user).exclude(Exists(later))
    return found.select_related("content_type").order_by("-pk")


def may_see(case: ReviewCase, user: Any) -> bool:
    """Whether this person has anything to do with the case.

    The unit's own people always; the county's reviewers at their step and what they decided.
    """
    return case.pk in seen_among([case], user, site=case.site)


def seen_among(cases: Sequence[ReviewCase], user: Any, *, site: Site) -> set[int]:
    """Of cases of one unit, those that this person has anything to do with; a few queries."""
    at_unit = Membership.objects.filter(user=user, site=site).exclude(role__in=COUNTY_ROLES)
    if may_edit(user, site) or at_unit.exists():
        return {case.pk for case in cases}
    if holds(user, roles=(Role.COUNTY_ADMINISTRATOR, Role.AUDITOR)):
        return {case.pk for case in cases}
    mine = ReviewDecision.objects.filter(reviewer=user, case__in=[case.pk for case in cases])
    decided = set(mine.values_list("case_id", flat=True))
    waiting = [case for case in cases if case.state in (*DECIDABLE, CaseState.VOIDED)]
    roles = {role for role in {case.role for case in waiting} if _decides(user, role, site)}
    wrote = {case.pk for case in cases if user.pk in case.author_ids}
    return wrote | decided | {case.pk for case in waiting if case.role in roles}


def is_decider(case: ReviewCase, user: Any) -> bool:
    """Whether the current step is this person's, or of somebody they stand in for."""
    return _decides(user, case.role, case.site)


def _decides(user: Any, role: str, site: Site) -> bool:
    """Whether the steps of a role are this person's, or of somebody they stand in for."""
    held = holds(user, roles=(role,), site=site)
    return held or absent_colleague(user, role=role, site=site) is not None


def visible_case(user: Any, case_id: int) -> ReviewCase:
    """The case, if this person may see it. Raises Http404."""
    case = _opened().filter(pk=case_id).first()
    if case is None or not may_see(case, user):
        raise Http404
    return case


def case_again(case: ReviewCase) -> ReviewCase:
    """The case as it is now."""
    return _opened().get(pk=case.pk)


def remember_files(request: HttpRequest, files: list[FileReference]) -> None:
    """Let this session open the files of a case that it looks at."""
    names = [f"{file.kind}:{file.file_id}" for file in files]
    known = request.session.get(OPENED, [])
    fresh = [name for name in names if name not in known]
    if fresh:
        request.session[OPENED] = [*known, *fresh][-OPENED_MOST:]


def may_open_file(request: HttpRequest, *, kind: str, file: Any) -> bool:
    """Whether a file that is not public may be shown to this person, in the admin.

    `file` is an image or a document. Its unit's writers may see it, and whoever reviews a case
    that refers to it.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_active or not user.has_perm("wagtailadmin.access_admin"):
        return False
    if f"{kind}:{file.pk}" in request.session.get(OPENED, []):
        return True
    return _policy(kind).user_has_any_permission_for_instance(user, ["choose", "change"], file)


def _policy(kind: str) -> Any:
    from wagtail.documents import permissions as documents  # noqa: PLC0415 - need loaded models
    from wagtail.images import permissions as images  # noqa: PLC0415 - need loaded models

    return (images if kind == "image" else documents).permission_policy
