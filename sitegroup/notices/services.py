"""What the review tells people, called where it happens and inside its transaction."""

from typing import Any

from django.urls import reverse

from sitegroup.models import DECIDABLE, Release, ReviewCase, Role
from sitegroup.notices import recipients
from sitegroup.notices.models import NoticeKind
from sitegroup.notices.telling import Event, tell
from sitegroup.review.desk.limits import deadline_of


def event_of(kind: NoticeKind, case: ReviewCase, *, mark: str = "") -> Event:
    """Something to tell about the current step of a case."""
    facts: dict[str, Any] = {"role": case.role}
    if case.state in DECIDABLE:
        facts["deadline"] = deadline_of(case).isoformat()
    return Event(
        kind=kind,
        site=case.site,
        object_type="case",
        object_key=str(case.pk),
        url=reverse("review:item", args=[case.pk]),
        title=case.title,
        content_type=case.content_type,
        step=case.step,
        facts=facts,
        mark=mark,
    )


def case_opened(case: ReviewCase) -> None:
    """送审: tell who decides the first step."""
    step_opened(case)


def step_opened(case: ReviewCase) -> None:
    """A step begins: tell who decides it; where nobody can, who may appoint somebody."""
    reached = recipients.deciders(case)
    if reached:
        tell(event_of(NoticeKind.OPENED, case), reached)
    else:
        above = recipients.superiors(case, 1) + recipients.superiors(case, 2)
        tell(event_of(NoticeKind.UNATTENDED, case), {user.pk: user for user in above}.values())


def case_returned(case: ReviewCase) -> None:
    """退回修改: tell the authors; the reason waits for them at the address."""
    tell(event_of(NoticeKind.RETURNED, case), recipients.authors(case))


def case_concluded(case: ReviewCase) -> None:
    """Another end than release or return (依申请公开, 不予公开 ...): tell the authors."""
    tell(event_of(NoticeKind.CONCLUDED, case), recipients.authors(case))


def case_voided(case: ReviewCase) -> None:
    """内容已变: tell those who approved what is no longer there, and the authors."""
    told = {user.pk: user for user in recipients.approvers(case) + recipients.authors(case)}
    tell(event_of(NoticeKind.VOIDED, case), told.values())


def released(release: Release) -> None:
    """已发布: tell the authors. What was imported or made as structure had no case."""
    case = release.case
    if case is not None:
        tell(event_of(NoticeKind.RELEASED, case), recipients.authors(case))


def emergency_released(release: Release, *, title: str = "", url: str = "") -> None:
    """应急发布: tell those who review afterwards what is public already.

    `url` is where they do so, a path of the admin.
    """
    event = Event(
        kind=NoticeKind.EMERGENCY,
        site=release.site,
        object_type="release",
        object_key=str(release.pk),
        url=url or reverse("review:tasks"),
        title=title[:255],
        content_type=release.content_type,
    )
    above = recipients.holders(Role.OFFICE_REVIEWER, Role.COUNTY_ADMINISTRATOR, site=release.site)
    tell(event, [user for user in above if user.pk != release.released_by_id])
